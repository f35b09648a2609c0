import { randomUUID } from 'node:crypto';
import { expectStatus, type ApiClient } from '../people/api-client.ts';
import type { Staff } from '../people/staff.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send, type Operation } from '../rights/documented.ts';
import { wholeField } from '../rights/whole-bodies.ts';
import { staffWrites } from '../rights/staff-writes.ts';
import type { OwnThings, TwoShops } from '../rights/two-shops.ts';

/** What the people of a shop ask of it, so that each of its operations is asked. */
export interface Errands {
  /** Answers of 500 and more, or none, with what was asked. */
  readonly failed: string[];
  asked: number;
  /** Answers of 503 to what was then sent again. */
  repeated: number;
}

export const noErrands = (): Errands => ({ failed: [], asked: 0, repeated: 0 });

/** Its people send again what got no answer for once. */
export function patient<S extends Pick<JourneyShop, 'staff' | 'guest'>>(
  shop: S,
  { people }: TwoShops,
  errands: Errands,
): S {
  const again = sendsAgain(errands);
  shop.staff.sendsAgain = again;
  people.key.sendsAgain = again;
  return {
    ...shop,
    guest: async () => Object.assign(await shop.guest(), { sendsAgain: again }),
  };
}

/** The names that paths have in them. */
function namesOf(things: OwnThings): Readonly<Record<string, string>> {
  const { product, location, zone } = things;
  return {
    ...things,
    ...product,
    ...location,
    zone,
    channel: things.channel,
    name: 'order_confirmation',
    locale: 'en',
    countryCode: 'DE',
  } as unknown as Readonly<Record<string, string>>;
}

/** Everything that can be read is read, of one shop of the deployment and with all parts. */
export async function readEverything(
  shop: Pick<JourneyShop, 'url' | 'staff'>,
  shops: TwoShops,
  errands: Errands,
): Promise<void> {
  const operations = await documentedOperations(shop.url);
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const params = {
      ...namesOf(shops.foreign),
      ...(operation.path.includes('/payment-methods/') ? { code: 'card' } : {}),
      ...(operation.path.includes('/pages/') ? { handle: 'published' } : {}),
    };
    const { queryNames, expand } = operation;
    const query = {
      ...(queryNames.includes('limit') ? { limit: '100' } : {}),
      ...(queryNames.includes('query') ? { query: 'cup' } : {}),
      ...(operation.operationId === 'getDeliveryEstimate'
        ? { sku: shops.foreign.product.sku }
        : {}),
      ...(operation.path === '/v1/sitemap' ? { kind: 'products' } : {}),
      ...(expand === undefined ? {} : { expand }),
    };
    await ask(shop.staff, operation, { params, query, channel: 'default' }, errands);
  }
}

/** All that staff write is written, in a shop of its own and in what several use. */
export async function writeEverything(
  shop: Pick<JourneyShop, 'url' | 'staff'>,
  shops: TwoShops,
  errands: Errands,
): Promise<void> {
  const operations = await documentedOperations(shop.url);
  for (const [operationId, { own, shared }] of Object.entries(staffWrites(shops))) {
    const operation = operations.find((known) => known.operationId === operationId)!;
    if (own) await ask(shops.people.key, operation, { channel: 'west', ...own }, errands);
    if (shared) await ask(shop.staff, operation, { channel: 'default', ...shared }, errands);
  }
}

const againMax = 5;

/**
 * A provider or a neighbour that was too slow for once is asked again, under the same key. A purchase
 * is not: its 503 says to read the checkout.
 */
function sendsAgain(errands: Errands): NonNullable<ApiClient['sendsAgain']> {
  return async (path, before) => {
    if (before >= againMax || path.endsWith('/complete')) return false;
    errands.repeated += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return true;
  };
}

async function ask(
  person: Parameters<typeof send>[0] | Staff,
  operation: Operation,
  attempt: Parameters<typeof send>[2],
  errands: Errands,
): Promise<void> {
  errands.asked += 1;
  const { status, text } = await send(person, operation, attempt, randomUUID());
  if (status === 0 || status >= 500)
    errands.failed.push(`${operation.operationId}: ${status} ${text.slice(0, 300)}`);
}

/** Something that does not run out, of a shop with a channel of its own. */
export async function plentyOf(
  { staff }: Pick<JourneyShop, 'staff'>,
  { foreign }: TwoShops,
): Promise<string> {
  const { sku } = foreign.product;
  const lines = [{ sku, locationId: foreign.location.locationId, quantity: 5_000 }];
  const receipt = { receiptId: randomUUID(), reason: 'for a long day', lines };
  expectStatus(await staff.post('/v1/admin/stock/receipts', receipt), 200);
  return sku;
}

/** Fields that the shop defines itself, which each service keeps of its own things. */
export async function defineFields({ staff }: Pick<JourneyShop, 'staff'>): Promise<void> {
  for (const owner of ['product', 'customer', 'order_line']) {
    for (const key of ['kept', 'gone']) {
      expectStatus(await staff.put(`/v1/admin/fields/${owner}/${key}`, wholeField), 200);
    }
    expectStatus(await staff.get(`/v1/fields/${owner}`), 200);
    expectStatus(await staff.get(`/v1/admin/fields?owner=${owner}`), 200);
    const removed = await staff.send('DELETE', `/v1/admin/fields/${owner}/gone`, {});
    if (removed.status >= 300) throw new Error(`${removed.status} ${removed.text}`);
  }
}

/** Synonyms that staff keep for the search, and what it suggests. */
export async function keepSynonyms({ staff }: Pick<JourneyShop, 'staff'>): Promise<void> {
  const given = { synonyms: ['beaker'], bothWays: true };
  for (const word of ['kept', 'gone'])
    expectStatus(await staff.put(`/v1/admin/search-synonyms/en/${word}`, given), 200);
  expectStatus(await staff.get('/v1/admin/search-synonyms?language=en'), 200);
  expectStatus(await staff.get('/v1/products/suggestions?query=cu'), 200);
  const removed = await staff.send('DELETE', '/v1/admin/search-synonyms/en/gone', {});
  if (removed.status >= 300) throw new Error(`${removed.status} ${removed.text}`);
}
