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
    const operations = documented.filter(({ queryNames }) => queryNames.includes('cursor'));
    expect(operations.length).toBeGreaterThan(20);
    const guest = await shop.guest();
    const { customerId } = shops.own;
    const ask = (operation: (typeof operations)[number], cursor: string | undefined) => {
      const query: Record<string, string> = { limit: '1' };
      if (operation.operationId === 'searchProducts') query['query'] = 'cup';
      if (cursor !== undefined) query['cursor'] = cursor;
      const person = operation.path.startsWith('/v1/admin/') ? shop.staff : guest;
      return send(person, operation, { params: { customerId }, query });
    };
    const nextOf = new Map<string, string>();
    for (const operation of operations) {
      const first = await ask(operation, undefined);
      expect([operation.operationId, first.status]).toEqual([operation.operationId, 200]);
      const { nextCursor } = first.body as { nextCursor: string | null };
      if (nextCursor !== null) nextOf.set(operation.operationId, nextCursor);
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
}
