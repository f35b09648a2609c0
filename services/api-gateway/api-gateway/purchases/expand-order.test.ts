import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Contract } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import type { Operations } from '#platform/calls/calls.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { adminOrderRoutes } from '../routes/admin-orders.ts';
import { orderRoutes } from '../routes/orders.ts';

const orderId = '0190f4c2-1111-7000-8000-000000000001';
const customerId = '0190f4c2-1111-7000-8000-000000000002';
const ordered = { orderId, version: 7, owner: { kind: 'customer', id: customerId } };
const partOf: Readonly<Record<string, string>> = {
  customer: 'customer.getCustomer',
  documents: 'order.listDocuments',
  fulfillments: 'fulfillment.listFulfillments',
  ledger: 'order.listLedgerEntries',
  payments: 'order.listPayments',
  receipts: 'order.listReceipts',
  refunds: 'order.listRefunds',
  timeline: 'order.getTimeline',
};
const everyPart = Object.keys(partOf).join(',');
const ownParts = ['documents', 'refunds', 'timeline'];

interface Call {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly invocation: Invocation;
}
let calls: Call[] = [];
type Replies = Record<string, (call: Call) => Promise<Result<unknown>>>;
let replies: Replies = {};

/** The neighbours, each operation of which answers its own name unless a test says otherwise. */
function operationsOf(contract: Contract): Operations {
  const names = Object.keys(contract.operations).map((name) => `${contract.service}.${name}`);
  return Object.fromEntries(
    names.map((operation) => [
      operation.split('.')[1]!,
      async (input: unknown, invocation: Invocation) => {
        const call = { operation, input: input as Call['input'], invocation };
        calls.push(call);
        return (await replies[operation]?.(call)) ?? ok({ items: [operation], nextCursor: null });
      },
    ]),
  );
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({ rateLimits: 'off' }, [...adminOrderRoutes, ...orderRoutes], {
    serve: (dispatcher) => {
      const { checkout, customer, fulfillment, order } = contracts;
      for (const contract of [checkout, customer, fulfillment, order]) {
        dispatcher.serve(contract.service, contract, operationsOf(contract));
      }
    },
  });
});
afterAll(() => gateway.drain());
beforeEach(() => {
  calls = [];
  replies = { 'order.getOrder': async () => ok(ordered) };
});

const manager: Partial<Actor> = {
  kind: 'staff',
  channels: ['west'],
  permissions: ['orders:read', 'customers:read', 'fulfillment:read'],
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | null;
  readonly body: {
    readonly code?: string;
    readonly expanded?: Record<string, { problem?: Record<string, unknown> } | null>;
    readonly errors?: { field: string; message: string }[];
  };
}

async function read(
  path: string,
  who: Partial<Actor> | undefined,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const authorization = who && { authorization: `Bearer ${await gateway.token({ ...who })}` };
  const reply = await fetch(gateway.url + path, { headers: { ...authorization, ...headers } });
  const text = await reply.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Answer['body'];
  return { status: reply.status, text, etag: reply.headers.get('etag'), body };
}
const asStaff = (search: string, who = manager) =>
  read(`/v1/admin/orders/${orderId}${search}`, who);
const asked = () => calls.map(({ operation }) => operation).toSorted();

test('an order without parts is told as it is, by one call', async () => {
  const { status, text, etag } = await asStaff('');
  expect([status, text, etag]).toEqual([200, JSON.stringify(ordered), '"7"']);
  const known = { 'if-none-match': '"7"' };
  const again = await read(`/v1/admin/orders/${orderId}`, manager, known);
  expect([again.status, again.text, again.etag]).toEqual([304, '', '"7"']);
  const own = await read(`/v1/orders/${orderId}`, { kind: 'customer' }, known);
  expect([own.status, own.text, own.etag]).toEqual([200, JSON.stringify(ordered), '"7"']);
  expect(new Set(asked())).toEqual(new Set(['order.getOrder']));
});

test('parts are asked for all at once, each once, by who asks', async () => {
  let waiting = 0;
  let release = () => {};
  const all = new Promise<void>((resolve) => (release = resolve));
  for (const operation of Object.values(partOf)) {
    replies[operation] = async () => {
      waiting += 1;
      if (waiting === 8) release();
      await all;
      return ok({ items: [operation], nextCursor: 'more' });
    };
  }
  const { status, body, etag } = await asStaff(`?expand=${everyPart},payments`);
  expect(status).toBe(200);
  const pages = Object.entries(partOf).map(([name, operation]) => [
    name,
    { items: [operation], nextCursor: 'more' },
  ]);
  expect(body).toEqual({ ...ordered, expanded: Object.fromEntries(pages) });
  expect(etag).toBe(null);
  expect(asked()).toEqual(['order.getOrder', ...Object.values(partOf)].toSorted());
  for (const { operation, input, invocation } of calls) {
    expect(invocation).toMatchObject({ channel: 'west', actor: manager });
    const name = operation === 'customer.getCustomer' ? { customerId } : { orderId };
    expect(input).toMatchObject(name);
  }
});

test('a part that somebody may not read says so, and is not asked for', async () => {
  const { status, body } = await asStaff('?expand=customer,fulfillments,payments', {
    ...manager,
    permissions: ['orders:read'],
  });
  expect(status).toBe(200);
  const problem = { code: 'forbidden', status: 403, type: 'urn:kontor:problem:forbidden' };
  expect(body.expanded).toMatchObject({
    customer: { problem: { ...problem, detail: expect.stringContaining('customers:read') } },
    fulfillments: { problem: { ...problem, detail: expect.stringContaining('fulfillment:read') } },
    payments: { items: ['order.listPayments'] },
  });
  expect(asked()).toEqual(['order.getOrder', 'order.listPayments']);
});

