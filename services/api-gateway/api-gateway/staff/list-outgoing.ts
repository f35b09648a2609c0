import { z } from 'zod';
import { outgoingShape } from '#contracts/every-service/outgoing.ts';
import { id } from '#contracts/shapes.ts';
import { hasPermission } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase } from '../desk/use-case.ts';

/** What waits at each service that lets something wait, as far as the asker may know of it. */
export const listOutgoing = useCase({
  name: 'adminListOutgoing',
  kind: 'query',
  audience: 'admin',
  access: ['orders:read', 'notifications:read', 'support:read'],
  calls: [
    ['order', 'listOutgoing'],
    ['customer', 'listOutgoingMessages'],
    ['customer', 'listOutgoingAnswers'],
  ],
  input: z.strictObject({
    subjectId: id.optional().meta({
      description: 'All of this order, message or ticket; without it what the asker asked for',
    }),
  }),
  output: z
    .strictObject({
      items: z.array(outgoingShape),
      nextCursor: z.string().nullable(),
      unanswered: z.array(z.string()).meta({
        description: 'Services that did not answer',
        examples: [[]],
      }),
    })
    .meta({ id: 'OutgoingPage' }),
  perform: async (asked, { invocation }, { call }) => {
    const { actor } = invocation;
    const asks = [
      ['order', 'orders:read', call.order.listOutgoing],
      ['notification', 'notifications:read', call.customer.listOutgoingMessages],
      ['support', 'support:read', call.customer.listOutgoingAnswers],
    ] as const;
    const allowed = asks.filter(([, permission]) => hasPermission(actor, permission));
    const replies = await Promise.all(
      allowed.map(async ([service, , ask]) => {
        const reply = await whereAnswered(ask(asked, invocation));
        return reply?.ok ? { items: reply.value.items, away: [] } : { items: [], away: [service] };
      }),
    );
    const items = replies.flatMap((reply) => reply.items);
    return ok({
      items: items.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)),
      nextCursor: null,
      unanswered: replies.flatMap(({ away }) => away),
    });
  },
});
