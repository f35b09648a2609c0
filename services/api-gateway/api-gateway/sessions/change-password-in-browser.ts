import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { accountTokens, signedInKind } from './session-shape.ts';

/** Changes the password: all sessions end, and this browser has the one that begins. */
export const changePasswordInBrowser = useCase({
  name: 'putBrowserSessionPassword',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  rateClass: 'sign_in',
  calls: [['auth', 'changePassword']],
  input: auth.operations.changePassword.input,
  output: z.strictObject({ kind: signedInKind, tokens: accountTokens }),
  perform: async (input, { invocation }, { call }) => {
    const changed = await call.auth.changePassword(input, invocation);
    if (!changed.ok) return changed;
    return ok({ kind: changed.value.account.kind, tokens: changed.value });
  },
});
