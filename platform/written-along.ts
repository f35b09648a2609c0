import { newId } from '#kernel/ids.ts';
import { traceIdOf, type Invocation } from '#kernel/invocation.ts';
import type { EmittedEvent } from './event-types.ts';
import type { ReplyRecord } from './idempotency.ts';
import { json, sql, type Statement } from './sql.ts';
import { eventRoutes } from './topology.ts';

/**
 * What the platform writes beside a service's own rows. `from` is empty where it is a statement of
 * its own; as a part of a larger statement it says of which part's rows it depends.
 */

export type Scope = Pick<Invocation, 'channel' | 'locale' | 'traceparent'>;

/** What a staff change did, for the audit row that is written with it. */
export interface AuditDetail {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const alone = sql``;

export function eventRow(
  event: EmittedEvent,
  scope: Scope,
  { actor }: Pick<Invocation, 'actor'>,
  from: Statement = alone,
): Statement {
  return sql`
    insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
                        actor, traceparent, data, pending)
    select ${newId()}::uuid, ${event.type}, ${event.schemaVersion ?? 1}::int, ${event.aggregateId},
           ${event.aggregateVersion}::int, ${event.channel ?? scope.channel},
           ${event.locale ?? scope.locale}, ${json(actor)}::jsonb, ${scope.traceparent},
           ${json(event.data)}::jsonb, ${eventRoutes[event.type].consumers}::text[] ${from}`;
}

/** The row is leased for 60 s to the process that writes it. */
export function startedStory(
  name: string,
  id: string,
  scope: Scope,
  from: Statement = alone,
): Statement {
  return sql`
    insert into story (name, id, channel, locale, traceparent, next_attempt_at)
    select ${name}, ${id}, ${scope.channel}, ${scope.locale}, ${scope.traceparent},
           kontor_now() + interval '60 seconds' ${from}
    on conflict (name, id) do update set next_attempt_at = excluded.next_attempt_at
    where story.state = 'open'`;
}

export function finishedStory(name: string, id: string, when: Statement = alone): Statement {
  return sql`
    update story set state = 'finished', finished_at = kontor_now()
    where name = ${name} and id = ${id} and state <> 'finished' ${when}`;
}

export function keptReply(record: ReplyRecord, value: unknown, from: Statement = alone): Statement {
  return sql`
    insert into idempotency (actor_scope, operation, key, body_hash, reply)
    select ${record.scope}, ${record.operation}, ${record.key}, ${record.bodyHash},
           ${json(value ?? null)}::json ${from}`;
}

/** Undefined where the actor is no member of the staff. */
export function auditRow(
  operation: string,
  detail: AuditDetail | undefined,
  { actor, traceparent }: Invocation,
  from: Statement = alone,
): Statement | undefined {
  if (actor.kind !== 'staff' && actor.kind !== 'api_key') return undefined;
  return sql`
    insert into audit_entry (id, actor_kind, actor_id, operation, subject, detail, trace_id)
    select ${newId()}::uuid, ${actor.kind}, ${actor.id}, ${operation},
           ${detail?.subject ?? null}::text,
           ${json({ before: detail?.before, after: detail?.after })}::jsonb,
           ${traceIdOf(traceparent)} ${from}`;
}
