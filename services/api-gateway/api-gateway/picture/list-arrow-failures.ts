import { z } from 'zod';
import { neededForAll } from '#kernel/channel-wall.ts';
import { failure } from '#kernel/contract.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { arrowFailure, noMore, unanswered } from './shapes.ts';

const end = z.string().regex(/^[a-z-]{2,40}$/);

export const listArrowFailures = useCase({
  name: 'adminListArrowFailures',
  kind: 'query',
  audience: 'admin',
  access: ['settings:read'],
  calls: [],
  failures: { all_channels_needed: failure('forbidden') },
  input: z.strictObject({
    from: end.meta({ examples: ['payment'] }),
    to: end.meta({ examples: ['payment-gateway'] }),
  }),
  output: z
    .strictObject({ items: z.array(arrowFailure), nextCursor: noMore, unanswered })
    .meta({ id: 'ArrowFailurePage' }),
  perform: async ({ from, to }, { invocation }, { picture }) => {
    const refused = neededForAll(invocation.actor);
    if (refused) return refused;
    const { value, unanswered } = await picture.failuresOf(from, to);
    return ok({ items: value, nextCursor: null, unanswered: [...unanswered] });
  },
});
