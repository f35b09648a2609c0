import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import { staffPermissions, type Actor, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { OperationShape } from '#kernel/contract.ts';
import { newTraceparent, type Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { Dispatcher, directTransport, type Operations } from '#platform/calls/calls.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { topology, type ServiceName } from '#platform/topology.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { prepareRoutes, type PreparedRoute } from '../declaring/prepared-route.ts';
import { routes } from '../routes/index.ts';

/**
 * Which right each operation of staff takes, written down once more: a contract that asks for less
 * than it should differs from it. Behind it stand two walls, and each holds without the other.
 */
const table: Partial<Record<StaffPermission, Partial<Record<ServiceName, string>>>> = {
  'audit:read': Object.fromEntries(
    Object.keys(contracts).map((service) => [service, 'listAuditEntries']),
  ),
  'catalog:read': {
    product:
      'listAdminProducts getAdminProduct listAdminChannels listSearchSynonyms getAdminStorefront listAdminPages getAdminPage checkLinks previewPage listAdminCategories getCategoryDisplay listAdminCollections listCollectionProducts previewCollectionRule listPublishedTexts listMedia getMedia getProductImport listProductImports listProductImportOutcomes getProductImportPart exportProducts getProductBulk listProductBulks listProductBulkItems',
  },
  'catalog:write': {
    product:
      'importProducts createProduct changeProduct deleteProduct putVariant removeVariant setPrice addPastPrices addSalePrice removeSalePrice setListings putTranslation putChannel putChannelCompany putChannelMail putChannelDomains tellChannels putStorefrontLook putStorefrontNotice putStorefrontScenes putMenu deleteMenu putPage publishPage unpublishPage renamePage renameCategory renameCollection deletePage beginUpload putUploadPart finishUpload fetchMedia describeMedia deleteMedia moveMedia beginProductImport putProductImportPart checkProductImport runProductImport stopProductImport startProductBulk stopProductBulk undoProductBulk putCategory putCategoryDisplay deleteCategory putCollection putCollectionSort putCollectionRule moveCollectionProducts changeCollectionProducts deleteCollection putSearchSynonyms deleteSearchSynonyms',
  },
  'customers:read': {
    customer:
      'getProfile listAddresses listConsents listCustomers exportCustomers getCustomer listCustomerNotes listGroups listTaxExemptions getPreferences',
    notification: 'getPreferences',
    order: 'summarizeJoinedOrders findJoinedCustomers',
  },
  'customers:write': {
    auth: 'removeCustomerFactor',
    customer:
      'updateProfile addAddress replaceAddress removeAddress recordConsent addCustomerNote putGroup removeGroup setGroupMember addTaxExemption endTaxExemption putPreferences',
    notification: 'putPreferences',
  },
  'fulfillment:read': {
    fulfillment: 'listFulfillments getFulfillment listCarrierReviews getPackingSlips getPickList',
  },
  'fulfillment:write': {
    fulfillment:
      'pickFulfillment packFulfillment shipFulfillment holdFulfillment resumeFulfillment cancelFulfillment',
  },
  'inventory:read': {
    fulfillment:
      'listStock exportStock listMovements listShortages listLocations listStockReconciliations',
    'inventory-sync': 'listStock listMovements listShortages listLocations listReconciliations',
  },
  'inventory:write': {
    fulfillment:
      'receiveStock countStock putLocation putDispatchCalendar setStockPolicy reconcileStock',
    'inventory-sync':
      'receiveStock countStock putLocation putDispatchCalendar setStockPolicy reconcile',
  },
  'notifications:read': {
    customer:
      'listMessages getMessage getMessageContent listTemplates getTemplate previewTemplate getMailTemplate previewMailTemplate previewOrderMail listSuppressions listMessageReviews getMailSender listOutgoingMessages',
    notification:
      'listOutgoingMessages listMessages getMessage getMessageContent listTemplates getTemplate previewTemplate getMailTemplate previewMailTemplate previewOrderMail listSuppressions listMessageReviews getMailSender',
  },
  'notifications:write': {
    customer:
      'retryMessage resendMessage undoResend sendTestMail putTemplate resetTemplate putMailTemplate resetMailTemplate liftSuppression',
    notification:
      'undoResend retryMessage resendMessage sendTestMail putTemplate resetTemplate putMailTemplate resetMailTemplate liftSuppression',
  },
  'orders:read': {
    cart: 'getCart listStoredSteps',
    checkout: 'getCheckout getPlacedOrder listOfferedMethods listStoredSteps',
    order:
      'getOrder proveOrder listOrders exportOrders listDayFigures getTimeline listRefunds listPayments listPaymentReviews listLedgerEntries listDocuments getDocumentPdf listReceipts listReceivables listPayOuts listSurpluses listReconciliations listReconciledAccounts getReconciliation getDocumentLabels listWithdrawals listOutgoing getOrderBulk listOrderBulks listOrderBulkItems listStoredSteps',
    invoice: 'getDocumentLabels listStoredSteps',
    payment: 'listLedgerEntries listStoredSteps',
    tax: 'listStoredSteps',
    fulfillment: 'listStoredSteps',
    'inventory-sync': 'listStoredSteps',
    tracking: 'listStoredSteps',
    customer: 'listStoredSteps',
  },
  'orders:refund': {
    order:
      'refundOrder undoRefund previewRefund creditOrder recordReceipt writeOffOrder waiveReminderFees settlePayOut cancelPayOut paySurplusBack assignSurplus reconcileBalances endDifference',
  },
  'orders:write': {
    order:
      'cancelOrder undoCancellation endOrderLinks addNote startOrderBulk stopOrderBulk undoOrderBulk settlePaymentReview putDocumentLabels matchWithdrawal closeWithdrawal',
    invoice: 'putDocumentLabels',
  },
  'settings:read': {
    product: 'listFields',
    customer: 'listFields',
    cart: 'listFields',
    payment: 'listPaymentMethods getPaymentMethod',
    checkout:
      'listPaymentMethods getPaymentMethod listTaxRates listTaxReviews listTaxClasses getTaxSettings listShippingZones getShippingSettings',
    tax: 'listRates listReviews listClasses getTaxSettings',
    shipping: 'listZones getShippingSettings',
  },
  'settings:write': {
    ...Object.fromEntries(Object.keys(contracts).map((service) => [service, 'replayDeadLetters'])),
    product: 'putField deleteField replayDeadLetters',
    customer: 'putField deleteField replayDeadLetters',
    cart: 'putField deleteField replayDeadLetters',
    payment: 'putPaymentMethod replayDeadLetters',
    checkout:
      'replayDeadLetters putPaymentMethod putTaxRate removeTaxRate endTaxReview putTaxClass putTaxSettings putShippingZone removeShippingZone putShippingMethod removeShippingMethod putDeliveryDays putShippingSettings',
    tax: 'replayDeadLetters putRate removeRate endReview putClass putTaxSettings',
    shipping:
      'replayDeadLetters putZone removeZone putMethod removeMethod putDeliveryDays putShippingSettings',
  },
  'staff:manage': {
    auth: 'listStaff getStaff inviteStaff createStaffLink updateStaff removeStaffFactor listRoles putRole deleteRole listApiKeys createApiKey revokeApiKey',
  },
  'support:read': {
    customer: 'listTickets getTicket listCannedAnswers listOutgoingAnswers',
    support: 'listTickets getTicket listCannedAnswers listOutgoingAnswers',
  },
  'support:write': {
    customer:
      'openTicket addTicketMessage undoAnswer solveTicket changeTicket putCannedAnswer removeCannedAnswer',
    support:
      'undoAnswer openTicket addTicketMessage solveTicket changeTicket putCannedAnswer removeCannedAnswer',
  },
};

const needed: readonly (readonly [string, StaffPermission])[] = Object.entries(table).flatMap(
  ([permission, services]) =>
    Object.entries(services).flatMap(([service, names]) =>
      names
        .split(' ')
        .map((name) => [`${service}.${name}`, permission as StaffPermission] as const),
    ),
);
const permissionOf = new Map(needed);

const allBut = (permission: StaffPermission): StaffPermission[] =>
  staffPermissions.filter((each) => each !== permission);
const actorWith = (kind: 'staff' | 'api_key', permissions: StaffPermission[]): Actor => ({
  kind,
  id: '0190f4c2-3333-7000-8000-000000000001',
  channels: '*',
  permissions,
});

const operations = Object.entries(contracts).flatMap(([service, contract]) =>
  Object.entries(contract.operations as Record<string, OperationShape>).map(([name, shape]) => ({
    service: service as ServiceName,
    name,
    shape,
  })),
);

test('every operation of staff takes the right that is written down for it', () => {
  const declared = operations.flatMap(({ service, name, shape: { access, staff } }) => {
    const permission = ['public', 'owner', 'internal'].includes(access) ? staff : access;
    return permission ? [[`${service}.${name}`, permission] as const] : [];
  });
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(needed));
});

const adminRoutes = routes.filter(({ audience }) => audience === 'admin');
const prepared = prepareRoutes(adminRoutes, contracts, {} as never);

/** What a route calls names its right; a route of several calls takes the right of one of them. */
function rightsOf({ route }: PreparedRoute): StaffPermission[] {
  const called = route.form === 'operation' ? [route.calls] : route.performs.calls;
  return called.flatMap((call) => permissionOf.get(call.join('.')) ?? []);
}

/** What is open to whoever may know a part of it: each part asks for its own right. */
const ofSeveral = new Map<string, readonly StaffPermission[]>([
  [
    'adminListHints',
    [
      'orders:read',
      'fulfillment:read',
      'support:read',
      'customers:read',
      'notifications:read',
      'catalog:read',
    ],
  ],
  ['adminListOutgoing', ['orders:read', 'notifications:read', 'support:read']],
  // Whoever reads products reads what their fields mean.
  ['adminListFields', ['settings:read', 'catalog:read']],
  ['adminListStuckWork', ['settings:read']],
  ['adminGetReadiness', ['settings:read', 'catalog:read', 'notifications:read']],
  // Only auth knows staff, and tells their names to the gateway.
  ['adminListTicketAssignees', ['support:read']],
  ['adminGetArrows', ['settings:read']],
  ['adminListArrowFailures', ['settings:read']],
  ['adminGetTrace', ['settings:read']],
  ['adminSearchEverything', ['orders:read', 'customers:read', 'catalog:read', 'support:read']],
  [
    'adminGetWaitingWork',
    ['orders:read', 'fulfillment:read', 'inventory:read', 'support:read', 'settings:read'],
  ],
]);

test('every route of staff takes the right of what it calls', () => {
  for (const route of prepared) {
    const { need } = route;
    const permissions = need.kind === 'staff' ? need.permissions : [];
    expect(permissions, route.route.operationId).not.toEqual([]);
    if (ofSeveral.has(route.route.operationId)) continue;
    expect(permissions, route.route.operationId).toHaveLength(1);
    expect(rightsOf(route), route.route.operationId).toContain(permissions[0]);
  }
});

describe('the wall of the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    // No service stands behind it: who comes through is told anything but that it is forbidden.
    gateway = await openTestGateway({ rateLimits: 'off' }, adminRoutes);
    for (const permission of staffPermissions) {
      for (const [name, permissions] of [
        ['with', [permission]],
        ['without', allBut(permission)],
      ] as const) {
        const standing = `${name}-${suffixOf(permission)}`;
        gateway.standing.set(standing, actorWith('api_key', [...permissions]));
        gateway.standing.set(sessionOf(standing), actorWith('staff', [...permissions]));
      }
    }
  });
  afterAll(() => gateway.drain());

  const suffixOf = (permission: StaffPermission) => permission.replace(':', '-');
  const sessions = new Map<string, string>();
  function sessionOf(standing: string): string {
    const known = sessions.get(standing);
    if (known) return known;
    const next = `0190f4c2-2222-7000-8000-${String(sessions.size).padStart(12, '0')}`;
    sessions.set(standing, next);
    return next;
  }

  async function answer({ route }: PreparedRoute, bearer: string): Promise<string> {
    const place = route.path.replaceAll(/\{\w+\}/g, 'x') + (route.streams ? '?seconds=0' : '');
    const reply = await fetch(gateway.url + place, {
      method: route.method,
      headers: { Authorization: `Bearer ${bearer}` },
    });
    const text = await reply.text();
    const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
    return `${reply.status} ${code}`;
  }

  async function bearersOf(standing: string): Promise<string[]> {
    const { id: sub, kind, channels, permissions } = gateway.standing.get(sessionOf(standing))!;
    const sid = sessionOf(standing);
    const token = await gateway.token({ sub, kind, channels, permissions, sid });
    return [`kontor_${standing}`, token];
  }

  test.each(prepared.map((route) => [route.route.operationId, route] as const))(
    '%s',
    async (operationId, route) => {
      const several = ofSeveral.get(operationId);
      const permissions = several ?? rightsOf(route).slice(0, 1);
      const others = staffPermissions.filter((each) => !permissions.includes(each));
      const refused = several
        ? others.map((each) => `with-${suffixOf(each)}`)
        : permissions.map((each) => `without-${suffixOf(each)}`);
      for (const standing of refused) {
        for (const bearer of await bearersOf(standing)) {
          expect(await answer(route, bearer)).toBe('403 forbidden');
        }
      }
      for (const permission of permissions) {
        for (const bearer of await bearersOf(`with-${suffixOf(permission)}`)) {
          expect(await answer(route, bearer)).not.toMatch(/^40[13] /);
        }
      }
      const customer = await gateway.token({ permissions: staffPermissions });
      expect(await answer(route, customer)).toBe('403 forbidden');
    },
  );
});

