import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { openSandbox, type OpenSandbox } from './sandbox-for-tests.ts';

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const ofStripe = { error: { type: 'invalid_request_error', message: expect.any(String) } };
const ofShipEngine = {
  request_id: expect.any(String),
  errors: [{ error_source: 'shipengine', error_type: 'validation', message: expect.any(String) }],
};

test.each<[vendor: string, path: string, headers: Record<string, string>, refusal: object]>([
  ['Stripe', '/v1/terminal/readers', {}, ofStripe],
  ['Stripe', '/v2/core/events', {}, ofStripe],
  ['ShipEngine', '/v1/batches/se-1', {}, ofShipEngine],
  ['ShipEngine, known by its header', '/v1/anything', { 'api-key': 'any' }, ofShipEngine],
  ['Twilio', '/2010-04-01/Accounts/AC1/Calls.json', {}, { code: 20404, status: 404 }],
  ['minFraud', '/minfraud/v2.0/other', {}, { code: 'URL_NOT_FOUND', error: expect.any(String) }],
  ['SendGrid', '/v3/mail/send', {}, { errors: [{ message: 'not found', field: null }] }],
])('%s refuses %s in its own words', async (_vendor, path, headers, refusal) => {
  for (const method of ['GET', 'POST'] as const) {
    const reply = await request(sandbox.httpUrl + path, { method, headers });
    expect(reply.statusCode).toBe(404);
    expect(await reply.body.json()).toMatchObject(refusal);
  }
});
