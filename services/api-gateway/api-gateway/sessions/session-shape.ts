import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { id, timestamp } from '#contracts/shapes.ts';

const { account } = auth.operations.login.output.shape;

/** Who a browser is, as it is told to its page: no token is among it. */
export const browserSession = z
  .strictObject({
    kind: z.enum(['none', 'guest', 'customer', 'staff']).meta({
      description: '`none`: nobody yet, and no cookie was set',
    }),
    guestId: id.nullable(),
    account: account.nullable(),
    sessionId: id.nullable().meta({
      description: 'Which one of `GET /v1/auth/sessions` this browser is',
    }),
    endsAt: timestamp.nullable().meta({ description: 'Unless it is used before' }),
    notice: z.enum(['ended', 'unavailable', 'https_required']).nullable().meta({
      description:
        '`ended`: one was signed in and is no more; `unavailable`: it cannot be asked after at the moment; `https_required`: no cookie can be kept at this address, see KONTOR_PUBLIC_URL',
    }),
  })
  .meta({ id: 'BrowserSession' });
export type BrowserSessionShape = z.output<typeof browserSession>;

export const nobody: BrowserSessionShape = {
  kind: 'none',
  guestId: null,
  account: null,
  sessionId: null,
  endsAt: null,
  notice: null,
};

/** Tokens of auth by which a session begins; they go into the cookie and to no page. */
export type Begun =
  | { readonly kind: 'guest'; readonly tokens: z.output<typeof guestTokens> }
  | { readonly kind: SignedInKind; readonly tokens: z.output<typeof accountTokens> };

export const guestTokens = auth.operations.createGuest.output;
export const accountTokens = auth.operations.login.output;
export const signedInKind = z.enum(['customer', 'staff']);
type SignedInKind = z.output<typeof signedInKind>;

export const begunSession = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('guest'), tokens: guestTokens }),
  z.strictObject({ kind: signedInKind, tokens: accountTokens }),
]);

export function toldOf(begun: Begun): BrowserSessionShape {
  if (begun.kind === 'guest') {
    const { guestId, renewableUntil: endsAt } = begun.tokens;
    return { ...nobody, kind: 'guest', guestId, endsAt };
  }
  const { account: told, sessionId, refreshExpiresAt: endsAt } = begun.tokens;
  return { ...nobody, kind: begun.kind, account: told, sessionId, endsAt };
}