describe('the wall before each service', () => {
  const dispatcher = new Dispatcher(directTransport, new EdgeRecorder());
  for (const [service, contract] of Object.entries(contracts)) {
    const reached = Object.keys(contract.operations).map((name) => [
      name,
      async () => ok('reached'),
    ]);
    dispatcher.serve(service as ServiceName, contract, Object.fromEntries(reached) as Operations);
  }
  const callerOf = (service: string) =>
    (Object.keys(topology) as ServiceName[]).find((from) =>
      (topology[from].calls as readonly string[]).includes(service),
    )!;
  const invoked = (actor: Actor): Invocation => ({
    actor,
    channel: 'default',
    locale: 'en',
    traceparent: newTraceparent(),
    deadlineMs: clock.nowMs() + 60_000,
    idempotencyKey: 'once',
  });
  // What an owner may do as well, the service's own query tells apart.
  const walled = operations.filter(
    ({ shape: { access } }) => !['public', 'owner', 'internal'].includes(access),
  );

  test.each(walled.map(({ service, name }) => [`${service}.${name}`, service, name] as const))(
    '%s',
    async (full, service, name) => {
      const permission = permissionOf.get(full)!;
      const from = callerOf(service);
      for (const kind of ['staff', 'api_key'] as const) {
        const refused = invoked(actorWith(kind, allBut(permission)));
        const forbidden = { ok: false, failure: { code: 'forbidden' } };
        const carried = { from, to: service, operation: name, input: {}, invocation: refused };
        expect(await dispatcher.answer(carried)).toMatchObject(forbidden);
        const called = dispatcher.call(from, service, name, {}, refused);
        if (from === 'api-gateway') expect(await called).toMatchObject(forbidden);
        else await expect(called).rejects.toThrow('forbidden');
        const through = invoked(actorWith(kind, [permission]));
        expect(await dispatcher.call(from, service, name, {}, through)).toEqual(ok('reached'));
      }
    },
  );
});
