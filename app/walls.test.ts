import { expect, test } from 'vitest';
import { connectExternalSystems, type ExternalSystems } from '#external/external-systems.ts';
import { OpenProviders } from '#external/open-providers.ts';
import { compose } from './compose.ts';
import { Dispatcher, directTransport } from '#platform/calls/calls.ts';
import { externalsFor } from '#platform/calls/externals.ts';
import { Kontor } from '#platform/run/kontor.ts';
import type {
  CallsOf,
  ExternalsOf,
  OpenedService,
  Reaction,
  ServiceDeclaration,
} from '#platform/calls/service.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import {
  addressesOf,
  newTestInstallation,
  testInvocation,
  testSettings,
} from '#platform/test-kit/testing.ts';
import { drawnArrows, serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import type { Transaction } from '#platform/data/transaction.ts';

const composition = await compose();
const dispatcher = new Dispatcher(directTransport, new EdgeRecorder());

test('the picture has 40 arrows', () => {
  expect(drawnArrows()).toHaveLength(40);
  expect(new Set(drawnArrows().map((arrow) => arrow.join(' ')))).toHaveProperty('size', 40);
});

test('every call that is not an arrow is refused, whoever tries', () => {
  let refused = 0;
  for (const from of serviceNames) {
    for (const to of serviceNames) {
      if ((topology[from].calls as readonly string[]).includes(to)) continue;
      expect(() => dispatcher.call(from, to, 'anything', {}, testInvocation())).toThrow(
        `no arrow from ${from} to ${to}`,
      );
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(280);
});

test('a service is handed its own callees and nobody else', () => {
  for (const from of serviceNames) {
    const callers = dispatcher.connect(from, composition.contracts);
    expect(Object.keys(callers).toSorted()).toEqual([...topology[from].calls].toSorted());
  }
});

test('a service is handed the external systems it has an arrow to and no other', () => {
  const systems = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  const handed = (service: ServiceName) =>
    Object.keys(externalsFor(service, systems, new EdgeRecorder())).toSorted();
  expect(handed('notification')).toEqual(['email', 'sms']);
  expect(handed('payment')).toEqual(['paymentGateway']);
  expect(handed('order')).toEqual([]);
});

test('a certificate that is not believed is said, and not at every use', async () => {
  const lines: string[] = [];
  const log = openLogger('warn', { write: (line) => void lines.push(line) });
  const answer = {
    status: 'unknown',
    reason: 'untrusted',
    executed: 'no',
    detail: 'CERT_HAS_EXPIRED',
  };
  const port = { find: async () => answer };
  const fraud = new OpenProviders({
    system: 'fraud detection',
    known: [],
    chosen: { id: 'one', sandbox: false },
    open: [{ id: 'one', sandbox: false, hasKeys: true, needs: [], port, webhook: undefined }],
  });
  const systems = { fraudDetection: fraud } as unknown as ExternalSystems;
  const handed = externalsFor('auth', systems, new EdgeRecorder(), undefined, log);
  const { chosen } = handed.fraudDetection as unknown as typeof fraud;
  expect(await chosen.find()).toBe(answer);
  expect(await chosen.find()).toBe(answer);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ system: 'fraud-detection', detail: 'CERT_HAS_EXPIRED' }),
  ]);
});

test('what is outside the picture does not compile', () => {
  // Never run: the type check of `npm test` fails when one of these lines compiles.
  const neverRun = (
    order: CallsOf<'order'>,
    // oxlint-disable-next-line typescript/no-generated-empty-object-type -- that it is empty is the wall
    cart: ExternalsOf<'cart'>,
    received: Reaction<'order'>,
    tx: Transaction,
  ): void => {
    // @ts-expect-error order has no arrow to cart
    void order.cart;
    // @ts-expect-error cart has no arrow to an external system
    void cart.email;
    // @ts-expect-error order does not hear what only product hears
    void received['inventory.stock_changed'];
    // @ts-expect-error no service tells such an event
    tx.emit({ type: 'order.invented', aggregateId: '1', aggregateVersion: 1, data: {} });
    // @ts-expect-error the contract does not promise it
    void order.payment.stealPayment;
    void order.payment.getPayment({ paymentId: '1', refresh: false }, tx.invocation).then((reply) =>
      // @ts-expect-error between services the platform's own failures throw
      reply.ok ? false : reply.failure.code === 'deadline_exceeded',
    );
  };
  expect(neverRun).toBeTypeOf('function');
});

async function bootWith(change: (opened: OpenedService<'support'>) => unknown): Promise<void> {
  const external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  const support = composition.services.find((service) => service.name === 'support')!;
  const changed = {
    ...support,
    open: async (context: never) => change(await support.open(context)),
  } as unknown as ServiceDeclaration;
  const kontor = new Kontor({
    composition: { contracts: composition.contracts, services: [changed] },
    addressOf: addressesOf(await newTestInstallation()),
    external,
    settings: testSettings(),
    log: openLogger('silent'),
    soleOwner: true,
  });
  try {
    await kontor.open();
  } finally {
    await kontor.close();
  }
}

test('a reaction to an event that the topology does not give is refused at boot', async () => {
  const withForeign = bootWith((opened) => ({
    ...opened,
    subscriptions: { ...opened.subscriptions, 'payment.changed': async () => {} },
  }));
  await expect(withForeign).rejects.toThrow('support reacts to payment.changed');
});

test('a promise without a handler, and a handler without a promise, are refused at boot', async () => {
  const more = bootWith((opened) => ({
    ...opened,
    operations: { ...opened.operations, invented: async () => ({ ok: true, value: null }) },
  }));
  await expect(more).rejects.toThrow('binds invented, which it does not promise');
  const fewer = bootWith((opened) => ({ ...opened, operations: {} }));
  await expect(fewer).rejects.toThrow('binds no handler');
});

test('an event that is declared without a reaction is refused at boot', async () => {
  const external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });
  const product = composition.services.find((service) => service.name === 'product')!;
  const deaf = {
    ...product,
    open: async (context: never) => ({ ...(await product.open(context)), subscriptions: {} }),
  } as unknown as ServiceDeclaration;
  const kontor = new Kontor({
    composition: { contracts: composition.contracts, services: [deaf] },
    addressOf: addressesOf(await newTestInstallation()),
    external,
    settings: testSettings(),
    log: openLogger('silent'),
    soleOwner: true,
  });
  await expect(kontor.open()).rejects.toThrow(/product must hear \S+ but has no reaction/);
  await kontor.close();
});
