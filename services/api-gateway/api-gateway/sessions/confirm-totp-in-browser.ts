import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { accountTokens, signedInKind } from './session-shape.ts';

const { confirmTotp } = auth.operations;

/** The app counts from now on: all sessions end, and this browser has the one that begins. */
export const confirmTotpInBrowser = useCase({
  name: 'putBrowserSessionTotp',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  rateClass: 'sign_in',
  calls: [['auth', 'confirmTotp']],
  input: confirmTotp.input,
  output: z.strictObject({
    kind: signedInKind,
    tokens: accountTokens,
    recoveryCodes: confirmTotp.output.shape.recoveryCodes,
  }),
  perform: async (input, { invocation }, { call }) => {
    const confirmed = await call.auth.confirmTotp(input, invocation);
    if (!confirmed.ok) return confirmed;
    const { recoveryCodes, ...tokens } = confirmed.value;
    return ok({ kind: tokens.account.kind, tokens, recoveryCodes });
  },
});
