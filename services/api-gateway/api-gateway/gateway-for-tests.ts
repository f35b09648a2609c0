import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { ofKind } from '#contracts/text-kinds.ts';
import type { Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { Dispatcher, directTransport, type Operations } from '#platform/calls/calls.ts';
import { LivePicture } from '#platform/picture/live-picture.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { openLogger, type Logger } from '#platform/telemetry/log.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { ChannelLanguages } from './admission/channel-languages.ts';
import { openGateway } from './serving/gateway.ts';
import { route, useCaseRoute, type Route } from './declaring/route.ts';
import { useCase } from './desk/use-case.ts';
import type { ServingLimits } from './serving/slow-clients.ts';

const shelfId = z.strictObject({ shelfId: z.uuid() });
const shelf = shelfId.extend({ version: z.int(), seen: z.unknown() }).meta({ id: 'Shelf' });

/** A contract that has one operation of each kind; the real Dispatcher serves it in cart's place. */
export const shelves = defineContract({
  service: 'cart',
  operations: {
    look: query({ access: 'public', input: shelfId, output: shelf }),
    own: query({
      access: 'owner',
      staff: 'orders:read',
      input: shelfId,
      output: shelf,
      failures: { shelf_not_found: failure('not_found') },
    }),
    place: command({
      access: 'owner',
      idempotency: 'key',
      input: shelfId.extend({
        note: ofKind('written', z.string().max(40)),
        items: z.array(z.unknown()).optional(),
        deep: z.unknown().optional(),
        sku: ofKind('code', z.string()).optional(),
        expectedVersion: z.int().optional(),
      }),
      output: shelf,
      failures: { version_conflict: failure('conflict', z.strictObject({ version: z.int() })) },
    }),
    count: query({ access: 'catalog:read', input: shelfId, output: shelf }),
    fill: command({
      scope: 'thing',
      access: 'catalog:write',
      idempotency: 'natural',
      input: shelfId,
      output: shelf,
    }),
    carry: command({
      scope: 'thing',
      access: 'fulfillment:write',
      idempotency: 'natural',
      input: shelfId,
      output: shelf,
    }),
    refuse: query({
      access: 'public',
      input: shelfId.extend({ how: z.string() }),
      output: shelf,
      failures: {
        invalid_one: failure('invalid', z.strictObject({ limit: z.int() })),
        unauthenticated_one: failure('unauthenticated'),
        payment_declined: failure('payment_required'),
        forbidden_one: failure('forbidden'),
        not_found_one: failure('not_found'),
        conflict_one: failure('conflict'),
        gone_one: failure('gone'),
        too_many_one: failure('too_many'),
        unavailable_one: failure('unavailable'),
      },
    }),
  },
  events: {},
});

const seen = (input: { shelfId: string }, invocation: Invocation) =>
  ok({ shelfId: input.shelfId, version: 3, seen: { input, invocation } });

const operations = {
  look: async (input: { shelfId: string }, invocation: Invocation) => seen(input, invocation),
  own: async (input: { shelfId: string }, invocation: Invocation) => seen(input, invocation),
  count: async (input: { shelfId: string }, invocation: Invocation) => seen(input, invocation),
  fill: async (input: { shelfId: string }, invocation: Invocation) => seen(input, invocation),
  carry: async (input: { shelfId: string }, invocation: Invocation) => seen(input, invocation),
  place: async (input: { shelfId: string; expectedVersion?: number }, invocation: Invocation) =>
    input.expectedVersion !== undefined && input.expectedVersion !== 3
      ? fail('version_conflict', 'It moved on.', { version: 3 })
      : seen(input, invocation),
  refuse: async ({ how }: { how: string }) => {
    if (how === 'throw') throw new Error('secret inside: s3cr3t');
    if (how === 'database') {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    }
    return fail(how, 'A failure.', how === 'invalid_one' ? { limit: 4 } : null);
  },
} as unknown as Operations;

const place = shelves.operations.place.input;

/** The test contract is none of the platform's, so its routes are not typed by it. */
const shelfRoute = route as unknown as (declaration: object) => Route;
const onShelf = { tag: 'Shelves', audience: 'store', summary: 'Test', params: shelfId };
const given = ({ params, body }: { params: object; body?: object }) => ({ ...params, ...body });

const forAnybody = { audience: 'store', access: 'public', calls: [] } as const;

const echo = useCase({
  ...forAnybody,
  name: 'raw',
  kind: 'command',
  identity: 'ignored',
  input: z.strictObject({ bytes: z.unknown() }),
  output: z.strictObject({ base64: z.string() }),
  perform: async ({ bytes }) => ok({ base64: (bytes as Buffer).toString('base64') }),
});

const waitAWhile = useCase({
  ...forAnybody,
  name: 'slow',
  kind: 'query',
  input: z.strictObject({}),
  output: z.string(),
  perform: async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return ok('done');
  },
});

