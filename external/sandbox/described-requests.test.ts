import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Pool } from 'undici';
import { sandboxDefaults } from '../exchange/sandbox-keys.ts';
import { stripeForm, type FormParameters } from '../stripe/stripe-form.ts';
import { describedOperations, type DescribedOperation } from './operations-for-tests.ts';
import { openSandbox, type Json, type OpenSandbox } from './sandbox-for-tests.ts';
import { allowedRequests, spoiledRequests, type Spoiled } from './wire/wire-samples-for-tests.ts';

let sandbox: OpenSandbox;
let pool: Pool;
beforeAll(async () => {
  sandbox = await openSandbox();
  pool = new Pool(sandbox.httpUrl, { connections: 8 });
});
afterAll(async () => {
  await pool.close();
  await sandbox.close();
});

interface Answered {
  statusCode: number;
  json: Json;
}

type Changed = {
  method?: 'DELETE';
  path?: string;
  headers?: Record<string, string>;
  body?: string;
};

const isForm = ({ system, at }: DescribedOperation): boolean =>
  at === 'query' || !['carrier', 'fraud'].includes(system);

function authorized({ system }: DescribedOperation): Record<string, string> {
  const { keys } = sandbox;
  const basic = (name: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
  });
  switch (system) {
    case 'payment':
      return { authorization: `Bearer ${keys.paymentSecretKey}` };
    case 'tax':
      return { authorization: `Bearer ${keys.taxSecretKey}` };
    case 'carrier':
      return { 'api-key': keys.carrierApiKey };
    case 'sms':
      return basic(sandboxDefaults.smsAccountSid, keys.smsAuthToken);
    case 'fraud':
      return basic(sandboxDefaults.fraudAccountId, keys.fraudLicenseKey);
  }
}

/** Twilio repeats a name where Stripe counts in brackets. */
function written(operation: DescribedOperation, data: object): string {
  if (!isForm(operation)) return JSON.stringify(data);
  const form = stripeForm(data as FormParameters);
  return operation.system === 'sms' ? form.replaceAll(/\[\d+\]=/g, '=') : form;
}

async function ask(operation: DescribedOperation, data: object, changed: Changed = {}) {
  const { place, method, at } = operation;
  const path = place.replace('{AccountSid}', sandboxDefaults.smsAccountSid).replace(/{\w+}/, 'x');
  const text = written(operation, data);
  const type = isForm(operation) ? 'application/x-www-form-urlencoded' : 'application/json';
  const response = await pool.request({
    method: changed.method ?? method,
    path: changed.path ?? (at === 'query' && text !== '' ? `${path}?${text}` : path),
    headers: { 'content-type': type, ...authorized(operation), ...changed.headers },
    body: at === 'body' ? (changed.body ?? text) : null,
  });
  const reported = await response.body.text();
  const json: Json = reported === '' ? null : JSON.parse(reported);
  return { statusCode: response.statusCode, json };
}

/** Several at once, in their order. */
async function each<T, R>(entries: readonly T[], work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < entries.length; from += 16) {
    results.push(...(await Promise.all(entries.slice(from, from + 16).map(work))));
  }
  return results;
}

const parameterOf = ([first, ...rest]: readonly string[]): string =>
  first + rest.map((part) => `[${part}]`).join('');

/** Whether a vendor would refuse so, in its own words. */
function refuses({ system }: DescribedOperation, spoiled: Spoiled, answered: Answered): boolean {
  const { statusCode, json } = answered;
  const { how, path } = spoiled;
  if (system === 'payment' || system === 'tax') {
    const error = json?.error;
    const codes = { unknown: 'parameter_unknown', missing: 'parameter_missing' };
    const code = codes[how as keyof typeof codes];
    const named =
      how === 'mistyped' ? error?.param?.startsWith(path[0]) : error?.param === parameterOf(path);
    const said = code === undefined || how === 'mistyped' || error?.code === code;
    return statusCode === 400 && error?.type === 'invalid_request_error' && named && said;
  }
  if (system === 'sms') {
    const codes = how === 'unknown' ? [20001] : [20422, 21604, 21211, 21212, 21602, 21617, 20001];
    return codes.includes(json?.code) && json.status === statusCode && statusCode < 500;
  }
  if (system === 'fraud') return statusCode === 400 && /^[A-Z_]+$/.test(json?.code);
  const [error] = json?.errors ?? [];
  return statusCode === 400 && error?.message.startsWith(path[0]);
}

