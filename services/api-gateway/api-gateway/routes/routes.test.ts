import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { describeApi } from '../openapi/openapi.ts';
import { prepareRoutes, type PreparedRoute } from '../declaring/prepared-route.ts';
import { route, type Route } from '../declaring/route.ts';
import { routes } from './index.ts';
import type { GatewayCalls } from '../desk/use-case.ts';

const unconnected = Object.fromEntries(
  Object.keys(contracts).map((service) => [service, {}]),
) as unknown as GatewayCalls;
const prepared = prepareRoutes(routes, contracts, unconnected);
const named = prepared.map((each): [string, PreparedRoute] => [each.route.operationId, each]);

describe('every route', () => {
  test.each(named)('%s keeps to the rules of the API', (_name, { route, need, params, query }) => {
    expect(route.path).toMatch(
      /^\/(v1\/[\w/{}-]+[\w}]|\.well-known\/jwks\.json|media\/\{sha256\}\/\{file\})$/,
    );
    expect(route.path.startsWith('/v1/admin/')).toBe(route.audience === 'admin');
    expect(need.kind === 'staff').toBe(route.audience === 'admin');
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(Object.keys(params.shape))).toEqual(new Set(inPath));
    expect(route.cache !== undefined && need.kind !== 'nobody').toBe(false);
    const schemas = [params, query, route.body].filter((each) => each instanceof z.ZodObject);
    expect(schemas.filter((schema) => !isStrict(schema))).toEqual([]);
  });

  const isStrict = (schema: z.ZodObject) =>
    schema
      .safeParse({ nobodyKnowsThis: 1 })
      .error?.issues.some(({ code }) => code === 'unrecognized_keys') ?? false;

  test('has an operation of its own in the OpenAPI document, with schemas that lead somewhere', () => {
    const settings = { publicUrl: 'http://127.0.0.1', shop: { name: 'Test' } };
    const text = JSON.stringify(describeApi(prepared, settings as never));
    const document = JSON.parse(text);
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((path) => Object.values(path))
      .map(({ operationId }) => operationId);
    expect(operations.toSorted()).toEqual(routes.map((each) => each.operationId).toSorted());
    for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      expect(Object.keys(document.components[kind!])).toContain(name);
    }
    expect(text).not.toContain('$defs');
  });
});

/** How an operation of each method begins, after `admin` for staff. POST does more than create. */
const verbs: Record<string, RegExp> = {
  GET: /^(list|get|search)[A-Z]/,
  PUT: /^put[A-Z]/,
  PATCH: /^update[A-Z]/,
  DELETE: /^delete[A-Z]/,
};
const otherVerbs = /^(list|get|search|put|update|delete|add|set|remove|change|open|make)[A-Z]/;

test.each(named)('%s is called as all operations are', (name, { route }) => {
  expect(/^admin[A-Z]/.test(name)).toBe(route.audience === 'admin');
  const words = name.replace(/^admin(.)/, (_all, letter: string) => letter.toLowerCase());
  if (route.method !== 'POST') expect(words).toMatch(verbs[route.method]!);
  else if (route.form === 'operation' && route.status === 201)
    expect(words).toMatch(/^create[A-Z]/);
  else if (!allowedPosts.has(name)) expect(words).not.toMatch(otherVerbs);
});

/** What these answer is the whole that was changed. */
const allowedPosts = new Set(['addCartLine', 'adminChangeCollectionProducts', 'changePassword']);

/** What a route sends when all goes well, as far as it is JSON. */
function successesOf({ route, output }: PreparedRoute): z.ZodType[] {
  if (!route.replies) return route.status === 204 ? [] : [output];
  return Object.values(route.replies).filter((reply) => typeof reply !== 'string');
}