export const shelfRoutes: readonly Route[] = [
  shelfRoute({
    ...onShelf,
    method: 'GET',
    path: '/v1/shelves/{shelfId}',
    operationId: 'look',
    calls: ['cart', 'look'],
    cache: 'public, max-age=5',
    query: z.strictObject({ limit: z.coerce.number().int().max(100).optional() }),
    input: given,
  }),
  shelfRoute({
    ...onShelf,
    method: 'GET',
    path: '/v1/own/{shelfId}',
    operationId: 'own',
    proof: 'order_token',
    calls: ['cart', 'own'],
    input: given,
  }),
  shelfRoute({
    ...onShelf,
    method: 'POST',
    path: '/v1/shelves/{shelfId}',
    operationId: 'place',
    calls: ['cart', 'place'],
    status: 201,
    body: place.omit({ shelfId: true, expectedVersion: true }),
    input: given,
  }),
  shelfRoute({
    ...onShelf,
    audience: 'admin',
    method: 'GET',
    path: '/v1/admin/shelves/{shelfId}',
    operationId: 'count',
    calls: ['cart', 'count'],
    query: z.strictObject({ channel: z.string().optional() }),
    input: given,
  }),
  ...(['fill', 'carry'] as const).map((operation) =>
    shelfRoute({
      ...onShelf,
      audience: 'admin',
      method: 'POST',
      path: `/v1/admin/shelves/{shelfId}/${operation}`,
      operationId: operation,
      calls: ['cart', operation],
      input: given,
    }),
  ),
  shelfRoute({
    ...onShelf,
    audience: 'admin',
    method: 'GET',
    path: '/v1/admin/shelves/{shelfId}/export',
    operationId: 'exportShelf',
    effect: 'lasting',
    calls: ['cart', 'count'],
    input: given,
  }),
  shelfRoute({
    ...onShelf,
    method: 'GET',
    path: '/v1/refuse/{shelfId}/{how}',
    operationId: 'refuse',
    calls: ['cart', 'refuse'],
    params: shelfId.extend({ how: z.string() }),
    input: given,
  }),
  shelfRoute({
    ...onShelf,
    method: 'POST',
    path: '/v1/pay/{shelfId}',
    operationId: 'pay',
    rateClass: 'completion',
    calls: ['cart', 'refuse'],
    input: ({ params }: { params: object }) => ({ ...params, how: 'payment_declined' }),
  }),
  shelfRoute({
    ...onShelf,
    method: 'POST',
    path: '/v1/sign-in/{shelfId}',
    operationId: 'signIn',
    rateClass: 'sign_in',
    identity: 'ignored',
    calls: ['cart', 'look'],
    input: given,
  }),
  useCaseRoute({
    tag: 'Shelves',
    summary: 'Test',
    method: 'POST',
    path: '/v1/raw',
    bodyForm: 'raw',
    bodyBytesMax: 1_000_000,
    body: z.unknown(),
    performs: echo,
    input: ({ body }) => ({ bytes: body }),
  }),
  useCaseRoute({
    tag: 'Shelves',
    summary: 'Test',
    method: 'GET',
    path: '/v1/slow',
    performs: waitAWhile,
    replies: { 200: 'text/plain' },
    reports: (body) => ({ status: 200, body, headers: { 'Content-Type': 'text/plain' } }),
  }),
];

type Standing = Actor & { readonly lacksFactor?: true };
const told = (who?: Standing) => who && { actor: who, lacksFactor: who.lacksFactor ?? false };

export interface TestGateway {
  readonly url: string;
  readonly recorder: EdgeRecorder;
  readonly keyFetches: () => number;
  readonly logged: string[];
  /** Who somebody is now, by session id or by what follows `kontor_` in an API key. */
  readonly standing: Map<string, Standing>;
  readonly sessionChecks: () => number;
  token(claims?: Record<string, unknown>, more?: TokenShape): Promise<string>;
  /** Publishes another signing key under the id `next`. */
  rotateKeys(): Promise<void>;
  drain(): Promise<void>;
}

