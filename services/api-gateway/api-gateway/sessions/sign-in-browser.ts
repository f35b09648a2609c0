import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { signIn } from '../purchases/sign-in.ts';
import { customerTokens } from './session-shape.ts';

const { guestToken: _guestToken, deviceToken: _deviceToken, ...given } = signIn.input.shape;

/**
 * Signs a customer in by a browser. The session is a new one whatever the browser was before, so
 * that nobody who gave it a session knows this one; what it filled as a guest goes along. Rights of
 * staff are in no cookie of the shop: one page that runs what it should not would have them.
 */
export const signInBrowser = useCase({
  name: 'createBrowserSession',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  calls: [
    ['auth', 'login'],
    ['auth', 'logout'],
  ],
  failures: { staff_account: failure('forbidden') },
  input: z.strictObject(given),
  output: z.strictObject({
    kind: z.literal('customer'),
    tokens: customerTokens,
    cart: signIn.output.shape.cart,
    cartNotTaken: signIn.output.shape.cartNotTaken,
  }),
  perform: async (input, asking, gateway) => {
    const { session, invocation } = asking;
    const { guestToken, deviceToken } = session ?? {};
    const known = { ...input, ...(deviceToken && { deviceToken }) };
    const signedIn = await signIn.perform(
      guestToken ? { ...known, guestToken } : known,
      asking,
      gateway,
    );
    if (!signedIn.ok) return signedIn;
    const { cart, cartNotTaken, ...tokens } = signedIn.value;
    const end = (refreshToken: string) =>
      gateway.call.auth.logout({ refreshToken, everywhere: false }, invocation);
    if (tokens.account.kind !== 'customer') {
      await end(tokens.refreshToken);
      return fail('staff_account', 'This is an account of staff. Shop with one of your own.');
    }
    // Who signs in over a session that is signed in has left that one.
    if (session?.refreshToken) await end(session.refreshToken);
    return ok({ kind: 'customer' as const, tokens, cart, cartNotTaken });
  },
});
