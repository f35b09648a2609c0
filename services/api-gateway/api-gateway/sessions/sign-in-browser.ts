import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase, type Asking, type Gateway } from '../desk/use-case.ts';
import { passkeysUnavailable } from '../passkeys/relying-party.ts';
import { signIn, signInWithCode, signInWithPasskey } from '../purchases/sign-in.ts';
import { accountTokens, signedInKind } from './session-shape.ts';

const { guestToken: _guestToken, deviceToken: _deviceToken, ...given } = signIn.input.shape;
const { guestToken: _guest, ...shown } = signInWithCode.input.shape;
const { guestToken: _token, deviceToken: _known, ...proven } = signInWithPasskey.input.shape;
const begun = z.strictObject({
  kind: signedInKind,
  tokens: accountTokens,
  cart: signIn.output.shape.cart,
  cartNotTaken: signIn.output.shape.cartNotTaken,
});

/** Signed in at the wrong door: each has accounts of its own. */
const otherAccounts = {
  staff_account: failure('forbidden'),
  customer_account: failure('forbidden'),
};

/**
 * Signs somebody in by a browser. The session is a new one whatever the browser was before, so
 * that nobody who gave it a session knows this one; what it filled as a guest goes along. Rights of
 * staff are in no cookie that the shop's pages are known by: theirs counts alone where a request
 * asks for it (`Kontor-Session: staff`).
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
  failures: otherAccounts,
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
    return signedIn.ok ? ofOwner(signedIn.value, asking, gateway) : signedIn;
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
  failures: otherAccounts,
  input: z.strictObject(shown),
  output: begun,
  perform: async (input, asking, gateway) => {
    const { guestToken } = asking.session ?? {};
    const given = guestToken ? { ...input, guestToken } : input;
    const signedIn = await signInWithCode.perform(given, asking, gateway);
    return signedIn.ok ? ofOwner(signedIn.value, asking, gateway) : signedIn;
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
  failures: { ...otherAccounts, ...passkeysUnavailable },
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
    return signedIn.ok ? ofOwner(signedIn.value, asking, gateway) : signedIn;
  },
});

async function ofOwner(
  { cart, cartNotTaken, ...tokens }: z.output<typeof signIn.output>,
  { session, invocation }: Asking,
  { call }: Gateway,
) {
  const end = (refreshToken: string) =>
    call.auth.logout({ refreshToken, everywhere: false }, invocation);
  const { kind } = tokens.account;
  if (kind !== (session?.of === 'staff' ? 'staff' : 'customer')) {
    await end(tokens.refreshToken);
    return kind === 'staff'
      ? fail('staff_account', 'This is an account of staff. Shop with one of your own.')
      : fail('customer_account', 'This is an account of a customer. Staff have one of their own.');
  }
  // Who signs in over a session that is signed in has left that one.
  if (session?.refreshToken) await end(session.refreshToken);
  return ok({ kind, tokens, cart, cartNotTaken });
}
