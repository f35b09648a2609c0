import { expect, test } from 'vitest';
import { staffPermissions, type Actor, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newTraceparent } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { CalleeUnavailable } from '#platform/ground/unavailability.ts';
import type { Asking, Gateway } from '../desk/use-case.ts';
import { listStuckWork, readWaitingWork } from './read-waiting-work.ts';
import { searchEverything } from './search-everything.ts';

const actorWith = (permissions: readonly StaffPermission[]): Actor => ({
  kind: 'api_key',
  id: '0190f4c2-3333-7000-8000-000000000001',
  channels: '*',
  permissions: [...permissions],
});

/** Who asks while services are away; what is asked of the others is answered with nothing. */
function askingWithout(
  away: readonly string[],
  permissions = staffPermissions as readonly StaffPermission[],
  hanging: readonly string[] = [],
) {
  const asked: string[] = [];
  const nothing = { items: [], stuck: [], unanswered: [], nextCursor: null };
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
  expect(await readWaitingWork.perform({}, asking, gateway)).toEqual(
    ok({ countedAt: expect.any(String), items: [], unanswered: ['order', 'customer'] }),
  );
  expect(await listStuckWork.perform({ limit: 20 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: ['order', 'customer'] }),
  );
});

test('a search finds what answers, and names what does not', async () => {
  const { asking, gateway } = askingWithout(['customer']);
  expect(await searchEverything.perform({ query: 'ada', limit: 5 }, asking, gateway)).toEqual(
    ok({ items: [], nextCursor: null, unanswered: ['customers', 'tickets'] }),
  );
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
