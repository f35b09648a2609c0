import { expect, test } from 'vitest';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send } from './documented.ts';
import type { TwoShops } from './two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

/** Whoever reads on with a cursor that was cut would read the wrong page without noticing. */
export function cursors(given: () => Rights): void {
  test('every list refuses a cursor that is cut, made up or of another list', async () => {
    const { shop, shops } = given();
    const documented = await documentedOperations(shop.url);
    // No day is reconciled here, whose list could be read.
    const operations = documented.filter(
      ({ queryNames, path }) =>
        queryNames.includes('cursor') && !path.includes('{reconciliationId}'),
    );
    expect(operations.length).toBeGreaterThan(20);
    const guest = await shop.guest();
    // Of goods that both shops know: what one keeps to itself moves nowhere the other sees.
    const { orderId } = await guest.buy({ sku: shops.shared.product.sku });
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const { customerId } = shops.own;
    const importId = shops.many.imports.foreign.empty;
    const ask = (operation: (typeof operations)[number], cursor: string | undefined) => {
      const query: Record<string, string> = operation.queryNames.includes('limit')
        ? { limit: '1' }
        : {};
      if (operation.operationId === 'searchProducts') query['query'] = 'cup';
      if (operation.operationId === 'listSitemapEntries') query['kind'] = 'products';
      if (cursor !== undefined) query['cursor'] = cursor;
      const person = operation.path.startsWith('/v1/admin/') ? shop.staff : guest;
      const handle = operation.path.includes('/collections/') ? 'both' : 'published';
      const bulkId = operation.path.includes('/bulk/orders/')
        ? shops.foreign.orderBulks.toStop
        : shops.many.bulks.foreign.toStop;
      return send(person, operation, {
        params: { customerId, orderId, importId, bulkId, handle },
        query,
      });
    };
    const nextOf = new Map<string, string>();
    for (const operation of operations) {
      const first = await ask(operation, undefined);
      expect([operation.operationId, first.status]).toEqual([operation.operationId, 200]);
      const { nextCursor } = first.body as { nextCursor?: string | null };
      if (nextCursor) nextOf.set(operation.operationId, nextCursor);
    }
    expect(nextOf.size).toBeGreaterThan(5);
    const taken: string[] = [];
    for (const operation of operations) {
      const own = nextOf.get(operation.operationId);
      const others = [...nextOf.values()].filter((cursor) => cursor !== own);
      const wrong = ['abc', '%00', 'bnVsbA', ...(own ? [own.slice(0, -6)] : []), others[0]!];
      for (const cursor of wrong) {
        const { status, body } = await ask(operation, cursor);
        if (status === 422 && body['code'] === 'cursor_invalid') continue;
        taken.push(`${operation.operationId} ${cursor}: ${status}`);
      }
      if (own !== undefined) expect((await ask(operation, own)).status).toBe(200);
    }
    expect(taken).toEqual([]);
  });
}

/** Nor would it notice that the pages before were of other filters. */
export function cursorsOfOtherFilters(given: () => Rights): void {
  test('a list of products refuses a cursor of another sort', async () => {
    const { shop } = given();
    const list = (query: string) => shop.staff.get<{ nextCursor: string }>(`/v1/products?${query}`);
    const { nextCursor } = (await list('limit=1&sort=price_ascending')).body;
    expect((await list(`limit=1&sort=price_ascending&cursor=${nextCursor}`)).status).toBe(200);
    for (const sort of ['newest', 'price_descending', 'name']) {
      const reply = await list(`limit=1&sort=${sort}&cursor=${nextCursor}`);
      expect([sort, reply.status]).toEqual([sort, 422]);
    }
  });

  test.each([
    ['/v1/products', ['category=kitchen', 'priceFromMinor=100']],
    ['/v1/products/search?query=coffee', ['query=cup', 'query=coffee&priceFromMinor=100']],
    ['/v1/categories', ['parent=food-drink']],
    ['/v1/admin/stock', ['sku=CF-1']],
    ['/v1/admin/stock/movements', ['sku=CF-1']],
    ['/v1/admin/audit', ['operation=setPrice', 'actorId=somebody']],
  ])('%s refuses a cursor of other filters', async (path, others) => {
    const { shop } = given();
    const list = (query: string) => {
      const [bare, first] = path.split('?');
      const asked = query.includes('query=') || first === undefined ? query : `${first}&${query}`;
      return shop.staff.get<{ nextCursor: string; code: string }>(`${bare}?${asked}`);
    };
    const { nextCursor } = (await list('limit=1')).body;
    expect((await list(`limit=1&cursor=${nextCursor}`)).status).toBe(200);
    // Another number of items is no other list.
    expect((await list(`limit=2&cursor=${nextCursor}`)).status).toBe(200);
    for (const other of others) {
      expect((await list(`limit=1&${other}`)).status).toBe(200);
      const { status, body } = await list(`limit=1&${other}&cursor=${nextCursor}`);
      expect([other, status, body.code]).toEqual([other, 422, 'cursor_invalid']);
    }
  });
}
