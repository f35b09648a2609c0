import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { openSealed, seal, type Secrets } from '#platform/ground/sealed.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';

export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

export interface KeyRow {
  readonly kid: string;
  readonly publicJwk: PublicKey;
  readonly privateJwkSealed: string;
  readonly signsFrom: string;
}

export interface MadeKey {
  readonly publicJwk: PublicKey;
  readonly privateJwkSealed: string;
}

const purpose = 'signing keys';

export async function makeKey(secrets: Secrets): Promise<MadeKey> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const [privateJwk, { x }] = await Promise.all([
    exportJWK(pair.privateKey),
    exportJWK(pair.publicKey),
  ]);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: x! });
  return {
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: x!, kid, alg: 'EdDSA', use: 'sig' },
    privateJwkSealed: seal(secrets, purpose, privateJwk),
  };
}

export function openPrivateKey(secrets: Secrets, sealed: string): JWK {
  return openSealed(secrets, purpose, sealed) as JWK;
}

export function readKeys(): Statement {
  return sql`
    select kid, public_jwk, private_jwk_sealed,
           signs_from
    from signing_key order by signs_from`;
}

export function lockKeys(): Statement {
  return sql`select pg_advisory_xact_lock(hashtextextended('signing keys', 0))`;
}

export function insertKey({ publicJwk, privateJwkSealed }: MadeKey, signsFrom: string): Statement {
  return sql`
    insert into signing_key (kid, public_jwk, private_jwk_sealed, signs_from)
    values (${publicJwk.kid}, ${json(publicJwk)}, ${privateJwkSealed}, ${signsFrom})`;
}
