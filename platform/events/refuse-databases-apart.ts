import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../data/database.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, topology, type EventType, type ServiceName } from '../topology.ts';
import type { Compared, Producers, TakenEvent } from './event-marks.ts';

/**
 * Two databases remember different things: one of them is of an earlier moment, as after a backup of
 * it alone was put back. Whoever went on would sell what is gone and number orders twice.
 */
export class DatabasesApart extends Error {
  override readonly name = 'DatabasesApart';

  constructor(older: ServiceName, newer: ServiceName) {
    const [one, other] = [topology[older].database, topology[newer].database];
    super(
      `The database ${one} (of ${older}) is of an earlier moment than ${other} (of ${newer}): it has forgotten events that the other one knows. ` +
        'A backup of it was probably put back alone. Put back all databases as of one moment (docs/backup.md), ' +
        'or set KONTOR_RESTORED=accept for three days to go on all the same.',
    );
  }
}

interface Sides {
  /** Of the consumer. */
  readonly database: Database;
  readonly producers: Pick<Producers, 'compare' | 'had' | 'tellAgain'>;
  readonly outboxSeconds: number;
  readonly log: Logger;
  /** Goes on all the same: what a consumer has forgotten is told again as far as outboxes keep it. */
  readonly accepts: boolean;
  /** Nobody waits any more for those that do not answer. */
  readonly stopped: AbortSignal;
}

/** So far back an event proves something: outboxes and inboxes keep those for longer. */
const provesForSeconds = 3 * 86_400;
/** Retention comes by once an hour, and clocks of several machines differ. */
const marginSeconds = 2 * 3_600;
/** No more of the newest are looked at: there may be millions. */
const rowsLooked = 5_000;
/** Some that came since the start do not hide what is missing before them. */
const newestCompared = 50;
const toldAgainAtOnce = 1_000;
const againMs = 2_000;
const againMsMax = 60_000;

/**
 * Compares what a consumer remembers with what its producers do. What it took stays in its inbox for
 * longer than in the outbox, and was in the outbox before: neither can lack what the other knows,
 * unless it is of an earlier moment. The consumer is who does not start: nobody ends on another's word.
 * A producer that is not there is asked as soon as it is; where it turns out then, the process ends,
 * and is refused at its next start.
 * @throws DatabasesApart
 */
export async function refuseDatabasesApart(sides: Sides): Promise<void> {
  const silent = await compareWithEach(sides, producersHeardBy(sides.database.service));
  if (silent.length > 0) void compareLater(sides, silent);
}

async function compareLater(sides: Sides, silent: readonly ServiceName[]): Promise<void> {
  const { stopped, log } = sides;
  let left = silent;
  for (let pauseMs = againMs; left.length > 0; pauseMs = Math.min(2 * pauseMs, againMsMax)) {
    await sleep(pauseMs, undefined, { signal: stopped, ref: false }).catch(() => {});
    if (stopped.aborted) return;
    try {
      left = await compareWithEach(sides, left);
    } catch (error) {
      if (error instanceof DatabasesApart) {
        endProcess(error);
        return;
      }
      log.warn({ error: String(error) }, 'databases could not be compared; later');
    }
  }
}

/** Nothing more is served with it: whoever starts it again is told why it does not. */
function endProcess(error: DatabasesApart): void {
  setImmediate(() => {
    throw error;
  });
}

/** @returns the producers that did not answer */
async function compareWithEach(
  sides: Sides,
  producers: readonly ServiceName[],
): Promise<ServiceName[]> {
  const silent = await Promise.all(
    producers.map(async (producer) => {
      const found = await findApart(sides, producer);
      if (found === 'no answer') return producer;
      if (found && !sides.accepts) throw found;
      if (found) sides.log.error({ events: await tellAgain(sides, producer) }, found.message);
      return [];
    }),
  );
  return silent.flat();
}

async function findApart(
  { database, producers, outboxSeconds }: Sides,
  producer: ServiceName,
): Promise<DatabasesApart | 'no answer' | undefined> {
  const consumer = database.service;
  const types = typesBetween(producer, consumer);
  const latest = await database.query<{ id: string }>(latestTaken(types, outboxSeconds));
  const answer = await producers.compare(
    producer,
    latest.map(({ id }) => id),
  );
  if (answer === undefined) return 'no answer';
  if (!answer.told) return new DatabasesApart(producer, consumer);
  const forgotten = await forgottenOf(database, answer.newest);
  return forgotten.length > 0 ? new DatabasesApart(consumer, producer) : undefined;
}

