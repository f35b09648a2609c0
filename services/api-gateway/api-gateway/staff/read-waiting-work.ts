import { z } from 'zod';
import { stuckWork, waitingWork } from '#contracts/every-service/waiting-work.ts';
import { page, timestamp } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { failure } from '#kernel/contract.ts';
import { neededForAll } from '#kernel/channel-wall.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase, type GatewayCalls } from '../desk/use-case.ts';

const unanswered = z.array(z.string()).meta({
  description: 'Services that did not answer',
  examples: [[]],
});
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
    const replies = await askAll('counted', invocation, call);
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
  failures: { all_channels_needed: failure('forbidden') },
  input: z.strictObject({
    service: z
      .string()
      .max(40)
      .optional()
      .meta({ examples: ['order'] }),
    kind: z.enum(['story', 'dead_letter']).optional(),
    limit: page.shape.limit,
  }),
  output: z
    .strictObject({
      items: z.array(stuckWork),
      nextCursor: z
        .string()
        .nullable()
        .meta({ description: 'Null: what is mended gives way to the next', examples: [null] }),
      unanswered,
    })
    .meta({ id: 'StuckWorkPage' }),
  perform: async ({ service, kind, limit }, { invocation }, { call }) => {
    const refused = neededForAll(invocation.actor);
    if (refused) return refused;
    const replies = await askAll('listed', invocation, call);
    const found = replies
      .flatMap(({ stuck }) => stuck)
      .filter((each) => service === undefined || each.service === service)
      .filter((each) => kind === undefined || each.kind === kind)
      .toSorted((one, other) => (one.since < other.since ? -1 : 1));
    return ok({
      items: found.slice(0, limit),
      nextCursor: null,
      unanswered: replies.flatMap((reply) => reply.unanswered),
    });
  },
});

function askAll(stuck: 'counted' | 'listed', invocation: Invocation, call: GatewayCalls) {
  return Promise.all(
    neighbours.map(async (neighbour) => {
      const reply = await whereAnswered(call[neighbour].listWaitingWork({ stuck }, invocation));
      return reply?.ok ? reply.value : { items: [], stuck: [], unanswered: [neighbour] };
    }),
  );
}
