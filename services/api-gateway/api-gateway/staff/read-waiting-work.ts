import { z } from 'zod';
import { waitingWork } from '#contracts/waiting-work.ts';
import { timestamp } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { ok } from '#kernel/result.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase } from '../desk/use-case.ts';

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
      unanswered: z.array(z.string()).meta({
        description: 'Services that did not answer',
        examples: [[]],
      }),
    })
    .meta({ id: 'AllWaitingWork' }),
  perform: async (_asked, { invocation }, { call }) => {
    const countedAt = clock.now().toISOString();
    const replies = await Promise.all(
      neighbours.map(async (neighbour) => {
        const reply = await whereAnswered(call[neighbour].listWaitingWork({}, invocation));
        return reply?.ok ? reply.value : { items: [], unanswered: [neighbour] };
      }),
    );
    return ok({
      countedAt,
      items: replies.flatMap(({ items }) => items),
      unanswered: replies.flatMap(({ unanswered }) => unanswered),
    });
  },
});
