import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as clock from '#kernel/clock.ts';

const refreshPauseMs = 5_000;
const keptMs = 600_000;

export type FetchKeys = (traceparent: string) => Promise<JSONWebKeySet>;

/**
 * The public keys of auth, kept for ten minutes. A key id that is not among them has them fetched
 * again, once in five seconds at most, so that made-up key ids cannot make auth busy.
 */
export class SigningKeys {
  private readonly fetchKeys: FetchKeys;
  private published: JSONWebKeySet | undefined;
  private find: JWTVerifyGetKey | undefined;
  private fetchedAtMs = 0;
  private fetching: Promise<void> | undefined;

  constructor(fetchKeys: FetchKeys) {
    this.fetchKeys = fetchKeys;
  }

  /** For jose: the key that a token names. */
  finder(traceparent: string): JWTVerifyGetKey {
    return async (header, token) => {
      if (!this.find || this.ageMs > keptMs) await this.refresh(traceparent);
      try {
        return await this.find!(header, token);
      } catch (error) {
        const unknown = error instanceof errors.JWKSNoMatchingKey;
        if (!unknown || this.ageMs < refreshPauseMs) throw error;
        await this.refresh(traceparent);
        return this.find!(header, token);
      }
    };
  }

  /** As published, for `/.well-known/jwks.json`. */
  async read(traceparent: string): Promise<JSONWebKeySet> {
    if (!this.published || this.ageMs > keptMs) await this.refresh(traceparent);
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
    this.published = published;
    this.find = createLocalJWKSet(published);
    this.fetchedAtMs = clock.nowMs();
  }
}