function fieldsOf(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

test.each(named)('%s answers with schemas that have a name', (_name, each) => {
  const bare = successesOf(each).filter((schema) => schema.meta()?.id === undefined);
  expect(bare.map(fieldsOf)).toEqual([]);
});

const deletes = named.filter(([, { route }]) => route.method === 'DELETE');

test.each(deletes)('%s answers 204, or with the thing that lost a part of it', (_name, each) => {
  const { route, failures } = each;
  const reported = successesOf(each).map((schema) => schema.meta()?.id);
  const holders = prepared.filter(
    (other) =>
      other.route.method !== 'DELETE' &&
      route.path.startsWith(`${other.route.path}/`) &&
      other.route.path.endsWith('}'),
  );
  const parents = holders.flatMap(successesOf).map((schema) => schema.meta()?.id);
  expect(reported.filter((name) => !parents.includes(name))).toEqual([]);
  expect(Object.values(failures).map(({ kind }) => kind)).toContain('not_found');
});

const reads = named.filter(([, { route }]) => route.method === 'GET');

test('what reads a list answers a page', () => {
  const wrong: string[] = [];
  for (const [name, each] of reads) {
    for (const schema of successesOf(each)) {
      const fields = schema instanceof z.ZodObject ? Object.entries<z.ZodType>(schema.shape) : [];
      const holdsLists = fields.every(
        ([field, value]) => value instanceof z.ZodArray || field === 'nextCursor',
      );
      // A JSON Web Key Set is as RFC 7517 writes it.
      if (name === 'getJwks' || !(holdsLists || /^(adminL|l)ist|^search/.test(name))) continue;
      const isPage = fieldsOf(schema).slice(0, 2).join() === 'items,nextCursor';
      if (!isPage || !schema.meta()?.id?.endsWith('Page')) wrong.push(name);
    }
  }
  expect(wrong).toEqual([]);
});

test('what takes a cursor refuses a wrong one', () => {
  const paged = reads.filter(([, { query }]) => 'cursor' in query.shape);
  const trusting = paged.filter(([, { failures }]) => failures['cursor_invalid'] === undefined);
  expect(trusting.map(([name]) => name)).toEqual([]);
});

const changing = named.filter(([, { route }]) => route.body instanceof z.ZodObject);

test('PUT takes the whole of a thing, PATCH what is given', () => {
  const wrong: string[] = [];
  for (const [name, { route }] of changing) {
    const fields = Object.entries((route.body as z.ZodObject).shape);
    const left = fields.filter(([, field]) => (field as z.ZodType).safeParse(undefined).success);
    const isPart = left.length === fields.length || name === 'updateCartLine';
    if (route.method === 'PUT') wrong.push(...left.map(([field]) => `${name} ${field}`));
    if (route.method === 'PATCH' && !isPart && name !== 'adminUpdateStockPolicy') wrong.push(name);
    const given = fields.filter(([, field]) => field instanceof z.ZodDefault);
    if (route.method === 'PATCH') wrong.push(...given.map(([field]) => `${name} ${field}`));
  }
  expect(wrong).toEqual([]);
});

test('null that a reply tells is taken in the request', () => {
  const wrong: string[] = [];
  const takesNull = (field: unknown) => (field as z.ZodType).safeParse(null).success;
  for (const [name, each] of changing) {
    const reported = successesOf(each).flatMap((schema) => {
      const own = schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];
      const within = own.flatMap(([, inner]) =>
        inner instanceof z.ZodObject ? Object.entries(inner.shape) : [],
      );
      return [...own, ...within];
    });
    const nullable = new Set(
      reported.filter(([, field]) => takesNull(field)).map(([field]) => field),
    );
    for (const [field, schema] of Object.entries((each.route.body as z.ZodObject).shape)) {
      if (nullable.has(field) && !takesNull(schema)) wrong.push(`${name} ${field}`);
    }
  }
  // A member of the staff has a name; the field is null for nobody but customers.
  // Who says that a pay-out was paid says when, and by which transfer.
  const always = new Set([
    'adminCreateStaffMember name',
    'adminUpdateStaffMember name',
    'adminSettlePayOut paidAt',
    'adminSettlePayOut reference',
    // What fits no order is matched with one.
    'adminMatchWithdrawal orderId',
    // A saved cart has a name; only a wish list may have none.
    'createSavedCart name',
  ]);
  expect(wrong.filter((field) => !always.has(field))).toEqual([]);
});

test('every JSON body and reply of the OpenAPI document has an example', () => {
  const settings = { publicUrl: 'http://127.0.0.1', shop: { name: 'Test' } };
  const document = JSON.parse(JSON.stringify(describeApi(prepared, settings as never)));
  const bare: string[] = [];
  for (const path of Object.values<Record<string, Described>>(document.paths)) {
    for (const { operationId, requestBody, responses } of Object.values(path)) {
      for (const [place, { content = {} }] of Object.entries({
        ...responses,
        requestBody: requestBody ?? {},
      })) {
        for (const [type, described] of Object.entries(content)) {
          if (/json/.test(type) && !('example' in described)) bare.push(`${operationId} ${place}`);
        }
      }
    }
  }
  expect(bare).toEqual([]);
});

interface Described {
  operationId: string;
  requestBody?: { content?: Record<string, object> };
  responses: Record<string, { content?: Record<string, object> }>;
}

describe('a route is refused at boot', () => {
  const look = {
    method: 'GET',
    path: '/v1/x',
    operationId: 'x',
    tag: 'x',
    summary: 'x',
    input: () => ({ cartId: 'x' }),
  } as const;

  test.each<[string, RegExp, () => Route[]]>([
    [
      'that offers an internal operation',
      /internal/,
      () => [route({ ...look, audience: 'store', calls: ['cart', 'getCartForCheckout'] })],
    ],
    [
      'of the shop for an operation of staff',
      /audience admin/,
      () => [
        route({
          ...look,
          audience: 'store',
          calls: ['order', 'listPayments'],
          input: () => ({ orderId: 'x' }),
        }),
      ],
    ],
    [
      'for staff without a permission',
      /needs no permission/,
      () => [
        route({ ...look, audience: 'admin', calls: ['cart', 'createCart'], input: () => ({}) }),
      ],
    ],
    [
      'with the name of another',
      /two routes/,
      () => {
        const one = route({ ...look, audience: 'store', calls: ['cart', 'getCart'] });
        return [one, { ...one, path: '/v1/y' }];
      },
    ],
    [
      'at the place of another',
      /two routes/,
      () => {
        const one = route({ ...look, audience: 'store', calls: ['cart', 'getCart'] });
        return [
          { ...one, path: '/v1/{a}' },
          { ...one, path: '/v1/{b}', operationId: 'y' },
        ];
      },
    ],
  ])('one %s', (_what, message, refused) => {
    expect(() => prepareRoutes(refused(), contracts, unconnected)).toThrow(message);
  });
});
