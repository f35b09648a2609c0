import { expect, test } from 'vitest';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send, type Operation } from './documented.ts';
import type { Attempt } from './staff-writes.ts';
import type { OwnThings, TwoShops } from './two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

/** What a path or a filter of the API names, by the name of its parameter. */
function namesOf(things: OwnThings): Readonly<Record<string, string>> {
  const { product, location, orderId, customerId, ticketId, fulfillmentId, messageId } = things;
  const people = { customerId, staffId: things.staffId, apiKeyId: things.apiKeyId };
  const sales = { orderId, ticketId, fulfillmentId, messageId };
  const printed = { orderIds: orderId, fulfillmentIds: fulfillmentId };
  return {
    ...people,
    ...sales,
    ...printed,
    productId: product.productId,
    handle: product.handle,
    sku: product.sku,
    locationId: location.locationId,
    email: `buyer-of-${things.channel}@kontor.example`,
    search: `buyer-of-${things.channel}`,
    query: `buyer-of-${things.channel}`,
    orderNumber: things.orderNumber,
    channel: things.channel,
    name: 'Ada Sievers',
    title: product.handle.slice(0, -'-cup'.length),
    vendor: things.channel,
    barcode: product.sku,
    category: 'both',
    subject: `order:${orderId}`,
  };
}

/** What no reply to somebody of another shop may hold. */
function tellTales({ foreign, shared }: TwoShops): string[] {
  const { product, location, zone, draftId } = foreign;
  const ids = [foreign.orderId, foreign.customerId, foreign.addressId, foreign.fulfillmentId];
  const notes = [
    foreign.ticketId,
    foreign.withdrawalId,
    foreign.messageId,
    foreign.staffId,
    foreign.apiKeyId,
  ];
  const goods = [product.productId, product.salePriceId, product.sku, product.handle, draftId];
  const sale = shared.product.salePriceId;
  const people = ['buyer-of-default', 'picker-of-default'];
  return [...ids, ...notes, ...goods, sale, ...people, zone, location.code, location.locationId];
}

/** Each list as it is and by each filter and sort, each thing by its own name and with its parts. */
function attemptsOf(
  { path, queryNames, queryValues, expand }: Operation,
  things: OwnThings,
): Attempt[] {
  const params = namesOf(things);
  const plain: Attempt = { params, channel: 'west', query: pageOf(queryNames) };
  const filters = path.includes('{')
    ? []
    : queryNames.flatMap((name) => {
        const values = name in params ? [params[name]!] : (queryValues[name] ?? []);
        return values.map((value) => [name, value] as const);
      });
  return [
    plain,
    ...(expand === undefined ? [] : [{ ...plain, query: { expand } }]),
    ...filters.map(([name, value]) => ({ ...plain, query: { ...plain.query, [name]: value } })),
  ];
}

function pageOf(queryNames: readonly string[]): Record<string, string> {
  return queryNames.includes('limit') ? { limit: '100' } : {};
}

async function reads({ shop }: Rights): Promise<Operation[]> {
  const documented = await documentedOperations(shop.url);
  return documented.filter(({ method }) => method === 'GET');
}

/** Whoever may act in some channels looks into what belongs to these, and what is shared. */
export function readWall(given: () => Rights): void {
  test('nothing of another shop is read by a right for one channel', async () => {
    const { shops } = given();
    const tales = tellTales(shops);
    const reported: string[] = [];
    let asked = 0;
    const withParts = new Set<string>();
    for (const [who, person] of Object.entries(shops.people)) {
      for (const operation of await reads(given())) {
        for (const attempt of attemptsOf(operation, shops.foreign)) {
          const { status, text } = await send(person, operation, attempt);
          asked += 1;
          if (attempt.query?.['expand']) withParts.add(operation.operationId);
          const asks = Object.values(attempt.query ?? {});
          // A refusal may repeat what it was asked for.
          const found = tales.filter((tale) => text.includes(tale) && !asks.includes(tale));
          const named = Object.values(attempt.params ?? {});
          const gives = status < 300 ? found : found.filter((tale) => !named.includes(tale));
          if (gives.length === 0) continue;
          reported.push(
            `${who} ${operation.operationId} ${JSON.stringify(attempt.query)}: ${gives.join()}`,
          );
        }
      }
    }
    expect(reported).toEqual([]);
    expect(asked).toBeGreaterThan(100);
    expect([...withParts].toSorted()).toEqual(['adminGetOrder', 'getOrder']);
  });

  test('the channel of another shop cannot be asked in', async () => {
    const { people, foreign } = given().shops;
    const answered: string[] = [];
    for (const operation of await reads(given())) {
      if (!operation.path.startsWith('/v1/admin/')) continue;
      const attempt = { params: namesOf(foreign), channel: 'default' };
      const { status } = await send(people.key, operation, attempt);
      if (status !== 403) answered.push(`${operation.operationId}: ${status}`);
    }
    expect(answered).toEqual([]);
  });

  ownIsRead(given);
}

/** What is not read whole. */
function askedFor(
  { operationId }: Operation,
  { fulfillmentId }: OwnThings,
): Pick<Attempt, 'query'> {
  if (operationId === 'adminSearchEverything') return { query: { query: 'cup' } };
  if (operationId === 'adminGetCategoryDisplay') return { query: { path: 'both' } };
  if (operationId === 'adminGetPackingSlipsPdf')
    return { query: { fulfillmentIds: fulfillmentId } };
  return {};
}

function ownIsRead(given: () => Rights): void {
  test('what is of the channel, or shared with it, is read', async () => {
    const { people, own, shared } = given().shops;
    const stopped: string[] = [];
    const operations = await reads(given());
    // What has a name of its own that this shop has not: a document, a way to pay, a template.
    const named = /\{(?:orderId|customerId|ticketId|fulfillmentId|messageId|staffId|productId)\}/;
    for (const operation of operations) {
      const { path } = operation;
      if (!path.startsWith('/v1/admin/') || (path.match(/\{/g) ?? []).length > 1) continue;
      if (path.includes('{') && !named.test(path)) continue;
      const { status, text } = await send(people.key, operation, {
        params: namesOf(own),
        channel: 'west',
        ...askedFor(operation, own),
      });
      const isShared = text.includes('all_channels_needed');
      if (status !== 200 && !isShared) stopped.push(`${operation.operationId}: ${status} ${text}`);
    }
    expect(stopped).toEqual([]);

    const ask = async (operationId: string, given: Omit<Attempt, 'channel'> = {}) => {
      const operation = operations.find((one) => one.operationId === operationId)!;
      return (await send(people.key, operation, { ...given, channel: 'west' })).text;
    };
    const { productId } = shared.product;
    const product = await ask('adminGetProduct', { params: { productId } });
    expect(product).toContain(shared.product.sku);
    expect([...product.matchAll(/"channel":"(\w+)"/g)].map(([, code]) => code)).toEqual(['west']);
    expect(await ask('adminListProducts')).toContain(productId);
    for (const things of [own, shared]) {
      expect(await ask('adminListShippingZones')).toContain(things.zone);
      expect(await ask('adminListStockLocations')).toContain(things.location.code);
      const query = { sku: things.product.sku };
      expect(await ask('adminListStock', { query })).toContain(things.location.locationId);
      expect(await ask('adminListStockMovements', { query })).toContain(things.product.sku);
    }
    expect(await ask('adminListChannels')).not.toContain('"code":"default"');
  });
}
