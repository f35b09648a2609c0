import { newId } from '#kernel/ids.ts';
import { traceIdOf, type Invocation } from '#kernel/invocation.ts';
import type { EmittedEvent } from '../events/event-types.ts';
import type { ReplyRecord } from './idempotency.ts';
import { json, sql, type Statement } from '../ground/sql.ts';
import { eventRoutes, versionOfEvent } from '../topology.ts';

/**
 * What the platform writes beside a service's own rows. `when` is empty where it is a statement of
 * its own; as a part of a larger statement it is the condition on which it is written.
 */

export type Scope = Pick<Invocation, 'channel' | 'locale' | 'traceparent'>;

/** What a staff change did, for the audit row that is written with it. */
export interface AuditDetail {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const alone = sql``;

/** An event or a story, in the channel, language and trace that it belongs to. */
export interface Told {
  readonly event: EmittedEvent;
  readonly scope: Scope;
}

export interface Started {
  readonly name: string;
  readonly id: string;
  readonly scope: Scope;
}

export function eventRows(
  told: readonly Told[],
  { actor }: Pick<Invocation, 'actor'>,
  when: Statement = alone,
): Statement {
  const column = <T>(of: (event: EmittedEvent, scope: Scope) => T): T[] =>
    told.map(({ event, scope }) => of(event, scope));
  return sql`
    insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
                        actor, traceparent, data, pending)
    select e.id, e.type, e.schema_version, e.aggregate_id, e.aggregate_version, e.channel, e.locale,
           ${json(actor)}::jsonb, e.traceparent, e.data, string_to_array(e.consumers, ',')
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

/**
 * For so long a story is left to the process that is at work on it; then another may go on. Twice
 * at work is harmless, since every step is idempotent, and who is killed is replaced within 60 s.
 */
export const storyLeaseSeconds = 25;

/** The rows are leased to the process that writes them. In one order, so that none waits in a circle. */
export function startedStories(given: readonly Started[], when: Statement = alone): Statement {
  const keyOf = ({ name, id }: Started): string => `${name} ${id}`;
  const stories = given.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const column = (of: (story: Started) => string): string[] => stories.map(of);
  return sql`
    insert into story (name, id, channel, locale, traceparent, next_attempt_at)
    select s.*, kontor_now() + ${storyLeaseSeconds} * interval '1 second'
    from unnest(${column(({ name }) => name)}::text[], ${column(({ id }) => id)}::text[],
      ${column(({ scope }) => scope.channel)}::text[],
      ${column(({ scope }) => scope.locale)}::text[],
      ${column(({ scope }) => scope.traceparent)}::text[]) as s
    ${when}
    on conflict (name, id) do update set next_attempt_at = excluded.next_attempt_at
    where story.state = 'open'`;
}

export function finishedStory(name: string, id: string, and: Statement = alone): Statement {
  return sql`
    update story set state = 'finished', finished_at = kontor_now()
    where name = ${name} and id = ${id} and state <> 'finished' ${and}`;
}

export function keptReply(record: ReplyRecord, value: unknown, when: Statement = alone): Statement {
  return sql`
    insert into idempotency (actor_scope, operation, key, body_hash, reply)
    select ${record.scope}, ${record.operation}, ${record.key}, ${record.bodyHash},
           ${json(value ?? null)}::json ${when}`;
}

/** Undefined where the actor is no member of the staff. */
export function auditRow(
  operation: string,
  detail: AuditDetail | undefined,
  { actor, traceparent }: Invocation,
  when: Statement = alone,
): Statement | undefined {
  if (actor.kind !== 'staff' && actor.kind !== 'api_key') return undefined;
  return sql`
    insert into audit_entry (id, actor_kind, actor_id, channels, operation, subject, detail, trace_id)
    select ${newId()}::uuid, ${actor.kind}, ${actor.id},
           ${actor.channels === '*' ? ['*'] : actor.channels}::text[], ${operation},
           ${detail?.subject ?? null}::text,
           ${json({ before: detail?.before, after: detail?.after })}::jsonb,
           ${traceIdOf(traceparent)} ${when}`;
}
