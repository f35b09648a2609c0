import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Json, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { sendSmsResultSchema, type SendSmsRequest, type Sms } from './port.ts';
import { sandboxSms } from './sandbox.ts';

let sandbox: OpenSandbox;
let sms: Sms;
beforeAll(async () => {
  sandbox = await openSandbox();
  sms = sandboxSms(sandbox, 1_000);
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

test('a message arrives, once for its key', async () => {
  const request = message();
  const result = sendSmsResultSchema.parse(await sms.send(request));
  expect(result).toMatchObject({ status: 'sent' });
  expect(await sms.send(request)).toEqual(result);
  const found = await arrived(request.idempotencyKey);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ to: request.to, from: request.from, body: request.body });
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
