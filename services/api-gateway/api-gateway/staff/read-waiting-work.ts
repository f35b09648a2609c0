import { z } from 'zod';
import { stuckWork, waitingPromises, waitingWork } from '#contracts/every-service/waiting-work.ts';
import { page, pageFailures, timestamp } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { failure } from '#kernel/contract.ts';
import { neededForAll } from '#kernel/channel-wall.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { PageOrder, textPart, timePart } from '#platform/data/page-cursor.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase, type GatewayCalls } from '../desk/use-case.ts';

const promisedReplay = waitingPromises.replayDeadLetters;
const unanswered = z.array(z.string()).meta({
  description: 'Services that did not answer',
  examples: [[]],
});
/** Whom each neighbour answers for, besides itself. */
const behind = {
  auth: [],
  product: ['inventory'],
  cart: [],
  checkout: ['tax', 'shipping'],
  order: ['payment', 'invoice'],
  fulfillment: ['inventory-sync', 'shipment', 'tracking'],
  customer: ['notification', 'support'],
} as const;
const neighbours = [
  'auth',
  'product',
  'cart',
  'checkout',
  'order',
  'fulfillment',
  'customer',
] as const;

/** Each neighbour answers for itself and for the services behind it, as far as the asker may know. */
export const readWaitingWork = useCase({
  name: 'adminGetWaitingWork',
  kind: 'query',
  audience: 'admin',
  access: ['orders:read', 'fulfillment:read', 'inventory:read', 'support:read', 'settings:read'],
  calls: neighbours.map((neighbour) => [neighbour, 'listWaitingWork'] as const),
  input: z.strictObject({}),
  output: z
    .strictObject({
      countedAt: timestamp,
      items: z.array(waitingWork),
      unanswered,
    })
    .meta({ id: 'AllWaitingWork' }),
  perform: async (_asked, { invocation }, { call }) => {
    const countedAt = clock.now().toISOString();
    const replies = await askAll({ stuck: 'counted' }, invocation, call);
    return ok({
      countedAt,
      items: replies.flatMap(({ items }) => items),
      unanswered: replies.flatMap(({ unanswered }) => unanswered),
    });
  },
});

/** One by one what `stuck_stories` and `dead_letters` count; of no channel, so for who may act in all. */
export const listStuckWork = useCase({
  name: 'adminListStuckWork',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read'],
  calls: neighbours.map((neighbour) => [neighbour, 'listWaitingWork'] as const),
  failures: { all_channels_needed: failure('forbidden'), ...pageFailures },
  input: z.strictObject({
    service: z
      .string()
      .max(40)
      .optional()
      .meta({ examples: ['order'] }),
    kind: z.enum(['story', 'dead_letter']).optional(),
    ...page.shape,
  }),
  output: z
    .strictObject({
      items: z.array(stuckWork),
      nextCursor: z.string().nullable(),
      unanswered,
    })
    .meta({ id: 'StuckWorkPage' }),
  perform: async (asked, { invocation }, { call }) => {
    const refused = neededForAll(invocation.actor);
    if (refused) return refused;
    const { service, kind, limit, cursor } = asked;
    const list = oldest.within(asked);
    const key = list.after(cursor);
    if (!key.ok) return key;
    const after = key.value && { since: key.value[0], id: key.value[1], place: key.value[2] };
    const listed = { stuck: 'listed', service, kind, limit, after } as const;
    const replies = await askAll(listed, invocation, call);
    const found = replies.flatMap(({ stuck }) => stuck).toSorted(oldestFirst);
    return ok({
      ...list.pageOf(found, limit, keyOf, (work) => work),
      unanswered: replies.flatMap((reply) => reply.unanswered),
    });
  },
});

/** Dead letters are delivered again: one, all of a type, or what one service could not take of these. */
export const replayDeadLetters = useCase({
  name: 'adminReplayDeadLetters',
  kind: 'command',
  audience: 'admin',
  access: 'settings:write',
  idempotency: 'natural',
  calls: neighbours.map((neighbour) => [neighbour, 'replayDeadLetters'] as const),
  failures: promisedReplay.failures,
  input: promisedReplay.input,
  output: promisedReplay.output,
  perform: async (asked, { invocation }, { call }) => {
    const { service } = asked;
    const neighbour = neighbours.find((each) =>
      [each, ...behind[each]].some((name) => name === service),
    );
    if (!neighbour) return fail('dead_letter_not_found', `There is no service ${service}.`);
    return call[neighbour].replayDeadLetters(asked, invocation);
  },
});

type Stuck = z.output<typeof stuckWork>;
const oldest = new PageOrder('stuck work', z.tuple([timePart, textPart(1_000), textPart(1_000)]));

/** As the services sort: moments of one width everywhere, then ids, then where it lies. */
function keyOf({ since, id, kind, service, type, consumer }: Stuck): [string, string, string] {
  const place = [kind, service, type, consumer].filter((part) => part !== null).join(' ');
  return [since.replace('T', ' ').replace('Z', '+00'), id, place];
}

function oldestFirst(one: Stuck, other: Stuck): number {
  const [left, right] = [keyOf(one), keyOf(other)];
  const part = left.findIndex((text, place) => text !== right[place]);
  if (part === -1) return 0;
  return left[part]! < right[part]! ? -1 : 1;
}

type Asked = Parameters<GatewayCalls['order']['listWaitingWork']>[0];

/** Of those who can tell what is asked; who is away could not tell of those behind it either. */
function askAll(asked: Asked, invocation: Invocation, call: GatewayCalls) {
  const { service } = asked;
  const told = neighbours
    .map((neighbour) => ({ neighbour, names: [neighbour, ...behind[neighbour]] as string[] }))
    .map(({ neighbour, names }) => ({
      neighbour,
      names: names.filter((name) => service === undefined || name === service),
    }))
    .filter(({ names }) => names.length > 0);
  return Promise.all(
    told.map(async ({ neighbour, names }) => {
      const reply = await whereAnswered(call[neighbour].listWaitingWork(asked, invocation));
      return reply?.ok ? reply.value : { items: [], stuck: [], unanswered: names };
    }),
  );
}
