import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import { failure } from '#kernel/contract.ts';
import { useCase } from '../desk/use-case.ts';

/** Ends what the browser is; with `everywhere` all sessions of the account. */
export const signOutBrowser = useCase({
  name: 'deleteBrowserSession',
  kind: 'command',
  audience: 'store',
  access: 'public',
  // Whether it is over already or cannot be asked after: who leaves has left.
  identity: 'ignored',
  calls: [['auth', 'logout']],
  failures: { session_not_found: failure('not_found') },
  input: z.strictObject({ everywhere: z.boolean().default(false) }),
  output: z.strictObject({}),
  perform: async ({ everywhere }, { invocation, session }, { call }) => {
    if (!session || session.kind === 'none') {
      return fail('session_not_found', 'This browser is nobody, so there is nothing to end.');
    }
    const { refreshToken } = session;
    if (refreshToken) await call.auth.logout({ refreshToken, everywhere }, invocation);
    return ok({});
  },
});