test('what a part itself refuses stands in its place', async () => {
  replies['customer.getCustomer'] = async () => fail('customer_not_found', 'Not here.') as never;
  const { status, body } = await asStaff('?expand=customer,ledger');
  expect(status).toBe(200);
  expect(body.expanded!['customer']).toEqual({
    problem: {
      type: 'urn:kontor:problem:customer_not_found',
      title: 'Not Found',
      status: 404,
      detail: 'Not here.',
      code: 'customer_not_found',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  });
  expect(body.expanded!['ledger']).toMatchObject({ items: ['order.listLedgerEntries'] });
});

test('a part whose service is away, or keeps silent, does not keep the order back', async () => {
  replies['fulfillment.listFulfillments'] = async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  replies['customer.getCustomer'] = () => new Promise(() => {});
  const { status, body } = await asStaff('?expand=customer,fulfillments,timeline');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...ordered,
    expanded: {
      customer: { problem: { code: 'deadline_exceeded', status: 503 } },
      fulfillments: { problem: { code: 'temporarily_unavailable', status: 503 } },
      timeline: { items: ['order.getTimeline'] },
    },
  });
}, 300_000);

test('a fault in a part is no part that is away', async () => {
  replies['order.getTimeline'] = async () => {
    throw new Error('secret inside: s3cr3t');
  };
  const { status, text } = await asStaff('?expand=timeline');
  expect(status).toBe(500);
  expect(text).not.toContain('s3cr3t');
});

test('the customer of a guest’s order is null', async () => {
  replies['order.getOrder'] = async () => ok({ ...ordered, owner: { kind: 'guest', id: 'x' } });
  const { body } = await asStaff('?expand=customer');
  expect(body.expanded).toEqual({ customer: null });
  expect(asked()).toEqual(['order.getOrder']);
});

test('of an order that is not there no part is asked for', async () => {
  replies['order.getOrder'] = async () => fail('order_not_found', 'Not here.') as never;
  const { status, body } = await asStaff(`?expand=${everyPart}`);
  expect([status, body.code]).toEqual([404, 'order_not_found']);
  expect(asked()).toEqual(['order.getOrder']);
});

test.each(['', 'notes', 'payments,', 'Payments', 'constructor', 'payments, ledger', '__proto__'])(
  'the parts %j are refused with those that there are',
  async (names) => {
    const { status, body } = await asStaff(`?expand=${encodeURIComponent(names)}`);
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([
      400,
      'request_invalid',
      'query.expand',
    ]);
    for (const name of Object.keys(partOf)) expect(body.errors![0]!.message).toContain(name);
    expect(asked()).toEqual([]);
  },
);

test.each<[string, Partial<Actor> | undefined, Record<string, string>]>([
  ['a customer', { kind: 'customer' }, {}],
  ['who holds the token', undefined, { 'order-token': 'token-of-the-order' }],
])('%s is told the parts that have an endpoint of theirs', async (_who, who, headers) => {
  const path = `/v1/orders/${orderId}`;
  const { status, body } = await read(`${path}?expand=${ownParts.join()}`, who, headers);
  expect(status).toBe(200);
  const pages = ownParts.map((name) => [name, { items: [partOf[name]], nextCursor: null }]);
  expect(body).toEqual({ ...ordered, expanded: Object.fromEntries(pages) });
  const orderToken = headers['order-token'];
  expect(calls.map(({ input }) => input['orderToken'])).toEqual(calls.map(() => orderToken));
  expect(calls).toHaveLength(4);
  calls = [];
  for (const name of Object.keys(partOf).filter((part) => !ownParts.includes(part))) {
    const refused = await read(`${path}?expand=${name}`, who, headers);
    expect([name, refused.status]).toEqual([name, 400]);
    expect(refused.body.errors![0]!.message).toContain(ownParts.join(', '));
  }
  expect(calls).toEqual([]);
});

test('an order that is still being placed has no parts yet', async () => {
  replies['order.getOrder'] = async () => fail('order_not_found', 'Not here.') as never;
  replies['checkout.getPlacedOrder'] = async () => ok({ orderId } as never);
  const path = `/v1/orders/${orderId}?expand=timeline`;
  const { status, body } = await read(path, { kind: 'customer' });
  expect([status, body]).toEqual([202, { orderId }]);
});

test('the document names the parts and their shapes', async () => {
  const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
    paths: Record<string, { get: { parameters: { name: string; schema: object }[] } }>;
    components: { schemas: Record<string, { properties: Record<string, object> }> };
  };
  const { paths, components } = document;
  for (const [path, parts, name] of [
    ['/v1/admin/orders/{orderId}', everyPart, 'OrderParts'],
    ['/v1/orders/{orderId}', ownParts.join(), 'OwnOrderParts'],
  ] as const) {
    const { parameters } = paths[path]!.get;
    const expand = parameters.find((parameter) => parameter.name === 'expand');
    expect(expand).toMatchObject({ schema: { type: 'string', examples: [parts] } });
    const { properties } = components.schemas[name]!;
    expect(Object.keys(properties).toSorted()).toEqual(parts.split(','));
    expect(JSON.stringify(properties['refunds'])).toContain('/OrderPartProblem"');
  }
});
