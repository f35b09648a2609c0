import type { IncomingHttpHeaders } from 'node:http';
import { holdsChannels, type Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newTraceparent, type Invocation } from '#kernel/invocation.ts';
import type { Refusal } from '../replies/problem.ts';
import { channelForbidden, channelInvalid, ifMatchInvalid } from '../replies/refusals.ts';

/** What a request says of itself in its headers, beside who sends it. */
export const requestTimeMs = 10_000;
const defaultChannel = 'default';
const defaultLocale = 'en';

const traceparentForm = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace context when it is one. */
export function givenTraceparent(given: string | string[] | undefined): string | undefined {
  return typeof given === 'string' && traceparentForm.test(given) ? given : undefined;
}

/** A span of our own in the caller's trace, or a new trace. */
export function childTraceparent(given: string | undefined): string {
  const own = newTraceparent();
  if (given === undefined) return own;
  return given.slice(0, 36) + own.slice(36, 52) + given.slice(52);
}

const requestIdForm = /^[\w.-]{1,64}$/;

/** The caller's request id when it is harmless to repeat, else our span's id. */
export function requestIdOf(given: string | string[] | undefined, traceparent: string): string {
  if (typeof given === 'string' && requestIdForm.test(given)) return given;
  return traceparent.slice(36, 52);
}

/** The first language of Accept-Language that is written like a locale; weights are ignored beyond order. */
export function localeOf(acceptLanguage: string | undefined): string {
  if (acceptLanguage === undefined) return defaultLocale;
  const match = /^\s*([a-z]{2})(?:-([a-z]{2}))?(?![a-z-])/i.exec(acceptLanguage);
  if (!match) return defaultLocale;
  const language = match[1]!.toLowerCase();
  return match[2] === undefined ? language : `${language}-${match[2].toUpperCase()}`;
}

const channelForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The channel that the header names, or why this actor cannot act in it. Without one it is the only
 * one that the actor may mean, or the first shop's.
 */
export function channelOf(
  given: string | string[] | undefined,
  actor: Actor,
): { channel: string } | { refused: Refusal } {
  const { channels } = actor;
  const only = channels !== '*' && channels.length === 1 ? channels[0]! : defaultChannel;
  const channel = given ?? only;
  if (typeof channel !== 'string' || !channelForm.test(channel)) return { refused: channelInvalid };
  if (!holdsChannels(actor, [channel])) {
    return { refused: channelForbidden };
  }
  return { channel };
}

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** The Idempotency-Key when it is one: 1 to 255 visible characters. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['idempotency-key'];
  return typeof given === 'string' && keyForm.test(given) ? given : undefined;
}

/** The version in `If-Match: "<version>"`; undefined when it is not sent or `*`. */
export function versionOf(
  ifMatch: string | undefined,
): { version: number | undefined } | { refused: Refusal } {
  if (ifMatch === undefined || ifMatch === '*') return { version: undefined };
  const match = /^"(\d{1,15})"$/.exec(ifMatch);
  return match ? { version: Number(match[1]) } : { refused: ifMatchInvalid };
}

export function invocationOf(
  scope: { actor: Actor; channel: string; traceparent: string },
  headers: IncomingHttpHeaders,
): Invocation {
  const idempotencyKey = idempotencyKeyOf(headers);
  return {
    actor: scope.actor,
    channel: scope.channel,
    locale: localeOf(headers['accept-language']),
    traceparent: scope.traceparent,
    deadlineMs: clock.nowMs() + requestTimeMs,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}
