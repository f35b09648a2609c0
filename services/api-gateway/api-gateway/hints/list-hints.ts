import { Readable } from 'node:stream';
import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { hintPermissions } from './hint-stream.ts';

/** What changes, as it changes, for as long as whoever listens is who they were. */
export const listHints = useCase({
  name: 'adminListHints',
  kind: 'query',
  audience: 'admin',
  access: hintPermissions,
  // Whoever lost their session or a right a minute ago begins no stream either.
  effect: 'lasting',
  calls: [],
  failures: { streams_exhausted: failure('unavailable') },
  input: z.strictObject({
    seconds: z.coerce
      .number()
      .int()
      .min(0)
      .max(86_400)
      .optional()
      .meta({
        description: 'Ends by itself after so many; unless told it goes on',
        examples: [3_600],
      }),
  }),
  output: z.strictObject({ events: z.instanceof(Readable) }),
  perform: async ({ seconds }, { invocation, confirm }, { hintStreams }) => {
    const { actor, sessionId } = invocation;
    const stream = hintStreams.begin({ actor, sessionId, seconds, confirm });
    if (!stream) return fail('streams_exhausted', 'Too many listen here. Come back in a moment.');
    return ok({ events: stream.body });
  },
});