const saysNo = new Set<unknown>([
  'parameter_unknown',
  'parameter_missing',
  'parameter_invalid_integer',
  'parameter_invalid_empty',
  'url_invalid',
  20001,
  20422,
  'REQUEST_INVALID',
  'invalid_field_value',
  'field_value_required',
  'invalid_string_length',
]);

/** Whether it was read; what comes of it is another matter. */
function isRead({ json }: Answered): boolean {
  const { code, message = '' } = json?.error ?? {};
  const said: string = typeof message === 'string' ? message : '';
  const reported = code ?? json?.code ?? json?.errors?.[0]?.error_code;
  return !saysNo.has(reported) && !/^Invalid (?!API)|^Received/.test(said);
}

async function stored(): Promise<object> {
  const { calls: _, ...counts } = (await sandbox.send('GET', '/sandbox/book/counts')).json;
  return counts;
}

const named = describedOperations
  .filter(({ composed }) => composed !== true)
  .map((operation) => [`${operation.method} ${operation.place}`, operation] as const);

describe.each(named)('%s', (_name, operation) => {
  const { shape, least } = operation;
  const encoding = isForm(operation) ? 'form' : 'json';

  test('refuses whatever is missing, mistyped, too long or unknown, and keeps nothing', async () => {
    const before = await stored();
    const spoiled = spoiledRequests(shape, least, encoding);
    expect(spoiled.length).toBeGreaterThan(0);
    const taken = await each(spoiled, async (one) => {
      const answered = await ask(operation, one.data);
      return refuses(operation, one, answered)
        ? []
        : [`${one.how} ${one.path.join('.')}: ${JSON.stringify(answered).slice(0, 200)}`];
    });
    expect(taken.flat()).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  test('reads every name that the vendor knows', async () => {
    const refused = await each(allowedRequests(shape, least), async ({ path, data }) => {
      const answered = await ask(operation, data);
      return isRead(answered)
        ? []
        : [`${path.join('.')}: ${JSON.stringify(answered).slice(0, 200)}`];
    });
    expect(refused.flat()).toEqual([]);
  });

  test('refuses a stranger, and an address or method that is none', async () => {
    const before = await stored();
    const nobody = await ask(operation, least, { headers: { authorization: '', 'api-key': '' } });
    expect(nobody.statusCode).toBe(401);
    const nowhere = await ask(operation, least, { path: `${operation.place}/nowhere/at/all` });
    expect(nowhere.statusCode).toBe(404);
    const otherwise = await ask(operation, least, { method: 'DELETE' });
    expect([404, 405]).toContain(otherwise.statusCode);
    for (const { json } of [nobody, nowhere, otherwise]) {
      if (json !== null) expect(json.error ?? json.errors ?? json.code).toBeDefined();
    }
    expect(await stored()).toEqual(before);
  });
});

describe.each(named.filter(([, { at }]) => at === 'body'))('%s', (_name, operation) => {
  test('refuses what is written in another way', async () => {
    const before = await stored();
    const { least } = operation;
    const json = JSON.stringify({ a: 1, ...least });
    const bodies: Changed[] = isForm(operation)
      ? [
          { body: json, headers: { 'content-type': 'application/json' } },
          { body: json },
          { body: '<a/>', headers: { 'content-type': 'text/xml' } },
        ]
      : [
          { body: '{"shipment":' },
          { body: '[]' },
          { body: '' },
          { body: 'null' },
          { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        ];
    for (const changed of bodies) {
      const { statusCode } = await ask(operation, least, changed);
      expect([400, 415], JSON.stringify(changed)).toContain(statusCode);
    }
    expect(await stored()).toEqual(before);
  });
});
