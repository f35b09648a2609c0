import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase, type Asking, type Gateway } from '../desk/use-case.ts';
import { passkeysUnavailable } from '../passkeys/relying-party.ts';
import { signIn, signInWithCode, signInWithPasskey } from '../purchases/sign-in.ts';
import { customerTokens } from './session-shape.ts';

const { guestToken: _guestToken, deviceToken: _deviceToken, ...given } = signIn.input.shape;
const { guestToken: _guest, ...shown } = signInWithCode.input.shape;
const { guestToken: _token, deviceToken: _known, ...proven } = signInWithPasskey.input.shape;
const begun = z.strictObject({
  kind: z.literal('customer'),
  tokens: customerTokens,
  cart: signIn.output.shape.cart,
  cartNotTaken: signIn.output.shape.cartNotTaken,
});

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
  output: begun,
  perform: async (input, asking, gateway) => {
    const { guestToken, deviceToken } = asking.session ?? {};
    const known = { ...input, ...(deviceToken && { deviceToken }) };
    const signedIn = await signIn.perform(
      guestToken ? { ...known, guestToken } : known,
      asking,
      gateway,
    );
    return signedIn.ok ? ofCustomer(signedIn.value, asking, gateway) : signedIn;
  },
});

/** The second step of it, where the account asks for a second factor. */
export const signInBrowserWithCode = useCase({
  name: 'createBrowserSessionWithCode',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  calls: [
    ['auth', 'proveSecondFactor'],
    ['auth', 'logout'],
  ],
  failures: { staff_account: failure('forbidden') },
  input: z.strictObject(shown),
  output: begun,
  perform: async (input, asking, gateway) => {
    const { guestToken } = asking.session ?? {};
    const given = guestToken ? { ...input, guestToken } : input;
    const signedIn = await signInWithCode.perform(given, asking, gateway);
    return signedIn.ok ? ofCustomer(signedIn.value, asking, gateway) : signedIn;
  },
});

/** By a passkey alone, which is both steps. */
export const signInBrowserWithPasskey = useCase({
  name: 'createBrowserSessionWithPasskey',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'sign_in',
  calls: [
    ['auth', 'signInWithPasskey'],
    ['auth', 'logout'],
  ],
  failures: { staff_account: failure('forbidden'), ...passkeysUnavailable },
  input: z.strictObject(proven),
  output: begun,
  perform: async (input, asking, gateway) => {
    const { guestToken, deviceToken } = asking.session ?? {};
    const given = {
      ...input,
      ...(guestToken && { guestToken }),
      ...(deviceToken && { deviceToken }),
    };
    const signedIn = await signInWithPasskey.perform(given, asking, gateway);
    return signedIn.ok ? ofCustomer(signedIn.value, asking, gateway) : signedIn;
  },
});

async function ofCustomer(
  { cart, cartNotTaken, ...tokens }: z.output<typeof signIn.output>,
  { session, invocation }: Asking,
  { call }: Gateway,
) {
  const end = (refreshToken: string) =>
    call.auth.logout({ refreshToken, everywhere: false }, invocation);
  if (tokens.account.kind !== 'customer') {
    await end(tokens.refreshToken);
    return fail('staff_account', 'This is an account of staff. Shop with one of your own.');
  }
  // Who signs in over a session that is signed in has left that one.
  if (session?.refreshToken) await end(session.refreshToken);
  return ok({ kind: 'customer' as const, tokens, cart, cartNotTaken });
}
