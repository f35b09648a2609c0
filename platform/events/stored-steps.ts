import type { z } from 'zod';
import type { storedSteps, storedStepsPromises } from '#contracts/every-service/stored-steps.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Answer, Input, Reply } from '#kernel/contract.ts';
import { traceIdOf, type Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { ServiceContext } from '../calls/service.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { inTime, whereAnswered } from '../ground/unavailability.ts';
import { eventRoutes, type EventType, type ServiceName } from '../topology.ts';

/**
 * The way of an order as it is stored: outboxes have when its events were told, inboxes when they
 * were heard, stories when they began and ended. It is read along the arrows, as audit entries are;
 * what somebody does not tell is missing, and they are named.
 */

type Promised = (typeof storedStepsPromises)['listStoredSteps'];
type Asked = Input<Promised>;
type Steps = z.output<typeof storedSteps>;
type Behind = (asked: Asked, invocation: Invocation) => Promise<Answer<Promised>>;
type Own = Pick<ServiceContext<ServiceName>, 'service' | 'database'>;

interface Known {
  /** One column `id`: what the service made for an order, as its events and stories are called. */
  readonly madeFor?: (about: readonly string[]) => Statement;
  /** Which of its stories go by such an id. */
  readonly stories?: readonly { readonly name: string }[];
  /** Callers of those for whom it answers as well, by name. */
  readonly behind?: Readonly<Partial<Record<ServiceName, Behind>>>;
}

interface Row {
  readonly about: string[];
  readonly told: (Omit<Steps['told'][number], 'traceId'> & { traceparent: string })[];
  readonly heard: Omit<Steps['heard'][number], 'service'>[];
  readonly stories: (Omit<Steps['stories'][number], 'service' | 'traceId'> & {
    traceparent: string;
  })[];
}

/** Less than the gateway waits: who is behind a service that answers is missing alone. */
const behindWithinMs = 600;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Binds a service's promise. */
export function listStoredSteps(own: Own, known: Known = {}) {
  const { service, database } = own;
  const { madeFor, stories = [], behind = {} } = known;
  const types = Object.entries(eventRoutes)
    .filter(([, { producer }]) => producer === service)
    .map(([type]) => type);
  const names = stories.map(({ name }) => name);
  return async (asked: Asked, invocation: Invocation): Promise<Reply<Promised>> => {
    const { about, events } = asked;
    const made = madeFor?.(about) ?? sql`select null::text as id where false`;
    const row = await database.first<Row>(
      stepsOf({ about, events, made, types, names }, invocation.actor),
      invocation,
    );
    const { told, heard, stories: begun, about: ids } = row!;
    // Who is behind knows by these what was made there.
    const more = { about: ids.filter((one) => uuid.test(one)).slice(0, 200), events };
    const replies = await Promise.all(
      Object.entries(behind).map(async ([name, ask]) => {
        const reply = await inTime(whereAnswered(ask(more, invocation)), behindWithinMs);
        return reply?.ok ? reply.value : { ...nothing, unanswered: [name] };
      }),
    );
    const tell = ({ traceparent, ...one }: Row['told'][number]) => ({
      ...one,
      traceId: traceIdOf(traceparent),
    });
    return ok(
      together([
        {
          told: told.map(tell),
          heard: heard.map((one) => ({ ...one, service })),
          stories: begun.map(({ traceparent, ...one }) => ({
            ...one,
            service,
            traceId: traceIdOf(traceparent),
          })),
          unanswered: [],
        },
        ...replies,
      ]),
    );
  };
}

const nothing: Steps = { told: [], heard: [], stories: [], unanswered: [] };

/** What several told. */
export function together(all: readonly Steps[]): Steps {
  return {
    told: all.flatMap(({ told }) => told),
    heard: all.flatMap(({ heard }) => heard),
    stories: all.flatMap(({ stories }) => stories),
    unanswered: all.flatMap(({ unanswered }) => unanswered),
  };
}

interface Looked {
  readonly about: readonly string[];
  readonly events: readonly string[];
  readonly made: Statement;
  readonly types: readonly string[];
  readonly names: readonly string[];
}

/** One look by keys alone: outboxes and stories have no index by order, and a purchase pays for none. */
function stepsOf({ about, events, made, types, names }: Looked, actor: Actor): Statement {
  const channels =
    actor.channels === '*' ? sql`true` : sql`channel = any(${actor.channels}::text[])`;
  const iso = sql`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
  return sql`
    with about as materialized (
      select unnest(${about}::text[]) as id union select made.id from (${made}) made)
    select coalesce((select json_agg(id) from about), '[]') as about,
      coalesce((
        select json_agg(json_build_object('eventId', o.id, 'type', o.type,
          'at', to_char(occurred_at at time zone 'utc', ${iso}), 'traceparent', traceparent))
        from about cross join unnest(${types}::text[]) as told (type)
          join outbox o on o.type = told.type and o.aggregate_id = about.id
        where ${channels}), '[]') as told,
      coalesce((
        select json_agg(json_build_object('eventId', event_id,
          'at', to_char(received_at at time zone 'utc', ${iso})))
        from inbox where event_id = any(${events}::uuid[])), '[]') as heard,
      coalesce((
        select json_agg(json_build_object('name', s.name,
          'startedAt', to_char(created_at at time zone 'utc', ${iso}),
          'endedAt', to_char(finished_at at time zone 'utc', ${iso}), 'traceparent', traceparent))
        from about cross join unnest(${names}::text[]) as begun (name)
          join story s on s.name = begun.name and s.id = about.id
        where ${channels}), '[]') as stories`;
}

/** Who tells events of a type and who hears them; of a type that this release does not know, nothing. */
export function routeOf(
  type: string,
): { readonly producer: ServiceName; readonly consumers: readonly ServiceName[] } | undefined {
  const routes: Readonly<Record<string, (typeof eventRoutes)[EventType]>> = eventRoutes;
  return routes[type];
}
