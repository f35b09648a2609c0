import type { FastifyReply } from 'fastify';
import * as clock from '#kernel/clock.ts';
import { anonymousActor } from '#kernel/actor.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import type {
  BrowserIdentity,
  Identified,
  SessionNotice,
  SessionOwners,
  ShownSession,
} from '../identity/identity.ts';
import type { Refusal } from '../replies/problem.ts';
import { sessionEnded } from '../replies/refusals.ts';
import type { Begun } from '../sessions/session-shape.ts';
import { putCookie } from './cookies.ts';
import type { HeldSession, SessionSeal } from './sealed-session.ts';

/** What is asked of auth for sessions, once for all who ask it at the same time. */
export interface SessionSource {
  /** The next tokens of a session; undefined where it is over. */
  readonly refresh: (refreshToken: string, traceparent: string) => Promise<Begun | undefined>;
  readonly renewGuest: (token: string, traceparent: string) => Promise<Begun>;
  /** Who the token's holder is, by the token alone, and by auth as it is now. */
  readonly identify: (token: string, traceparent: string) => Identified | Promise<Identified>;
  readonly confirm: (
    identified: Exclude<Identified, { refused: Refusal }>,
    traceparent: string,
  ) => Promise<Identified>;
}

/** Where a session is read from and kept: one request and its reply. */
export interface SessionPlace {
  readonly seal: SessionSeal;
  readonly source: SessionSource;
  readonly traceparent: string;
  /** Undefined where no session can be kept. */
  readonly cookies: { readonly session: string; readonly device: string } | undefined;
  readonly secure: boolean;
  readonly of: SessionOwners;
  readonly reply: FastifyReply;
  /** Whether auth is asked after who is signed in, also where nobody in particular is needed. */
  readonly alwaysConfirms: boolean;
  readonly refused: Refusal | undefined;
}

const anonymous: Identified = { actor: anonymousActor };
const ended: Identified = { refused: sessionEnded };
const refreshedBeforeMs = 30_000;
/** A guest's token is good for a day: who comes back within half of it goes on with it. */
const renewedBeforeMs = 12 * 3_600_000;
const deviceSeconds = 400 * 86_400;

/** The session of one request: opened without asking anybody, identified when it is let in. */
export class SessionOfRequest implements BrowserIdentity {
  readonly refused: Refusal | undefined;
  private readonly place: SessionPlace;
  private readonly deviceToken: string | undefined;
  private held: HeldSession | undefined;
  private told: SessionNotice | undefined;
  private current: Promise<Identified> | undefined;
  private confirmed: Promise<Identified> | undefined;

  constructor(
    place: SessionPlace,
    held: HeldSession | undefined,
    deviceToken: string | undefined,
    isLost: boolean,
  ) {
    this.place = place;
    this.refused = place.refused;
    this.held = held;
    this.deviceToken = deviceToken;
    if (!place.cookies) this.told = 'https_required';
    else if (isLost) this.clear();
  }

  get shown(): ShownSession {
    const { held, told: notice, deviceToken } = this;
    const { of } = this.place;
    if (!held) return { kind: 'none', of, deviceToken, notice };
    const endsAt = new Date(held.endsAtMs).toISOString();
    if (held.kind === 'guest') {
      return { kind: 'guest', of, guestToken: held.accessToken, deviceToken, endsAt, notice };
    }
    const { kind, refreshToken, id: sessionId } = held;
    return { kind, of, refreshToken, sessionId, deviceToken, endsAt, notice };
  }

  /** Of the guest or the session; undefined of nobody. */
  get heldId(): string | undefined {
    return this.held?.id;
  }

  identify(needed: boolean): Identified | Promise<Identified> {
    return this.held
      ? this.identifyHeld(needed)
      : this.told === 'ended' && needed
        ? ended
        : anonymous;
  }

  private async identifyHeld(needed: boolean): Promise<Identified> {
    try {
      const known = await (this.current ??= this.findCurrent());
      const isSignedIn = this.held !== undefined && this.held.kind !== 'guest';
      const asks = isSignedIn && (needed || this.place.alwaysConfirms);
      const identified = asks ? await (this.confirmed ??= this.confirm(known)) : known;
      if (!('refused' in identified)) return identified;
      this.end();
      return needed ? ended : anonymous;
    } catch (error) {
      // What needs nobody is told to everybody, and the cookie stays for when auth answers again.
      if (needed || !isUnavailability(error)) throw error;
      this.current = this.confirmed = undefined;
      this.told = 'unavailable';
      return anonymous;
    }
  }

  private async findCurrent(): Promise<Identified> {
    const { source, traceparent } = this.place;
    const { kind, accessEndsAtMs, accessToken, refreshToken } = this.held!;
    const leftMs = accessEndsAtMs - clock.nowMs();
    if (kind === 'guest' && leftMs < renewedBeforeMs) {
      this.begin(await source.renewGuest(accessToken, traceparent));
    } else if (kind !== 'guest' && leftMs < refreshedBeforeMs) {
      const next = await source.refresh(refreshToken!, traceparent);
      if (!next) return ended;
      this.begin(next);
    }
    return source.identify(this.held!.accessToken, traceparent);
  }

  private async confirm(known: Identified): Promise<Identified> {
    return 'refused' in known ? known : this.place.source.confirm(known, this.place.traceparent);
  }

  /** Puts what begins into the cookie, in the place of whatever was there. */
  begin(begun: Begun): void {
    const held = heldOf(begun);
    this.held = held;
    this.told = undefined;
    this.current = this.confirmed = undefined;
    const { cookies, seal } = this.place;
    if (!cookies) return;
    const seconds = (held.endsAtMs - clock.nowMs()) / 1_000;
    this.put(cookies.session, seal.seal(held), seconds);
    const device = begun.kind === 'guest' ? undefined : begun.tokens.deviceToken;
    if (device) this.put(cookies.device, device, deviceSeconds);
  }

  /** Who leaves is nobody from now on. */
  leave(): void {
    this.held = undefined;
    this.told = undefined;
    this.current = this.confirmed = undefined;
    this.clear();
  }

  private end(): void {
    this.leave();
    this.told = 'ended';
  }

  private clear(): void {
    const { cookies } = this.place;
    if (cookies) this.put(cookies.session, '', 0);
  }

  private put(name: string, value: string, seconds: number): void {
    const { reply, secure, of } = this.place;
    const sameSite = of === 'staff' ? 'Strict' : 'Lax';
    putCookie(reply, name, { value, seconds, secure, sameSite });
  }
}

function heldOf(begun: Begun): HeldSession {
  const { accessToken, expiresAt } = begun.tokens;
  const access = { accessToken, accessEndsAtMs: Date.parse(expiresAt) };
  if (begun.kind === 'guest') {
    const { guestId: id, renewableUntil } = begun.tokens;
    return { kind: 'guest', id, ...access, endsAtMs: Date.parse(renewableUntil) };
  }
  const { sessionId: id, refreshToken, refreshExpiresAt } = begun.tokens;
  return { kind: begun.kind, id, ...access, refreshToken, endsAtMs: Date.parse(refreshExpiresAt) };
}
