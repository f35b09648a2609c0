import { eventRoutes, topology, type EventType, type ServiceName } from '#platform/topology.ts';
import {
  everySchemaCheck,
  quotedSchema,
  statefulServices,
  type Broken,
  type Check,
} from '../world/check.ts';
import type { World } from '../world/world.ts';

interface OutboxRow {
  id: string;
  type: EventType;
  /** Who does not have it yet, as far as the outbox knows. */
  owed: string[];
}

interface TakenRow {
  readonly id: string;
  readonly type: EventType;
}

/** Cleaning comes by once an hour, and clocks of several machines differ. */
const marginSeconds = 2 * 3_600;

/** I10, the way of the events: each one reaches everyone, once and in order. */
export const eventChecks: readonly Check[] = [
  {
    invariant: 'I10',
    says: 'every event that its outbox calls delivered is in each consumer’s inbox, or held there',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for (const producer of statefulServices) {
        const events = world.batches<OutboxRow>(
          topology[producer].database!,
          // What was handed to a broker just now is on its way.
          `select id::text, type, pending || unconfirmed as owed from ${quotedSchema(producer)}.outbox
           where occurred_at <= kontor_now() - make_interval(secs => $1)
             and occurred_at > kontor_now() - make_interval(secs => $2)`,
          // What is older the inbox may have forgotten.
          [world.graceSeconds, world.retention.inbox - marginSeconds],
        );
        // Inboxes are read after the outbox: what was marked by then is in them.
        for await (const batch of events) {
          for (const [consumer, delivered] of deliveredTo(batch)) {
            checked += delivered.length;
            broken.push(...(await neverReached(world, consumer, delivered)));
          }
        }
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I10',
    says: 'an inbox took only what an outbox told, and outboxes forget nothing that is young',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for (const consumer of statefulServices) {
        const taken = world.batches<TakenRow>(
          topology[consumer].database!,
          `select event_id::text as id, type from ${quotedSchema(consumer)}.inbox
           where uuid_extract_timestamp(event_id) > kontor_now() - make_interval(secs => $1)`,
          [world.retention.outbox - marginSeconds],
        );
        for await (const batch of taken) {
          checked += batch.length;
          broken.push(...(await neverReported(world, consumer, batch)));
        }
      }
      return { checked, broken };
    },
  },
  everySchemaCheck({
    invariant: 'I10',
    says: 'an event goes to whom its type is for',
    counted: (schema) => `${schema}.outbox`,
    broken: (schema, service) => `
      select id::text, type || ' is not told by ${service}, or not to ' || array_to_string(pending || unconfirmed, ', ')
      from ${schema}.outbox left join (values ${routesOf(service)}) route (told, consumers) on told = type
      where told is null or not pending || unconfirmed <@ consumers`,
  }),
  everySchemaCheck({
    invariant: 'I10',
    says: 'the versions of one thing were taken in order',
    counted: (schema) => `${schema}.inbox`,
    broken: (schema, service) => `
      select aggregate_id, format('%s took version %s after %s', '${service}', aggregate_version, before)
      from (select aggregate_id, aggregate_version, lag(aggregate_version) over (
              partition by split_part(type, '.', 1), aggregate_id order by sequence) as before
            from ${schema}.inbox) taken where before > aggregate_version`,
  }),
  everySchemaCheck({
    invariant: 'I10',
    says: 'one version of a thing is told once',
    counted: (schema) => `${schema}.outbox`,
    broken: (schema, service) => `
      select aggregate_id, format('%s told %s version %s %s times', '${service}', type, aggregate_version, count(*))
      from ${schema}.outbox group by type, aggregate_id, aggregate_version having count(*) > 1`,
  }),
];

/** What of these events each consumer must have: all that is for it and no longer pending. */
function deliveredTo(events: readonly OutboxRow[]): Map<ServiceName, OutboxRow[]> {
  const delivered = new Map<ServiceName, OutboxRow[]>();
  for (const event of events) {
    for (const consumer of eventRoutes[event.type]?.consumers ?? []) {
      if (event.owed.includes(consumer)) continue;
      const list = delivered.get(consumer) ?? [];
      list.push(event);
      delivered.set(consumer, list);
    }
  }
  return delivered;
}

async function neverReached(
  world: World,
  consumer: ServiceName,
  events: readonly OutboxRow[],
): Promise<Broken[]> {
  const schema = quotedSchema(consumer);
  const missing = await world.query<{ id: string }>(
    topology[consumer].database!,
    `select id::text from unnest($1::uuid[]) told (id)
     where not exists (select from ${schema}.inbox i where i.event_id = told.id)
       and not exists (select from ${schema}.inbox_held h where h.event_id = told.id)`,
    [events.map(({ id }) => id)],
  );
  const lost = new Set(missing.map(({ id }) => id));
  return events
    .filter(({ id }) => lost.has(id))
    .map(({ id, type }) => ({ subject: id, message: `${type} never reached ${consumer}` }));
}

async function neverReported(
  world: World,
  consumer: ServiceName,
  taken: readonly TakenRow[],
): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const [type, rows] of Map.groupBy(taken, (row) => row.type)) {
    const producer = eventRoutes[type]?.producer;
    const missing = producer
      ? await world.query<{ id: string }>(
          topology[producer].database,
          `select id::text from unnest($1::uuid[]) taken (id)
           where not exists (select from ${quotedSchema(producer)}.outbox o where o.id = taken.id)`,
          [rows.map(({ id }) => id)],
        )
      : rows;
    const message = `${consumer} took ${type}, and no outbox knows of it`;
    broken.push(...missing.map(({ id }) => ({ subject: id, message })));
  }
  return broken;
}

/** `('order.placed', '{customer}'::text[]), …` of what a service tells. */
function routesOf(service: ServiceName): string {
  const routes = Object.entries(eventRoutes).filter(([, { producer }]) => producer === service);
  if (routes.length === 0) return `(null::text, null::text[])`;
  return routes
    .map(([type, { consumers }]) => `('${type}', '{${consumers.join(',')}}'::text[])`)
    .join(', ');
}
