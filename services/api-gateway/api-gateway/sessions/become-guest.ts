import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { begunSession } from './session-shape.ts';

/** What a browser that is nobody has to do before anything can be its own, such as a cart. */
export const becomeGuest = useCase({
  name: 'createGuestBrowserSession',
  kind: 'command',
  audience: 'store',
  access: 'public',
  calls: [['auth', 'createGuest']],
  input: z.strictObject({}),
  output: begunSession,
  perform: async (_input, { invocation, session }, { call }) => {
    const previousToken = session?.guestToken;
    const made = await call.auth.createGuest(previousToken ? { previousToken } : {}, invocation);
    return made.ok ? ok({ kind: 'guest' as const, tokens: made.value }) : made;
  },
});
