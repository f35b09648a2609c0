import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSandbox, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { assessResultSchema, type AssessRequest, type FraudDetection } from './port.ts';
import { minFraud } from './minfraud/index.ts';

/** Vendors' own files are not part of the project: where they are not there, these tests do not exist. */
const testWhere = (there: boolean) => (there ? test : () => {});

let sandbox: OpenSandbox;
let fraud: FraudDetection;
beforeAll(async () => {
  sandbox = await openSandbox();
  fraud = minFraud.inSandbox(sandbox, 1_000);
});
afterAll(async () => {
  await fraud.close();
  await sandbox.close();
});
afterEach(() => sandbox.clearFaults());

function checkout(changes: Partial<AssessRequest> = {}): AssessRequest {
  return {
    transactionId: randomUUID(),
    event: 'checkout',
    ipAddress: '192.0.2.7',
    email: 'ana@example.org',
    order: { amountMinor: 4_990, currency: 'EUR' },
    idempotencyKey: randomUUID(),
    ...changes,
  };
}

test.each<[string, Partial<AssessRequest>]>([
  ['allow', {}],
  ['allow', { email: undefined, order: undefined, event: 'login' }],
  ['deny', { email: 'x.fraud-deny@example.org' }],
  ['challenge', { email: 'FRAUD-CHALLENGE+1@example.org' }],
  ['allow', { email: 'ana@fraud-deny.example' }],
  ['deny', { ipAddress: '198.51.100.9' }],
  ['challenge', { ipAddress: '203.0.113.9', event: 'registration' }],
])('decides %s for %j', async (decision, changes) => {
  const request = checkout(changes);
  const result = assessResultSchema.parse(await fraud.assess(request));
  expect(result).toMatchObject({ status: 'assessed', decision });
  expect(await sandbox.book('assessments')).toContainEqual(
    expect.objectContaining({ transactionId: request.transactionId }),
  );
});

test('an address longer than the provider takes is fitted, and assessed', async () => {
  const billing = {
    name: `Ana ${'x'.repeat(300)}`,
    line1: 'Weg 1, '.repeat(60),
    city: 'Potsdam',
    region: 'Brandenburg',
    postalCode: '14467',
    country: 'DE',
  };
  const request = checkout({ billing, shipping: billing });
  expect(await fraud.assess(request)).toMatchObject({ status: 'assessed', decision: 'allow' });
});

test.each([
  ['html', 'invalid_answer'],
  ['truncated', 'invalid_answer'],
  ['unknown_status', 'invalid_answer'],
  ['lost_answer', 'connection_lost'],
] as const)('%s decides nothing', async (kind, reason) => {
  await sandbox.fault({ system: 'fraud', kind });
  expect(await fraud.assess(checkout())).toMatchObject({ status: 'unknown', reason });
});

test('a slow answer decides nothing', async () => {
  await sandbox.fault({ system: 'fraud', kind: 'delay', delayMs: 1_500 });
  expect(await fraud.assess(checkout())).toMatchObject({ reason: 'timeout' });
});

const folder = new URL('../../../shared/specs/minfraud/', import.meta.url);
testWhere(existsSync(folder))("reads MaxMind's own sample answers", async () => {
  const samples = ['fixture-score.json', 'fixture-insights.json'].flatMap((file) => {
    const { response } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    return Object.values(response);
  });
  expect(samples.length).toBeGreaterThan(3);
  for (const sample of samples) {
    const vendor = createServer((_request, response) => response.end(JSON.stringify(sample)));
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const { port } = vendor.address() as AddressInfo;
    const client = minFraud.inSandbox({ ...sandbox, httpUrl: `http://127.0.0.1:${port}` }, 1_000);
    const result = assessResultSchema.parse(await client.assess(checkout()));
    expect(result).toMatchObject({ status: 'assessed', decision: 'allow' });
    await client.close();
    vendor.close();
  }
});
