import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  openSandbox,
  type OpenSandbox,
  type ReceivedWebhook,
} from '../../sandbox/sandbox-for-tests.ts';
import type { Label, ShippingProvider } from '../port.ts';
import { shipEngine } from './index.ts';

const common: { toleranceSeconds: number; secrets: string[] } = {
  toleranceSeconds: 300,
  secrets: [],
};
let sandbox: OpenSandbox;
let carrier: ShippingProvider;
beforeAll(async () => {
  sandbox = await openSandbox();
  carrier = shipEngine.inSandbox(sandbox, 1_000);
  await sandbox.send('POST', '/sandbox/control/parcels', { stepMs: null });
});
afterAll(async () => {
  await carrier.close();
  await sandbox.close();
});

async function purchased(): Promise<Label> {
  const from = { name: 'Shop', phone: '+4930123456', line1: 'Weg 1', city: 'Berlin' };
  const result = await carrier.purchaseLabel({
    externalShipmentId: randomUUID(),
    serviceCode: 'sandbox_standard',
    shipFrom: { ...from, postalCode: '10115', country: 'DE' },
    shipTo: { name: 'Ana', line1: 'Gasse 2', city: 'Wien', postalCode: '1010', country: 'AT' },
    parcels: [{ weightGrams: 1_250 }],
    idempotencyKey: randomUUID(),
  });
  if (result.status !== 'purchased') throw new Error(JSON.stringify(result));
  return result.label;
}

const advance = (label: Label, steps: number) =>
  sandbox.send('POST', '/sandbox/control/parcels', { advance: label.labelId, steps });
const webhooksOf = (label: Label): ReceivedWebhook[] =>
  sandbox.received.filter(({ rawBody }) => rawBody.includes(label.trackingNumber));

describe('an attacker', () => {
  let genuine: ReceivedWebhook;
  const relayed = (body: Buffer, secret: string, id = 'trk_1', seconds = nowSeconds()) => ({
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body).digest('base64')}`,
  });
  const nowSeconds = () => Math.floor(Date.now() / 1_000);
  beforeAll(async () => {
    const label = await purchased();
    await advance(label, 1);
    genuine = await sandbox.until(() => webhooksOf(label)[0]);
    expect(await carrier.fetchWebhookKeys({})).toEqual({ status: 'fetched' });
  });
  const verify = (changes: object, headers: object = {}) =>
    carrier.verifyWebhook({
      ...common,
      ...genuine,
      headers: { ...genuine.headers, ...headers },
      ...changes,
    });

  test.each<[string, () => object, object, string]>([
    ['no signature', () => ({ headers: {} }), {}, 'signature_missing'],
    ['no time', () => ({}), { 'x-shipengine-timestamp': undefined }, 'signature_malformed'],
    [
      'another time',
      () => ({}),
      { 'x-shipengine-timestamp': '2026-01-01T00:00:00Z' },
      'signature_mismatch',
    ],
    ['another key', () => ({}), { 'x-shipengine-rsa-sha256-key-id': randomUUID() }, 'key_unknown'],
    ['no key', () => ({}), { 'x-shipengine-rsa-sha256-key-id': undefined }, 'signature_mismatch'],
    [
      'another body',
      () => ({ rawBody: Buffer.concat([genuine.rawBody, Buffer.from(' ')]) }),
      {},
      'signature_mismatch',
    ],
    ['an old one', () => ({ nowMs: Date.now() + 400_000 }), {}, 'timestamp_outside_tolerance'],
  ])('who sends %s is refused', (_what, changes, headers, reason) => {
    expect(verify({})).toMatchObject({ ok: true });
    expect(verify(changes(), headers)).toEqual({ ok: false, reason });
  });

  test('is kept out by a relay’s secret too', () => {
    const { rawBody } = genuine;
    const secrets = ['of-the-relay'];
    const by = (headers: object) => verify({ secrets, headers });
    expect(by(relayed(rawBody, 'of-the-relay'))).toMatchObject({
      ok: true,
      event: { id: 'trk_1' },
    });
    expect(by(relayed(rawBody, 'guessed'))).toMatchObject({ reason: 'signature_mismatch' });
    expect(by(relayed(rawBody, 'of-the-relay', 'trk_1', 1))).toMatchObject({
      reason: 'timestamp_outside_tolerance',
    });
    expect(by({ ...relayed(rawBody, 'of-the-relay'), 'webhook-id': 'trk_2' })).toMatchObject({
      reason: 'signature_mismatch',
    });
    expect(
      by({ ...relayed(rawBody, 'of-the-relay'), 'webhook-signature': 'v1,AAAA' }),
    ).toMatchObject({ reason: 'signature_malformed' });
  });

  test('cannot use a public key as an HMAC secret, while RSA by its owner is taken', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { rawBody } = genuine;
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    for (const secret of [pem, pkcs1, pkcs1.trim(), ` ${pem}`, `\ufeff${pem}`, certificate]) {
      const reported = verify({ secrets: [secret], headers: relayed(rawBody, secret) });
      expect(reported, secret).toMatchObject({ reason: 'signature_mismatch' });
    }
    const time = new Date().toISOString();
    const signature = sign('sha256', Buffer.concat([Buffer.from(`${time}.`), rawBody]), privateKey);
    const headers = {
      'x-shipengine-timestamp': time,
      'x-shipengine-rsa-sha256-signature': signature.toString('base64'),
    };
    expect(verify({ secrets: [pem], headers })).toMatchObject({ ok: true });
    expect(verify({ secrets: [certificate], headers })).toMatchObject({
      reason: 'signature_mismatch',
    });
    expect(verify({ secrets: [pem], headers, rawBody: Buffer.from('{}') })).toMatchObject({
      reason: 'signature_mismatch',
    });
  });
});

test('keys are published and may change: a new one is fetched, the old one is believed no more', async () => {
  const own = shipEngine.inSandbox(sandbox, 1_000);
  const next = async () => {
    const label = await purchased();
    await advance(label, 1);
    return sandbox.until(() => webhooksOf(label)[0]);
  };
  const verify = (webhook: ReceivedWebhook) => own.verifyWebhook({ ...common, ...webhook });
  const before = await next();
  expect(verify(before)).toEqual({ ok: false, reason: 'key_unknown' });
  expect(await own.fetchWebhookKeys({})).toEqual({ status: 'fetched' });
  expect(verify(before)).toMatchObject({ ok: true });
  await sandbox.send('POST', '/sandbox/control/carrier-keys', { rotate: true });
  const after = await next();
  expect(verify(after)).toEqual({ ok: false, reason: 'key_unknown' });
  await own.fetchWebhookKeys({});
  expect(verify(after)).toMatchObject({ ok: true });
  expect(verify(before)).toEqual({ ok: false, reason: 'key_unknown' });
  // Whoever names keys that nobody has does not make us ask for ever.
  const asked = await Promise.all(Array.from({ length: 3 }, () => own.fetchWebhookKeys({})));
  for (let more = 0; more < 5; more += 1) asked.push(await own.fetchWebhookKeys({}));
  expect(asked.at(-1)).toMatchObject({ status: 'unknown', reason: 'rate_limited' });
  await own.close();
  const nobody = shipEngine.inSandbox({ ...sandbox, httpUrl: 'http://127.0.0.1:1' }, 500);
  expect(await nobody.fetchWebhookKeys({})).toMatchObject({ status: 'unknown' });
  await nobody.close();
});
