import {
  anonymousActor,
  hasPermission,
  holdsChannels,
  isStaff,
  type Actor,
} from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { ClientPlace } from '#kernel/client-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Need, Offer } from '../desk/prepared-use-case.ts';
import type { RateClass } from '../desk/use-case.ts';
import type { BrowserIdentity, Identified, Identities } from '../identity/identity.ts';
import { refusal, type Refusal } from '../replies/problem.ts';
import {
  channelForbidden,
  channelInvalid,
  keyRests,
  secondFactorRequired,
  staffOnly,
  unauthenticated,
} from '../replies/refusals.ts';
import type { ChannelLanguages } from './channel-languages.ts';
import type { RateLimits, Standing } from './rate-limits.ts';

/** What lets in whoever asks, by whatever door. */
export interface Admission {
  readonly identities: Identities;
  /** Undefined when limits are switched off. */
  readonly limits: RateLimits | undefined;
  readonly languages: ChannelLanguages;
  /** How long whoever is let in waits at most. */
  readonly patienceMs: number;
}

/** What a door was told of who asks. Nothing of it is believed yet. */
export interface Asked {
  /** As the header Authorization has it; without one nobody in particular asks. */
  readonly authorization: string | undefined;
  readonly client: ClientPlace;
  /**
   * What comes from this very machine and through no proxy is the operator's own: its reads and
   * writes are not counted. Sign-in and declined payments are, wherever they come from.
   */
  readonly isOperators: boolean;
  readonly traceparent: string;
  /** Code of the channel; without one the only one that is meant, or the first shop's. */
  readonly channel: string | undefined;
  /** As the header Accept-Language has it; the first of these that the channel has is answered in. */
  readonly acceptLanguage: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly orderToken: string | undefined;
  /** Of a browser that shows no authorization. */
  readonly session?: BrowserIdentity | undefined;
}

/** Where the budget stands that was drawn on last, and whether who asks is let in. */
export type Admitted = { readonly standing: Standing | undefined } & (
  | { readonly invocation: Invocation }
  | { readonly refused: Refusal }
);

type Known = Exclude<Identified, { refused: Refusal }>;
/** What of an offer says who is let in to it. */
type Entry = Pick<Offer, 'admitting' | 'need' | 'asksStanding' | 'rateClass'>;

const defaultChannel = 'default';
const anonymously: Identified = { actor: anonymousActor };

/**
 * Everything that can be refused before what is asked is looked at, in order: too many from this
 * address (429), asked by another site's page in a browser's name (403), not identified (401), too
 * many by this identity (429), not allowed (403), no longer allowed (401, 403), a wrong channel (400,
 * 403).
 * @param counted false for what a page has counted already
 */
export function admit(
  admission: Admission,
  offer: Entry,
  asked: Asked,
  counted = true,
): Admitted | Promise<Admitted> {
  const limits = counted ? admission.limits : undefined;
  const standing = takeForAddress(limits, offer.rateClass, asked);
  if (standing && !standing.allowed) return tooMany(standing);
  const { session } = asked;
  if (session?.refused) return { standing, refused: session.refused };
  const entering = { ...admission, limits, offer, asked, standing };
  const identified =
    offer.admitting.identity === 'ignored'
      ? anonymously
      : session
        ? session.identify(offer.need.kind !== 'nobody')
        : admission.identities.identify(asked.authorization, asked.traceparent);
  return identified instanceof Promise
    ? identified.then((known) => admitIdentified(entering, known))
    : admitIdentified(entering, identified);
}

interface Entering extends Admission {
  readonly offer: Entry;
  readonly asked: Asked;
  readonly standing: Standing | undefined;
}

function admitIdentified(entering: Entering, identified: Identified): Admitted | Promise<Admitted> {
  const { identities, limits, offer, asked } = entering;
  if ('refused' in identified) return { standing: entering.standing, refused: identified.refused };
  const { actor } = identified;
  const isKnown = actor.kind !== 'anonymous';
  const needless = offer.admitting.proof && asked.orderToken !== undefined;
  if (!isKnown && offer.need.kind !== 'nobody' && !needless) {
    return { standing: entering.standing, refused: unauthenticated };
  }
  const own = isKnown ? takeForIdentity(limits, offer.rateClass, asked, actor.id) : undefined;
  if (own && !own.allowed) return tooMany(own);
  const standing = own ?? entering.standing;
  if (!isAllowed(offer.need, actor)) {
    return { standing, refused: whyNot(identified) };
  }
  if (!offer.asksStanding) return admitInChannel(entering, identified, standing);
  return identities.confirm(asked.authorization, identified, asked.traceparent).then((now) => {
    if ('refused' in now) return { standing, refused: now.refused };
    return isAllowed(offer.need, now.actor)
      ? admitInChannel(entering, now, standing)
      : { standing, refused: whyNot(now) };
  });
}

