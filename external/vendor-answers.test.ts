import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { openSandbox, type OpenSandbox } from './sandbox/sandbox-for-tests.ts';
import {
  vendorCalls,
  type Asked,
  type Reported,
  type VendorCall,
} from './vendor-calls-for-tests.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly type?: string;
}

/** Stands before the sandbox: passes questions on and keeps the answers, or answers by itself. */
async function openTeller(sandbox: OpenSandbox) {
  const received = new Map<string, Answer>();
  const teller = { received, answer: undefined as ((to: string) => Answer) | undefined };
  const passOn = async (method: string, path: string, headers: object, body: Buffer) => {
    const reply = await request(sandbox.httpUrl + path, {
      method: method as 'GET',
      headers: { ...headers },
      body: body.length > 0 ? body : null,
    });
    const answer: Answer = { statusCode: reply.statusCode, body: await reply.body.text() };
    received.set(`${method} ${path}`, answer);
    return answer;
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    const reply = async () => {
      const { method = '', url = '' } = incoming;
      const {
        host: _host,
        'content-length': _length,
        connection: _kept,
        ...headers
      } = incoming.headers;
      const answer =
        teller.answer?.(`${method} ${url}`) ??
        (await passOn(method, url, headers, Buffer.concat(chunks)));
      const type = answer.type ?? 'application/json';
      outgoing.writeHead(answer.statusCode, { 'content-type': type }).end(answer.body);
    };
    incoming.on('end', () => void reply());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const httpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(teller, { at: { ...sandbox, httpUrl }, close });
}

type Teller = Awaited<ReturnType<typeof openTeller>>;

async function withTeller(call: VendorCall, work: (teller: Teller, asked: Asked) => Promise<void>) {
  const sandbox = await openSandbox();
  const teller = await openTeller(sandbox);
  const asked = (await call.prepare(sandbox))(teller.at);
  try {
    await work(teller, asked);
  } finally {
    await asked.close();
    await teller.close();
    await sandbox.close();
  }
}

const page = '<!doctype html><title>Gateway</title>';
const statuses = [200, 201, 302, 400, 401, 402, 404, 409, 422, 429, 503];
const bodies: readonly (readonly [string, string])[] = [
  ['a page', page],
  ['nothing', ''],
  ['half of an answer', '{"id":"pi_1","obj'],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a word', '"ok"'],
  ['too much', JSON.stringify({ id: 'x'.repeat(1_100_000) })],
];

/** What is put in the place of a value: of another kind, of no meaning, beyond all measure. */
function oddOnes(value: unknown): unknown[] {
  if (typeof value === 'string') return [7, null, value === 'eur' ? 'usd' : '?', ''];
  if (typeof value === 'number') return ['7', null, -1, 0.123_456, 8_640_000_000_000_001];
  if (typeof value === 'boolean') return ['yes', null];
  return ['?', null, Array.isArray(value) ? {} : []];
}

const leftOut = Symbol('left out');
type Path = readonly string[];

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, name]);
}