/** How many events come once more. */
async function tellAgain({ database, producers }: Sides, producer: ServiceName): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let events = 0; ;) {
    const had = await producers.had(producer, after);
    const last = had.at(-1);
    if (!last) return events;
    after = last.id;
    const forgotten = await forgottenOf(database, had);
    if (forgotten.length > 0) await producers.tellAgain(producer, forgotten);
    events += forgotten.length;
  }
}

/** The producer's side of the comparison. */
export async function compareWith(
  database: Database,
  consumer: ServiceName,
  latest: readonly string[],
): Promise<Compared> {
  const [newest, [row]] = await Promise.all([
    database.query<TakenEvent>(newestHadBy(database, consumer)),
    database.query<{ told: number }>(
      sql`select count(*)::int as told from outbox where id = any(${latest}::uuid[])`,
    ),
  ]);
  return { newest, told: row!.told === latest.length };
}

/** Those in other databases whose events a service hears: schemas of one are restored together. */
function producersHeardBy(consumer: ServiceName): ServiceName[] {
  const { database } = topology[consumer];
  const heard = Object.values(eventRoutes).filter(
    ({ producer, consumers }) =>
      (consumers as readonly ServiceName[]).includes(consumer) &&
      topology[producer].database !== database,
  );
  return [...new Set(heard.map(({ producer }) => producer))];
}

function typesBetween(producer: ServiceName, consumer: ServiceName): EventType[] {
  const types = Object.keys(eventRoutes) as EventType[];
  return types.filter((type) => {
    const { producer: teller, consumers } = eventRoutes[type];
    return teller === producer && (consumers as readonly ServiceName[]).includes(consumer);
  });
}

/** By its id, which tells when an event was written. */
function isYoung(id: Statement, seconds: number): Statement {
  return sql`uuid_extract_timestamp(${id}) > (select kontor_now()) - ${seconds} * interval '1 second'`;
}

function latestTaken(types: readonly string[], outboxSeconds: number): Statement {
  const seconds = Math.min(outboxSeconds - marginSeconds, provesForSeconds);
  return sql`
    select event_id as id
    from (select event_id, type from inbox order by event_id desc limit ${rowsLooked}) i
    where type = any(${types}::text[]) and ${isYoung(sql`event_id`, seconds)}
    order by event_id desc limit ${newestCompared}`;
}

/** What an earlier version gave to a broker, without a mark of who took it, proves nothing. */
function newestHadBy({ service }: Database, consumer: ServiceName): Statement {
  return sql`
    select id, type
    from (select id, type, pending, unconfirmed from outbox order by id desc limit ${rowsLooked}) o
    where type = any(${typesBetween(service, consumer)}::text[]) and ${isHadBy(consumer)}
      and ${isYoung(sql`id`, provesForSeconds)}
      and not exists (select from broker_seen where not marks_made)
    order by id desc limit ${newestCompared}`;
}

function isHadBy(consumer: ServiceName): Statement {
  return sql`${consumer} <> all(pending) and ${consumer} <> all(unconfirmed)`;
}

/** A consumer that took nothing of a type before did not hear it then: an earlier version ran. */
async function forgottenOf(database: Database, had: readonly TakenEvent[]): Promise<string[]> {
  if (had.length === 0) return [];
  const rows = await database.query<{ id: string }>(sql`
    select h.id
    from unnest(${had.map(({ id }) => id)}::uuid[], ${had.map(({ type }) => type)}::text[]) h (id, type)
    where not exists (select from inbox i where i.event_id = h.id)
      and not exists (select from inbox_held p where p.event_id = h.id)
      and exists (select from inbox b where b.type = h.type and b.event_id < h.id)`);
  return rows.map(({ id }) => id);
}

/** The producer's side: the next events of its outbox that the consumer has. */
export function hadBy(
  { service }: Pick<Database, 'service'>,
  consumer: ServiceName,
  after: string,
): Statement {
  return sql`
    select id, type from outbox
    where id > ${after} and type = any(${typesBetween(service, consumer)}::text[])
      and ${isHadBy(consumer)}
    order by id limit ${toldAgainAtOnce}`;
}

export function toldAgain(
  { service }: Pick<Database, 'service'>,
  consumer: ServiceName,
  ids: readonly string[],
): Statement {
  return sql`
    update outbox set pending = pending || ${consumer}::text
    where id = any(${ids}::uuid[]) and type = any(${typesBetween(service, consumer)}::text[])
      and ${isHadBy(consumer)}
    returning id`;
}
