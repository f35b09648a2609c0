import { z } from 'zod';
import { neededForAll } from '#kernel/channel-wall.ts';
import { failure } from '#kernel/contract.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { noMore, span, unanswered } from './shapes.ts';
import { shownSpan } from './shown-span.ts';

export const readTrace = useCase({
  name: 'adminGetTrace',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read'],
  calls: [],
  failures: { all_channels_needed: failure('forbidden') },
  input: z.strictObject({
    traceId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .meta({ examples: ['4bf92f3577b34da6a3ce929d0e0e4736'] }),
  }),
  output: z
    .strictObject({ items: z.array(span), nextCursor: noMore, unanswered })
    .meta({ id: 'KeptSpanPage' }),
  perform: async ({ traceId }, { invocation }, { picture }) => {
    const refused = neededForAll(invocation.actor);
    if (refused) return refused;
    const { value, unanswered } = await picture.spansOf([traceId]);
    return ok({ items: value.map(shownSpan), nextCursor: null, unanswered: [...unanswered] });
  },
});