export interface TokenShape {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresInSeconds?: number;
  readonly kid?: string;
  readonly typ?: string;
  readonly key?: CryptoKey;
}

export const staffKey: Actor = {
  kind: 'api_key',
  id: '0190f4c2-0000-7000-8000-00000000000a',
  channels: ['default'],
  permissions: ['catalog:read'],
};

const secrets = Secrets.of(randomBytes(32));
const customerId = '0190f4c2-0000-7000-8000-000000000001';

const cart = { ...shelves, operations: { ...contracts.cart.operations, ...shelves.operations } };
const composed = { ...contracts, cart };

function logInto(logged: string[]): Logger {
  const note = (reported: unknown) => logged.push(JSON.stringify(reported));
  const quiet = Object.create(openLogger('silent')) as Logger;
  return Object.assign(quiet, { error: note, warn: note });
}

interface GatewayVariant {
  readonly port?: number;
  readonly serving?: Partial<ServingLimits>;
  readonly patienceMs?: number;
  /** Serves further neighbours. */
  readonly serve?: (dispatcher: Dispatcher) => void;
}

const channelsForTests = {
  default: { defaultLocale: 'en', locales: ['de', 'de-AT', 'en', 'fr'] },
  eu: { defaultLocale: 'de', locales: ['de', 'pt-PT'] },
};

interface KeyPair {
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

async function makeKey(kid: string): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  return { publicJwk, privateKey };
}

const settingsForTests = { publicUrl: 'http://127.0.0.1', secrets, shop: { name: 'Test' } };

/** A gateway listening on loopback, before a tiny service and keys of its own. */
export async function openTestGateway(
  settings: Partial<Settings> = {},
  routes: readonly Route[] = shelfRoutes,
  more: GatewayVariant = {},
): Promise<TestGateway> {
  const recorder = new EdgeRecorder();
  const dispatcher = new Dispatcher(directTransport, recorder);
  dispatcher.serve('cart', shelves, operations);
  more.serve?.(dispatcher);
  const keys = new Map<string, KeyPair>();
  const addKey = async (kid: string) => keys.set(kid, await makeKey(kid));
  await addKey('first');
  let fetches = 0;
  let sessionChecks = 0;
  const standing = new Map<string, Standing>();
  const logged: string[] = [];
  const http = openGateway({
    context: {
      call: dispatcher.connect('api-gateway', composed) as never,
      log: logInto(logged),
      recorder,
      picture: new LivePicture(),
      settings: { ...settingsForTests, ...settings } as Settings,
    },
    ...more,
    routes,
    contracts: composed,
    languages: new ChannelLanguages(async () => new Map(Object.entries(channelsForTests))),
    auth: {
      fetchKeys: async () => {
        fetches += 1;
        return { keys: [...keys.values()].map(({ publicJwk }) => publicJwk) };
      },
      checkApiKey: async (key) =>
        told(key === 'kontor_good' ? staffKey : standing.get(key.replace('kontor_', ''))),
      checkSession: async (sessionId) => {
        sessionChecks += 1;
        return told(standing.get(sessionId));
      },
    },
  });
  const { port } = await http.listen({ host: '127.0.0.1', port: more.port ?? 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    recorder,
    keyFetches: () => fetches,
    logged,
    standing,
    sessionChecks: () => sessionChecks,
    rotateKeys: async () => void (await addKey('next')),
    drain: () => http.drain(),
    token: async (claims = {}, more = {}) => {
      const { expiresInSeconds = 600, kid = 'first', typ = 'at+jwt' } = more;
      const now = Math.floor(clock.nowMs() / 1_000);
      return new SignJWT({ kind: 'customer', channels: '*', permissions: [], ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ })
        .setIssuer(more.issuer ?? 'kontor')
        .setAudience(more.audience ?? 'kontor-api')
        .setSubject(typeof claims['sub'] === 'string' ? claims['sub'] : customerId)
        .setIssuedAt(now)
        .setExpirationTime(now + expiresInSeconds)
        .sign(more.key ?? keys.get(kid)?.privateKey ?? keys.get('first')!.privateKey);
    },
  };
}

/** Sends bytes as they are and reads what comes back until the connection closes. */
export function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let read = '';
    socket.on('data', (chunk) => (read += chunk.toString('utf8')));
    socket.on('end', () => resolve(read));
    socket.on('error', reject);
  });
}
