import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';
import * as clock from '#kernel/clock.ts';

const refreshPauseMs = 5_000;
const retentionMs = 600_000;

export type FetchKeys = (traceparent: string) => Promise<JSONWebKeySet>;

/**
 * The public keys of auth, kept for ten minutes. A key id that is not among them has them fetched
 * again, once in five seconds at most, so that made-up key ids cannot make auth busy.
 */
export class SigningKeys {
  private readonly fetchKeys: FetchKeys;
  private published: JSONWebKeySet | undefined;
  private byId: ReadonlyMap<string, KeyObject> = new Map();
  private fetchedAtMs = 0;
  private fetching: Promise<void> | undefined;

  constructor(fetchKeys: FetchKeys) {
    this.fetchKeys = fetchKeys;
  }

  /** The Ed25519 key of this id; undefined when auth publishes none. Throws when auth does not answer. */
  async find(keyId: string, traceparent: string): Promise<KeyObject | undefined> {
    if (!this.published || this.ageMs > retentionMs) await this.refresh(traceparent);
    const known = this.byId.get(keyId);
    if (known !== undefined || this.ageMs < refreshPauseMs) return known;
    await this.refresh(traceparent);
    return this.byId.get(keyId);
  }

  /** As published, for `/.well-known/jwks.json`. */
  async read(traceparent: string): Promise<JSONWebKeySet> {
    if (!this.published || this.ageMs > retentionMs) await this.refresh(traceparent);
    return this.published!;
  }

  private get ageMs(): number {
    return Math.abs(clock.nowMs() - this.fetchedAtMs);
  }

  private refresh(traceparent: string): Promise<void> {
    this.fetching ??= this.fetch(traceparent).finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async fetch(traceparent: string): Promise<void> {
    const published = await this.fetchKeys(traceparent);
    const ours = published.keys.filter(signsAccessTokens);
    this.byId = new Map(
      ours.map((jwk) => [jwk.kid, createPublicKey({ key: { ...jwk }, format: 'jwk' })]),
    );
    this.published = published;
    this.fetchedAtMs = clock.nowMs();
  }
}

/** A key of any other kind is never tried on a token, whatever its id. */
function signsAccessTokens(jwk: JWK): jwk is JWK & { kid: string } {
  return (
    jwk.kty === 'OKP' &&
    jwk.crv === 'Ed25519' &&
    jwk.alg === 'EdDSA' &&
    jwk.use === 'sig' &&
    typeof jwk.kid === 'string'
  );
}
