import { hash } from 'node:crypto';
import { anonymousActor, type Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { readAccessToken } from './check-access-token.ts';
import type { Refusal } from '../replies/problem.ts';
import { authorizationMalformed, sessionEnded, tokenInvalid } from '../replies/refusals.ts';
import type { SigningKeys } from './signing-keys.ts';

const rememberedTokens = 20_000;
const apiKeyRememberedMs = 30_000;
const refusalRememberedMs = 5_000;
const tokenLengthLimit = 4_096;
const apiKeyPrefix = 'kontor_';

export type Identified =
  | {
      readonly actor: Actor;
      readonly sessionId?: string | undefined;
      /** Staff who have to show a second factor before anything else; of a key, those who made it. */
      readonly lacksFactor?: boolean;
    }
  | { readonly refused: Refusal };

interface Checked {
  readonly actor: Actor;
  readonly lacksFactor: boolean;
}

/** Asks auth whose key this is; undefined when it is nobody's. Throws when auth does not answer. */
export type ApiKeyCheck = (key: string, traceparent: string) => Promise<Checked | undefined>;

/** Asks auth who the holder of a session is now; undefined when the session or account is over. */
export type SessionCheck = (sessionId: string, traceparent: string) => Promise<Checked | undefined>;

/**
 * A browser that shows no token: who it is stands in its session, out of reach of its scripts.
 */
export interface BrowserIdentity {
  /** Why nothing is done for it, whoever it is: another site's page asks in its name. */
  readonly refused: Refusal | undefined;
  readonly shown: ShownSession;
  /**
   * Who it is. A session that is over is refused where somebody is needed, else it is nobody's; so
   * is one that cannot be asked after at the moment, which throws where somebody is needed.
   */
  identify(needed: boolean): Identified | Promise<Identified>;
}

/** What of a session a use case may work with. Tokens are those of auth. */
export interface ShownSession {
  readonly kind: 'none' | 'guest' | 'customer' | 'staff';
  /** Whose it is, also where nobody is signed in: shoppers and staff have a cookie each. */
  readonly of: SessionOwners;
  /** Of a guest. */
  readonly guestToken?: string | undefined;
  /** Of a customer or of staff. */
  readonly refreshToken?: string | undefined;
  readonly sessionId?: string | undefined;
  /** By which a device is known that signed in before. */
  readonly deviceToken?: string | undefined;
  readonly endsAt?: string | undefined;
  readonly notice?: SessionNotice | undefined;
}

/** Who shops, and who works in the shop. */
export type SessionOwners = 'shoppers' | 'staff';

/**
 * What a page has to say of a session: `ended`, one was signed in and is no more; `unavailable`, it
 * cannot be asked after at the moment; `https_required`, none can be kept at this address.
 */
export type SessionNotice = 'ended' | 'unavailable' | 'https_required';

const anonymous: Identified = { actor: anonymousActor };
const malformed: Identified = { refused: authorizationMalformed };
const refused: Identified = { refused: tokenInvalid };
const ended: Identified = { refused: sessionEnded };

/**
 * Who sends a request, from its Authorization header and nothing else. A signature is checked once
 * per token: what came of it is remembered, by the token's hash, until the token expires.
 */
export class Identities {
  private readonly known = new BoundedCache<Identified>(rememberedTokens);
  private readonly keys: SigningKeys;
  private readonly checkApiKey: ApiKeyCheck;
  private readonly checkSession: SessionCheck;

  constructor(keys: SigningKeys, checkApiKey: ApiKeyCheck, checkSession: SessionCheck) {
    this.keys = keys;
    this.checkApiKey = checkApiKey;
    this.checkSession = checkSession;
  }

  /** Answers at once for a token seen before; a promise means that it has to be checked. */
  identify(
    authorization: string | undefined,
    traceparent: string,
  ): Identified | Promise<Identified> {
    if (authorization === undefined) return anonymous;
    const token = bearerOf(authorization);
    if (token === undefined) return malformed;
    const digest = hash('sha256', token, 'base64');
    return this.known.get(digest) ?? this.check(token, digest, traceparent);
  }

  /**
   * Who sends it as auth knows them at this moment: nothing that is remembered here counts. For
   * somebody identified already.
   */
  async confirm(
    authorization: string | undefined,
    identified: Exclude<Identified, { refused: Refusal }>,
    traceparent: string,
  ): Promise<Identified> {
    if (identified.actor.kind === 'api_key') {
      const key = bearerOf(authorization!)!;
      return this.checkKey(key, hash('sha256', key, 'base64'), traceparent);
    }
    const { actor, sessionId } = identified;
    if (sessionId === undefined) return ended;
    const now = await this.checkSession(sessionId, traceparent);
    const isSame = now?.actor.id === actor.id && now.actor.kind === actor.kind;
    return isSame ? { ...now, sessionId } : ended;
  }

  private async check(token: string, digest: string, traceparent: string): Promise<Identified> {
    return token.startsWith(apiKeyPrefix)
      ? this.checkKey(token, digest, traceparent)
      : this.checkToken(token, digest, traceparent);
  }

  private async checkKey(key: string, digest: string, traceparent: string): Promise<Identified> {
    const identified = (await this.checkApiKey(key, traceparent)) ?? refused;
    this.known.set(digest, identified, clock.nowMs() + apiKeyRememberedMs);
    return identified;
  }

  private async checkToken(
    token: string,
    digest: string,
    traceparent: string,
  ): Promise<Identified> {
    const read = await readAccessToken(token, this.keys, traceparent);
    if (read === undefined) {
      this.known.set(digest, refused, clock.nowMs() + refusalRememberedMs);
      return refused;
    }
    const { sub, sid, kind, channels, permissions, lacks, exp } = read;
    // A token of a guest or customer grants nothing by permissions, whatever it says.
    const rights = kind === 'staff' ? permissions : [];
    const actor: Actor = { kind, id: sub, channels, permissions: rights };
    const lacksFactor = lacks === 'second_factor';
    const identified: Identified =
      sid === undefined ? { actor } : { actor, sessionId: sid, lacksFactor };
    this.known.set(digest, identified, exp * 1_000);
    return identified;
  }
}

function bearerOf(authorization: string): string | undefined {
  if (authorization.length > tokenLengthLimit) return undefined;
  const match = /^bearer +([\w.~+/-]+=*)$/i.exec(authorization);
  return match?.[1];
}

/** Values by key until they expire, at most `limit` of them: the one used longest ago goes first. */
class BoundedCache<Value> {
  private readonly stored = new Map<string, { value: Value; expiresAtMs: number }>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): Value | undefined {
    const found = this.stored.get(key);
    if (found === undefined) return undefined;
    this.stored.delete(key);
    if (found.expiresAtMs <= clock.nowMs()) return undefined;
    this.stored.set(key, found);
    return found.value;
  }

  set(key: string, value: Value, expiresAtMs: number): void {
    this.stored.delete(key);
    if (this.stored.size >= this.limit) {
      const oldest = this.stored.keys().next();
      if (!oldest.done) this.stored.delete(oldest.value);
    }
    this.stored.set(key, { value, expiresAtMs });
  }

  get size(): number {
    return this.stored.size;
  }
}
