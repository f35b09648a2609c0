import { sign } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { KeyRing } from './key-ring.ts';

const issuer = 'kontor';
const audience = 'kontor-api';
const sessionTokenSeconds = 600;
const guestTokenSeconds = 86_400;
/** A guest who comes back within this time of the token's end stays the same guest. */
const guestRenewalSeconds = 30 * 86_400;

export interface Signed {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresAt: string;
}

/**
 * A token of ten minutes for who signed in; `sessionId` is its claim `sid`. `lacks` says why it grants
 * nothing of what its holder may otherwise.
 */
export function signSessionToken(
  keys: KeyRing,
  who: Actor,
  { sessionId, lacksFactor }: { readonly sessionId: string; readonly lacksFactor: boolean },
  invocation: Invocation,
): Promise<Signed> {
  const more = { sid: sessionId, ...(lacksFactor && { lacks: 'second_factor' }) };
  return signToken(keys, who, more, sessionTokenSeconds, invocation);
}

export async function signGuestToken(keys: KeyRing, guestId: string, invocation: Invocation) {
  const who: Actor = { kind: 'guest', id: guestId, channels: '*', permissions: [] };
  const signed = await signToken(keys, who, {}, guestTokenSeconds, invocation);
  const endMs = Date.parse(signed.expiresAt) + guestRenewalSeconds * 1_000;
  return { ...signed, guestId, renewableUntil: new Date(endMs).toISOString() };
}

/**
 * By node:crypto: an Ed25519 signature costs 60 µs there and 140 to 300 through WebCrypto's promises,
 * and every new guest has one made.
 */
async function signToken(
  keys: KeyRing,
  { kind, id, channels, permissions }: Actor,
  more: Record<string, unknown>,
  seconds: number,
  invocation: Invocation,
): Promise<Signed> {
  const { kid, privateKey } = await keys.signer(invocation);
  const issuedAt = Math.floor(clock.nowMs() / 1_000);
  const expiry = issuedAt + seconds;
  const head = encoded({ alg: 'EdDSA', kid, typ: 'at+jwt' });
  const claims = { kind, channels, permissions, ...more };
  const standing = { iss: issuer, aud: audience, sub: id, iat: issuedAt, exp: expiry };
  const signed = `${head}.${encoded({ ...claims, ...standing })}`;
  const signature = sign(null, Buffer.from(signed, 'latin1'), privateKey).toString('base64url');
  const accessToken = `${signed}.${signature}`;
  return { accessToken, tokenType: 'Bearer', expiresAt: new Date(expiry * 1_000).toISOString() };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

const guestClaims = z.object({ sub: z.uuid(), kind: z.literal('guest') });

/** Whose guest token this is, also some time after its end; undefined for anything else. */
export async function readGuestToken(
  keys: KeyRing,
  token: string,
  invocation: Invocation,
): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, await keys.finder(invocation), {
      issuer,
      audience,
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'sub'],
      currentDate: clock.now(),
      clockTolerance: guestRenewalSeconds,
    });
    return guestClaims.safeParse(payload).data?.sub;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
