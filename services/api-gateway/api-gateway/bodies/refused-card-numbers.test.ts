import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  gateway = await openTestGateway({ rateLimits: 'off' });
  token = await gateway.token();
});
afterAll(() => gateway.drain());

async function ask(path: string, init: RequestInit = {}) {
  const reply = await fetch(`${gateway.url}${path}`, init);
  return { status: reply.status, body: JSON.parse(await reply.text()) };
}

function place(body: object) {
  return ask(`/v1/shelves/${shelfId}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': 'k-1',
    },
    body: JSON.stringify(body),
  });
}

describe('card numbers', () => {
  test.each([
    '4242 4242 4242 4242',
    'pay 5555-5555-5555-4444 now',
    '378282246310005',
    '4000000000000000006',
  ])('%s is refused and not repeated', async (note) => {
    const reply = await place({ note });
    expect([reply.status, reply.body.code]).toEqual([422, 'card_number_refused']);
    expect(JSON.stringify(reply.body)).not.toContain(note);
    expect(gateway.logged.join()).not.toContain(note);
  });

  test('its field is named', async () => {
    const { body } = await place({ note: '4242424242424242' });
    expect(body.errors).toMatchObject([{ field: 'note', code: 'card_number' }]);
    expect(body.errors[0].message).toContain('Take it out');
  });

  test.each(['4242424242424242', '4006381330060'])('%s may be looked for', async (text) => {
    const reply = await ask(`/v1/refuse/${shelfId}/${text}`);
    expect(reply.body.code).not.toBe('card_number_refused');
    expect((await place({ note: 'x', sku: text })).status).toBe(201);
  });

  test.each(['4242424242424241', '424242424242', '0190f4c2-1111-7000-8000-000000000018'])(
    '%s is none',
    async (note) => {
      expect((await place({ note })).status).toBe(201);
    },
  );

  test('a bar code in the SKU that passes the check by chance is none', async () => {
    expect((await place({ note: 'x', sku: '9780306406157' })).status).toBe(201);
    expect((await place({ note: 'x', sku: '0000000000000' })).status).toBe(201);
    expect((await place({ note: '0000000000000' })).status).toBe(201);
    expect((await place({ note: '4222222222222' })).status).toBe(201);
  });
});
