import { timelineCode, type TimelineCode } from '#contracts/order/timeline.ts';
import { currencyExponent, decimalString } from '#kernel/money.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import * as clock from '#kernel/clock.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export interface TimelineEntry {
  /** Names the happening within its order; telling it again changes nothing. */
  readonly key: string;
  readonly kind: string;
  readonly message: string;
  readonly internal?: boolean;
  /** When it happened, unless now. */
  readonly at?: string;
}

/** Nothing for a kind that an earlier version wrote and none writes any more. */
export function codeOf(kind: string): { code?: TimelineCode } {
  const code = timelineCode.safeParse(kind).data;
  return code === undefined ? {} : { code };
}

type Scope = Pick<Invocation, 'actor' | 'traceparent'>;

/** `unnest` of entries, with the columns of `timeline_entry` beside the order's id. */
export function unnestEntries(entries: readonly TimelineEntry[], scope: Scope): Statement {
  const { actor, traceparent } = scope;
  const who = actor.kind === 'staff' || actor.kind === 'api_key' ? `staff:${actor.id}` : actor.kind;
  return sql`unnest(
    ${entries.map(({ key }) => key)}::text[],
    ${entries.map(({ at }) => at ?? clock.nowIso())}::timestamptz[],
    ${entries.map(({ kind }) => kind)}::text[],
    ${entries.map(({ message }) => message)}::text[],
    ${entries.map(() => who)}::text[],
    ${entries.map(({ internal }) => internal ?? false)}::boolean[],
    ${entries.map(() => traceIdOf(traceparent))}::text[])`;
}

/** Writes what happened to an order. */
export function addToTimeline(
  orderId: string,
  entries: readonly TimelineEntry[],
  scope: Scope,
): Statement {
  return sql`
    insert into timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
    select ${orderId}::uuid, entry.* from ${unnestEntries(entries, scope)} as entry
    on conflict (order_id, key) do nothing`;
}

/** Writes one entry for each of several orders. */
export function addToTimelines(
  entries: readonly (TimelineEntry & { orderId: string; traceparent: string })[],
): Statement {
  return sql`
    insert into timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
    select o.id, entry.key, entry.at, entry.kind, entry.message, 'system', entry.internal, entry.trace_id
    from unnest(
      ${entries.map(({ orderId }) => orderId)}::uuid[],
      ${entries.map(({ key }) => key)}::text[],
      ${entries.map(({ at }) => at ?? clock.nowIso())}::timestamptz[],
      ${entries.map(({ kind }) => kind)}::text[],
      ${entries.map(({ message }) => message)}::text[],
      ${entries.map(({ internal }) => internal ?? false)}::boolean[],
      ${entries.map(({ traceparent }) => traceIdOf(traceparent))}::text[])
      as entry (order_id, key, at, kind, message, internal, trace_id)
    join orders o on o.id = entry.order_id
    on conflict (order_id, key) do nothing`;
}

/** `19.99 EUR`, for the timeline, which is in English. */
export function amountText(amountMinor: number, currency: string): string {
  return `${decimalString(amountMinor, currencyExponent(currency))} ${currency}`;
}