function changed(value: unknown, [name, ...rest]: Path, odd: unknown): unknown {
  if (name === undefined) return odd;
  const entries = Object.entries(value as object).flatMap(([own, inner]) => {
    if (own !== name) return [[own, inner]];
    const put = changed(inner, rest, odd);
    return put === leftOut ? [] : [[own, put]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
}

/** A currency is told in capitals. */
function isSaid(one: unknown, odd: unknown): boolean {
  return Object.is(one, odd) || (odd === 'usd' && one === 'USD');
}

/** Leaves of what is told that the vendor said in neither answer. */
function inventions({ reported, truth, odd }: Reporting, { mayBeMissing: missing }: VendorCall) {
  const found: string[] = [];
  const look = (one: unknown, real: unknown, path: string): void => {
    if (Object.is(one, real) || isSaid(one, odd)) return;
    if ((one ?? null) === null || one === '') {
      if (!missing?.test(path)) found.push(`${path} is missing`);
      return;
    }
    if (typeof one !== 'object' || typeof real !== 'object' || real === null) {
      if (!missing?.test(path)) found.push(`${path} is ${JSON.stringify(one)}`);
      return;
    }
    const names = new Set([...Object.keys(one as object), ...Object.keys(real)]);
    for (const name of names)
      look(valueAt(one, [name]), valueAt(real, [name]), path === '' ? name : `${path}.${name}`);
  };
  look(reported, truth, '');
  return found;
}

interface Reporting {
  readonly reported: Reported;
  readonly truth: Reported;
  readonly odd: unknown;
}

/** What is told and was not said; that nobody knows may always be told. */
function wrongOf(call: VendorCall, reporting: Reporting) {
  const { reported } = reporting;
  if (reported.status === 'unknown')
    return call.writes && reported.executed === 'no' ? ['it may well have been done'] : [];
  const found = inventions(reporting, call);
  return call.schema.safeParse(reported).success ? found : [...found, 'it is no result'];
}

describe.concurrent.each(Object.entries(vendorCalls))('%s', (_name, call) => {
  test('believes nothing that its vendor did not say', { timeout: 180_000 }, async () => {
    await withTeller(call, async (teller, asked) => {
      const believed: string[] = [];
      for (const statusCode of statuses) {
        // What is asked for again takes its time: a page is enough.
        for (const [what, body] of statusCode === 429 || statusCode > 500
          ? bodies.slice(0, 1)
          : bodies) {
          teller.answer = () => ({
            statusCode,
            body,
            type: body === page ? 'text/html' : 'application/json',
          });
          const { status, executed } = await asked.ask();
          const mayHave = call.writes && (statusCode < 300 || statusCode >= 500);
          if (status !== 'unknown' || (mayHave && executed === 'no'))
            believed.push(`${statusCode} with ${what}: ${status}, executed ${executed}`);
        }
      }
      expect(believed).toEqual([]);
    });
  });

  test('hears its vendor’s own no', { timeout: 180_000 }, async () => {
    await withTeller(call, async (teller, asked) => {
      const received: Record<number, string> = {};
      for (const statusCode of [400, 402, 422]) {
        teller.answer = () => ({ statusCode, body: call.ownNo });
        received[statusCode] = (await asked.ask()).status;
      }
      expect(received).toEqual({ 400: call.refused, 402: call.refused, 422: call.refused });
    });
  });

  test('makes up nothing where a part of an answer is odd', { timeout: 300_000 }, async () => {
    await withTeller(call, async (teller, asked) => {
      const truth = await asked.ask();
      expect(call.schema.safeParse(truth).success).toBe(true);
      expect(truth.status).not.toBe('unknown');
      const received = new Map(teller.received);
      const wrong: string[] = [];
      let readParts = 0;
      for (const [question, { statusCode, body }] of received) {
        const whole: unknown = JSON.parse(body);
        const report = async (path: Path, odd: unknown): Promise<boolean> => {
          const odder = { statusCode, body: JSON.stringify(changed(whole, path, odd)) };
          teller.answer = (to) =>
            to === question ? odder : (received.get(to) ?? { statusCode: 404, body: page });
          const reported = await asked.ask();
          const where = path.join('.');
          const isBelieved = call.mustAgree?.test(where) && reported.status !== 'unknown';
          const found = isBelieved ? ['it is believed'] : wrongOf(call, { reported, truth, odd });
          if (found.length > 0 && !(typeof odd === 'string' && call.saysOther?.test(where)))
            wrong.push(`${where} ${JSON.stringify(odd) ?? 'left out'}: ${found.join(', ')}`);
          return isDeepStrictEqual(reported, truth);
        };
        for (const path of pathsOf(whole)) {
          const value = valueAt(whole, path);
          // A part that may be anything is not read.
          if (await report(path, { odd: [true] })) continue;
          readParts += 1;
          const isListed = Array.isArray(valueAt(whole, path.slice(0, -1)));
          for (const odd of oddOnes(value)) await report(path, odd);
          if (!isListed && !call.saysOther?.test(path.join('.'))) await report(path, leftOut);
        }
      }
      expect(wrong).toEqual([]);
      expect(readParts).toBeGreaterThan(0);
    });
  });
});
