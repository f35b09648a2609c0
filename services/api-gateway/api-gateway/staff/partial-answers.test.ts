import { expect, test } from 'vitest';
import { staffPermissions, type Actor, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newTraceparent } from '#kernel/invocation.ts';
import { must, ok } from '#kernel/result.ts';
import { CalleeUnavailable } from '#platform/ground/unavailability.ts';
import { serviceNames, topology } from '#platform/topology.ts';
import type { Asking, Gateway } from '../desk/use-case.ts';
import { readOrderPath } from '../picture/read-order-path.ts';
import { readReadiness } from './read-readiness.ts';
import { listStuckWork, readWaitingWork } from './read-waiting-work.ts';
import { searchEverything } from './search-everything.ts';

const neighbours = topology['api-gateway'].calls;

const actorWith = (permissions: readonly StaffPermission[]): Actor => ({
  kind: 'api_key',
  id: '0190f4c2-3333-7000-8000-000000000001',
  channels: '*',
  permissions: [...permissions],
});

const noSteps = { told: [], heard: [], stories: [] };

/** Who asks while services are away; what is asked of the others is answered with nothing. */
function askingWithout(
  away: readonly string[],
  permissions = staffPermissions as readonly StaffPermission[],
  hanging: readonly string[] = [],
) {
  const asked: string[] = [];
  const nothing = { items: [], stuck: [], unanswered: [], nextCursor: null, ...noSteps };
  const serviceOf = (service: string) =>
    new Proxy(
      {},
      {
        get: (_target, operation) => async () => {
          asked.push(`${service}.${String(operation)}`);
          if (hanging.includes(service)) return new Promise(() => {});
          if (away.includes(service)) throw new CalleeUnavailable(`${service} is away`);
          return ok(nothing);
        },
      },
    );
  const call = new Proxy({}, { get: (_target, service) => serviceOf(String(service)) });
  const invocation = {
    actor: actorWith(permissions),
    channel: 'default',
    locale: 'en',
    traceparent: newTraceparent(),
    deadlineMs: clock.nowMs() + 60_000,
  };
  return {
    asked,
    asking: { invocation } as unknown as Asking,
    gateway: { call, settings: {} } as unknown as Gateway,
  };
}

test('what waits is told of those who answer, and the others are named', async () => {
  const { asking, gateway } = askingWithout(['order', 'customer']);
  const away = ['order', 'payment', 'invoice', 'customer', 'notification', 'support'];
  expect(await readWaitingWork.perform({}, asking, gateway)).toEqual(
    ok({ countedAt: expect.any(String), items: [], unanswered: away }),
  );
  expect(await listStuckWork.perform({ limit: 20 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: away }),
  );
});

test('a neighbour that is away is named with all behind it, and no service is forgotten', async () => {
  const { asking, gateway } = askingWithout(neighbours);
  const counted = must(await readWaitingWork.perform({}, asking, gateway), 'count');
  const services = serviceNames.filter((name) => name !== 'api-gateway');
  expect(counted.unanswered.toSorted()).toEqual(services.toSorted());
  const asked = { service: 'support', limit: 20 };
  const listed = must(await listStuckWork.perform(asked, asking, gateway), 'list');
  expect(listed.unanswered).toEqual(['support']);
});

test('stuck work of several services is read page by page', async () => {
  const { asking, gateway } = askingWithout([]);
  const works = Array.from({ length: 5 }, (_, index) => ({
    kind: 'story',
    service: 'order',
    type: 'order_process',
    id: `id ${index}`,
    about: null,
    consumer: null,
    attempts: 10,
    since: '2026-01-02T00:00:00.000000Z',
    nextAttemptAt: null,
    reason: 'held',
  }));
  const tell = (own: typeof works) => ({
    listWaitingWork: async ({ after, limit }: { after?: { id: string }; limit: number }) => {
      const rest = own.filter(({ id }) => after === undefined || id > after.id);
      return ok({ items: [], stuck: rest.slice(0, limit + 1), unanswered: [] });
    },
  });
  const [odd, even] = [
    works.filter((_, at) => at % 2 === 1),
    works.filter((_, at) => at % 2 === 0),
  ];
  const silent = tell([]);
  const call = { auth: silent, product: silent, cart: silent, checkout: silent };
  const calls = { ...call, fulfillment: silent, order: tell(odd), customer: tell(even) };
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const door = { ...gateway, call: calls } as unknown as Gateway;
    const page = must(await listStuckWork.perform({ limit: 2, cursor }, asking, door), 'list');
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(works.map(({ id }) => id));
  expect(
    await listStuckWork.perform({ limit: 2, cursor: 'made up' }, asking, gateway),
  ).toMatchObject({ failure: { code: 'cursor_invalid' } });
});

test('what is missing to sell is told of what answers, and the rest is named', async () => {
  const { asking, gateway } = askingWithout(['customer', 'checkout', 'order']);
  const settings = { shop: { name: '', legalName: '', street: '', email: '', taxId: '' } };
  const told = must(
    await readReadiness.perform({}, asking, { ...gateway, settings } as unknown as Gateway),
    'readiness',
  );
  expect(told).toMatchObject({ hasOrder: null, channel: 'default' });
  expect(told.items.map(({ kind }) => kind)).toEqual(['product', 'demo_store_removed']);
  expect(told.unanswered).toEqual([
    // The channel that is asked for is none of those that were told.
    'company_data',
    'tax_data',
    'legal_texts',
    'tax_rates',
    'payment_keys',
    'delivery',
    'mail_sender',
    'test_mail',
  ]);
});

test('a search finds what answers, and names what does not', async () => {
  const { asking, gateway } = askingWithout(['customer']);
  expect(await searchEverything.perform({ query: 'ada', limit: 5 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: ['customers', 'tickets'] }),
  );
});

test('the way of an order waits a second for what hangs, and names it with all behind it', async () => {
  const { asking, gateway } = askingWithout(['customer'], staffPermissions, ['checkout']);
  const picture = { spansOf: async () => ({ value: [], unanswered: ['cart'] }) };
  const orderId = '0190f4c2-3333-7000-8000-000000000002';
  const door = { ...gateway, picture } as unknown as Gateway;
  const path = must(await readOrderPath.perform({ orderId }, asking, door), 'path');
  expect(path).toMatchObject({ orderId, steps: [] });
  expect(path.unanswered.toSorted()).toEqual(['cart', 'checkout', 'customer', 'tax']);
});

test('a search waits a second for what hangs, and names it', async () => {
  const { asking, gateway } = askingWithout([], staffPermissions, ['product']);
  expect(await searchEverything.perform({ query: 'ada', limit: 5 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: ['products'] }),
  );
});

test('a search asks nothing that the asker may not list', async () => {
  const { asked, asking, gateway } = askingWithout(['customer'], ['catalog:read']);
  expect(await searchEverything.perform({ query: 'ada', limit: 5 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: [] }),
  );
  expect(asked).toEqual(['product.listAdminProducts']);
});
