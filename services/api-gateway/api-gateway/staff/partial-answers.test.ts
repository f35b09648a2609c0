import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffPermissions } from '#kernel/actor.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { routes } from '../routes/index.ts';

let gateway: TestGateway;
beforeAll(async () => {
  // No service stands behind it.
  gateway = await openTestGateway(
    { rateLimits: 'off' },
    routes.filter(({ operationId }) =>
      /^admin(?:GetWaitingWork|ListStuckWork|SearchEverything)$/.test(operationId),
    ),
  );
  const id = '0190f4c2-3333-7000-8000-000000000001';
  const permissions = [...staffPermissions];
  gateway.standing.set('all', { kind: 'api_key', id, channels: '*', permissions });
});
afterAll(() => gateway.drain());

async function asked(path: string) {
  const reply = await fetch(`${gateway.url}${path}`, {
    headers: { Authorization: 'Bearer kontor_all' },
  });
  return { status: reply.status, body: (await reply.json()) as unknown };
}

test('what waits is told of those who answer, and the others are named', async () => {
  expect(await asked('/v1/admin/waiting-work')).toEqual({
    status: 200,
    body: {
      countedAt: expect.any(String),
      items: [],
      unanswered: ['auth', 'product', 'cart', 'checkout', 'order', 'fulfillment', 'customer'],
    },
  });
});

test('so it is of stuck work', async () => {
  const { status, body } = await asked('/v1/admin/stuck-work');
  expect(status).toBe(200);
  expect(body).toMatchObject({ items: [], unanswered: { length: 7 } });
});

test('a search finds what answers, and names what does not', async () => {
  expect(await asked('/v1/admin/search?query=ada')).toEqual({
    status: 200,
    body: {
      items: [],
      nextCursor: null,
      unanswered: ['orders', 'customers', 'products', 'tickets'],
    },
  });
});