function whyNot({ actor, lacksFactor }: Known): Refusal {
  if (!lacksFactor) return staffOnly;
  return actor.kind === 'api_key' ? keyRests : secondFactorRequired;
}

function isAllowed(need: Need, actor: Actor): boolean {
  if (need.kind !== 'staff') return true;
  return isStaff(actor) && need.permissions.some((each) => hasPermission(actor, each));
}

function admitInChannel(
  { asked, patienceMs, languages, offer }: Entering,
  { actor, sessionId }: Known,
  standing: Standing | undefined,
): Admitted | Promise<Admitted> {
  const found = channelOf(asked.channel, actor, offer.need.kind === 'nobody');
  if ('refused' in found) return { standing, refused: found.refused };
  const { channel } = found;
  const { traceparent, idempotencyKey } = asked;
  const deadlineMs = clock.nowMs() + patienceMs;
  const admitted = (locale: string): Admitted => {
    const inSession = sessionId === undefined ? {} : { sessionId };
    const scope = { actor, channel, locale, traceparent, deadlineMs, ...inSession };
    return { standing, invocation: idempotencyKey ? { ...scope, idempotencyKey } : scope };
  };
  const locale = languages.localeFor(channel, asked.acceptLanguage);
  return locale instanceof Promise ? locale.then(admitted) : admitted(locale);
}

const channelForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The channel that is named, or why this actor cannot act in it. Without one it is the only one that
 * the actor may mean, or the first shop's: what is open to anybody, who one is among it, is so there
 * for who works in others alone, too.
 */
export function channelOf(
  given: string | undefined,
  actor: Actor,
  isOpen: boolean,
): { channel: string } | { refused: Refusal } {
  const { channels } = actor;
  const only = channels !== '*' && channels.length === 1 ? channels[0]! : defaultChannel;
  const channel = given ?? only;
  if (!channelForm.test(channel)) return { refused: channelInvalid };
  const mayEnter = (isOpen && given === undefined) || holdsChannels(actor, [channel]);
  return mayEnter ? { channel } : { refused: channelForbidden };
}

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** An idempotency key when it is one: 1 to 255 visible characters. */
export function idempotencyKeyOf(given: unknown): string | undefined {
  return typeof given === 'string' && keyForm.test(given) ? given : undefined;
}

function takeForAddress(
  limits: RateLimits | undefined,
  rateClass: RateClass,
  { client, isOperators }: Asked,
): Standing | undefined {
  if (!limits) return undefined;
  if (rateClass === 'completion') {
    const declined = limits.lookAt('decline_address', client);
    if (!declined.allowed) return declined;
  }
  return rateClass !== 'sign_in' && isOperators ? undefined : limits.takeAt(rateClass, client);
}

function takeForIdentity(
  limits: RateLimits | undefined,
  rateClass: RateClass,
  { isOperators }: Asked,
  id: string,
): Standing | undefined {
  if (!limits) return undefined;
  const owner = `id ${id}`;
  if (rateClass === 'completion') {
    const declined = limits.look('decline', owner);
    if (!declined.allowed) return declined;
  }
  return rateClass === 'sign_in' || isOperators ? undefined : limits.take(rateClass, owner);
}

/** Counts a declined payment against who tried it. */
export function noteDecline(
  limits: RateLimits | undefined,
  client: ClientPlace,
  actorId: string,
): void {
  limits?.takeAt('decline_address', client);
  limits?.take('decline', `id ${actorId}`);
}

function tooMany(standing: Standing): { standing: Standing; refused: Refusal } {
  return { standing, refused: rateLimited(standing) };
}

export function rateLimited({ resetSeconds }: Standing): Refusal {
  return refusal(429, 'rate_limited', 'Too many requests of this kind. Wait as Retry-After says.', {
    retryAfterSeconds: Math.max(1, resetSeconds),
  });
}
