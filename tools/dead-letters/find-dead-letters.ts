import type { Choice, DeadLetter, StuckStory } from './dead-letter.ts';
import { jobTableOf } from './job-table.ts';
import type { ServiceSchema } from './open-schemas.ts';

/** Of each schema and kind; who has more replays them and looks again. */
export const rowsMax = 1_000;
/** A story is tried again after 1 s, 2 s, 4 s … 5 min: this many attempts are a quarter of an hour. */
const manyAttempts = 10;

/** The dead letters of a schema that were chosen, those that must be taken first before others. */
export async function findDeadLetters(
  schema: ServiceSchema,
  choice: Choice = {},
): Promise<DeadLetter[]> {
  return [
    ...(await deliveries(schema, choice)),
    ...(await held(schema, choice)),
    ...(await jobs(schema, choice)),
  ];
}

async function deliveries({ service, name, client }: ServiceSchema, choice: Choice) {
  const { rows } = await client.query<DeadLetter>(
    `select 'delivery' as kind, f.event_id::text as id, o.type, $1::text as "keptBy", f.consumer,
       o.aggregate_id as "aggregateId", f.attempts, ${iso('f.dead_at')} as "deadSince",
       f.last_error as reason, true as replayable
     from ${name}.outbox_failure f join ${name}.outbox o on o.id = f.event_id
     where f.dead_at is not null and f.consumer = any(o.pending)
       and ($2::uuid[] is null or f.event_id = any($2)) and ($3::text is null or o.type = $3)
       and ($4::text is null or f.consumer = $4)
     order by o.sequence limit ${rowsMax}`,
    [service, choice.ids ?? null, choice.type ?? null, choice.consumer ?? null],
  );
  return rows;
}

async function held({ service, name, client }: ServiceSchema, choice: Choice) {
  if (choice.consumer !== undefined && choice.consumer !== service) return [];
  const { rows } = await client.query<DeadLetter>(
    `select 'held' as kind, event_id::text as id, type, $1::text as "keptBy", $1::text as consumer,
       aggregate_id as "aggregateId", attempts, ${iso('dead_at')} as "deadSince",
       last_error as reason, true as replayable
     from ${name}.inbox_held
     where dead_at is not null
       and ($2::uuid[] is null or event_id = any($2)) and ($3::text is null or type = $3)
     order by sequence limit ${rowsMax}`,
    [service, choice.ids ?? null, choice.type ?? null],
  );
  return rows;
}

async function jobs(schema: ServiceSchema, choice: Choice) {
  const { service, client } = schema;
  if (choice.consumer !== undefined && choice.consumer !== service) return [];
  const table = await jobTableOf(schema);
  if (table === undefined) return [];
  const { rows } = await client.query<DeadLetter>(
    `select 'job' as kind, id::text, coalesce(source_name, name) as type, $1::text as "keptBy",
       $1::text as consumer, null as "aggregateId", coalesce(source_retry_count, 0) + 1 as attempts,
       ${iso('created_on')} as "deadSince", source_name is not null as replayable,
       coalesce(source_output ->> 'message', source_output ->> 'value', source_output::text, 'no reason') as reason
     from ${table}
     where name = 'dead_letters' and state < 'active'
       and ($2::uuid[] is null or id = any($2)) and ($3::text is null or source_name = $3)
     order by created_on limit ${rowsMax}`,
    [service, choice.ids ?? null, choice.type ?? null],
  );
  return rows;
}

/** Stories that are tried in vain for long, or are held. They are not dead: mending is enough. */
export async function findStuckStories({
  service,
  name,
  client,
}: ServiceSchema): Promise<StuckStory[]> {
  const { rows } = await client.query<StuckStory>(
    `select $1::text as service, name, id, state, attempts, ${iso('created_at')} as since,
       ${iso('next_attempt_at')} as "nextAttemptAt", concat_ws(': ', held_as, coalesce(last_error, 'no reason')) as reason
     from ${name}.story
     where state = 'held' or state = 'open' and attempts >= ${manyAttempts}
     order by created_at limit ${rowsMax}`,
    [service],
  );
  return rows;
}

/** What the event or job says: it may hold personal data. Sealed parts stay sealed. */
export async function readContent(
  schema: ServiceSchema,
  { kind, id }: DeadLetter,
): Promise<unknown> {
  const { name, client } = schema;
  const text = {
    delivery: `select data as content from ${name}.outbox where id = $1`,
    held: `select coalesce(event -> 'data', event) as content from ${name}.inbox_held where event_id = $1`,
    job: `select data as content from ${await jobTableOf(schema)} where id = $1`,
  }[kind];
  const { rows } = await client.query<{ content: unknown }>(text, [id]);
  return rows[0]?.content;
}

function iso(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
