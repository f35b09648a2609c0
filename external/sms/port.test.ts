import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Json, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { findSmsResultSchema, sendSmsResultSchema, type SendSmsRequest, type Sms } from './port.ts';
import { twilio } from './twilio/index.ts';

let sandbox: OpenSandbox;
let sms: Sms;
beforeAll(async () => {
  sandbox = await openSandbox();
  sms = twilio.inSandbox(sandbox, 1_000);
});
afterAll(async () => {
  await sms.close();
  await sandbox.close();
});
afterEach(() => sandbox.clearFaults());

function message(changes: Partial<SendSmsRequest> = {}): SendSmsRequest {
  return {
    idempotencyKey: randomUUID(),
    to: '+4915112345678',
    from: '+4930123456',
    body: 'Dein Paket ist da & wartet + mehr ✓',
    ...changes,
  };
}

const arrived = async (key: string): Promise<Json[]> =>
  (await sandbox.book('sms')).filter((entry: Json) => entry.idempotencyKey === key);

test('a message arrives each time that it is sent, and the list tells of it', async () => {
  const request = message({ to: '+4915112345001' });
  const since = new Date(Date.now() - 60_000).toISOString();
  const { idempotencyKey: _key, ...text } = request;
  const find = async (changes: object = {}) =>
    findSmsResultSchema.parse(await sms.find({ ...text, since, ...changes }));
  expect(await find()).toEqual({ status: 'listed', providerMessageIds: [] });
  const result = sendSmsResultSchema.parse(await sms.send(request));
  if (result.status !== 'sent') throw new Error(result.status);
  expect(await find()).toEqual({
    status: 'listed',
    providerMessageIds: [result.providerMessageId],
  });
  await sms.send(request);
  const found = await arrived(request.idempotencyKey);
  expect(found).toHaveLength(2);
  expect(found[0]).toMatchObject({ to: request.to, from: request.from, body: request.body });
  expect(await find()).toMatchObject({ providerMessageIds: { length: 2 } });
  const later = new Date(Date.now() + 60_000).toISOString();
  for (const other of [{ body: 'x' }, { to: '+4915112345002' }, { since: later }]) {
    expect(await find(other)).toEqual({ status: 'listed', providerMessageIds: [] });
  }
  await sandbox.fault({ system: 'sms', kind: 'html' });
  expect(await find()).toMatchObject({ status: 'unknown', reason: 'invalid_answer' });
});

test.each<[string, Partial<SendSmsRequest>]>([
  ['to_invalid', { to: '015112345678' }],
  ['from_invalid', { from: '' }],
  ['malformed', { body: '' }],
  ['malformed', { body: 'x'.repeat(1_601) }],
])('is rejected: %s', async (code, changes) => {
  const request = message(changes);
  expect(await sms.send(request)).toMatchObject({ status: 'rejected', code, permanent: true });
  expect(await arrived(request.idempotencyKey)).toHaveLength(0);
});

test.each([
  ['lost_answer', 'connection_lost'],
  ['html', 'invalid_answer'],
  ['truncated', 'invalid_answer'],
  ['unknown_status', 'invalid_answer'],
] as const)('%s is unknown and not sent again', async (kind, reason) => {
  await sandbox.fault({ system: 'sms', kind });
  const request = message();
  expect(await sms.send(request)).toMatchObject({ status: 'unknown', reason, executed: 'maybe' });
  expect(await arrived(request.idempotencyKey)).toHaveLength(1);
});
