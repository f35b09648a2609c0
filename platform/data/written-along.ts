import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { traceIdOf, type Invocation } from '#kernel/invocation.ts';
import type { EmittedEvent } from '../events/event-types.ts';
import { json, sql, type Statement } from '../ground/sql.ts';
import type { Scope } from '../resting/story-rows.ts';
import { eventRoutes, versionOfEvent } from '../topology.ts';

/**
 * What the platform writes beside a service's own rows. `when` is empty where it is a statement of
 * its own; as a part of a larger statement it is the condition on which it is written.
 */

/** What a staff change did, for the audit row that is written with it. */
export interface AuditDetail {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const alone = sql``;

/** An event, in the channel, language and trace that it belongs to. */
export interface Reported {
  readonly event: EmittedEvent;
  readonly scope: Scope;
}

export function eventRows(
  reported: readonly Reported[],
  { actor }: Pick<Invocation, 'actor'>,
  when: Statement = alone,
): Statement {
  const column = <T>(of: (event: EmittedEvent, scope: Scope) => T): T[] =>
    reported.map(({ event, scope }) => of(event, scope));
  return sql`
    insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
                        actor, traceparent, data, pending, told_to)
    select e.id, e.type, e.schema_version, e.aggregate_id, e.aggregate_version, e.channel, e.locale,
           ${json(actor)}::jsonb, e.traceparent, e.data,
           string_to_array(e.consumers, ','), string_to_array(e.consumers, ',')
    from unnest(${column(() => newId())}::uuid[], ${column(({ type }) => type)}::text[],
      ${column(({ type }) => versionOfEvent(type))}::int[],
      ${column(({ aggregateId }) => aggregateId)}::text[],
      ${column(({ aggregateVersion }) => aggregateVersion)}::int[],
      ${column((event, scope) => event.channel ?? scope.channel)}::text[],
      ${column((event, scope) => event.locale ?? scope.locale)}::text[],
      ${column((_, { traceparent }) => traceparent)}::text[],
      ${column(({ data }) => json(data))}::jsonb[],
      ${column(({ type }) => eventRoutes[type].consumers.join(','))}::text[])
      with ordinality as e (id, type, schema_version, aggregate_id, aggregate_version, channel,
                            locale, traceparent, data, consumers, place)
    ${when} order by e.place`;
}

/** Whether changes by such an actor have their row in the audit. */
export function isAudited(kind: Actor['kind']): boolean {
  return kind === 'staff' || kind === 'api_key';
}

/** Undefined where the actor is no member of the staff. */
export function auditRow(
  operation: string,
  detail: AuditDetail | undefined,
  { actor, traceparent }: Invocation,
  when: Statement = alone,
): Statement | undefined {
  if (!isAudited(actor.kind)) return undefined;
  return sql`
    insert into audit_entry (id, actor_kind, actor_id, channels, operation, subject, detail, trace_id)
    select ${newId()}::uuid, ${actor.kind}, ${actor.id},
           ${actor.channels === '*' ? ['*'] : actor.channels}::text[], ${operation},
           ${detail?.subject ?? null}::text,
           ${json({ before: detail?.before, after: detail?.after })}::jsonb,
           ${traceIdOf(traceparent)} ${when}`;
}
