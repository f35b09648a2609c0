import { verify } from 'node:crypto';
import { z } from 'zod';
import { permissionList } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { tolerant } from '#kernel/tolerant-contract.ts';
import type { SigningKeys } from './signing-keys.ts';

const audience = 'kontor-api';

/** The one header that auth writes. No other algorithm is known here, so none can be asked for. */
const header = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal('at+jwt'),
  kid: z.string().min(1),
});

/** What auth writes into an access token. */
const claims = z.object({
  iss: z.literal('kontor'),
  aud: z.union([z.literal(audience), z.array(z.string()).refine((all) => all.includes(audience))]),
  sub: z.string().min(1),
  sid: z.uuid().optional(),
  kind: z.enum(['guest', 'customer', 'staff']),
  channels: z.union([z.literal('*'), z.array(z.string())]).default('*'),
  permissions: z.lazy(() => tolerant(permissionList)).default([]),
  /** Why it grants nothing of what its holder may otherwise. */
  lacks: z.string().optional(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  exp: z.int(),
});

export type AccessToken = z.output<typeof claims>;

/** A signature by Ed25519 has 64 bytes. */
const form = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * What a token says that a published key of auth signed and that is valid now; undefined for any
 * other. Throws when auth does not answer. By node:crypto, at half of what the same check costs
 * through WebCrypto's promises; every new guest pays for it once.
 */
export async function readAccessToken(
  token: string,
  keys: SigningKeys,
  traceparent: string,
): Promise<AccessToken | undefined> {
  const [, head, payload, signature] = form.exec(token) ?? [];
  if (head === undefined || payload === undefined || signature === undefined) return undefined;
  const named = header.safeParse(decoded(head));
  if (!named.success) return undefined;
  const key = await keys.find(named.data.kid, traceparent);
  if (key === undefined) return undefined;
  const signed = Buffer.from(`${head}.${payload}`, 'latin1');
  if (!verify(null, signed, key, Buffer.from(signature, 'base64url'))) return undefined;
  const read = claims.safeParse(decoded(payload));
  if (!read.success) return undefined;
  const nowSeconds = Math.floor(clock.nowMs() / 1_000);
  const { exp, nbf } = read.data;
  return exp > nowSeconds && (nbf ?? 0) <= nowSeconds ? read.data : undefined;
}

/** `undefined` where the text is no JSON. */
function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
