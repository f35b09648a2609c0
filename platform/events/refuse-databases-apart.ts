import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../data/database.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { RetentionSeconds } from '../ground/retention-seconds.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, topology, type EventType, type ServiceName } from '../topology.ts';
import type { Compared, Producers } from './event-marks.ts';

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

/** An event that a consumer has. */
interface TakenEvent {
  readonly id: string;
  readonly type: string;
}

interface Sides {
  /** Of the consumer. */
  readonly database: Database;
  readonly producers: Pick<Producers, 'compare' | 'had' | 'tellAgain'>;
  /** How long a producer keeps what it told, and a consumer what it took. */
  readonly retention: Pick<RetentionSeconds, 'outbox' | 'inbox'>;
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
const rowsLooked = 2_000;
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
  const producers = producersHeardBy(sides.database.service);
  if (producers.length === 0) return;
  const silent = await compareWithEach(sides, producers);
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
  const { database, retention } = sides;
  const latest = await database.query<TakenEvent>(
    latestTaken(database.service, producers, retention.outbox),
  );
  const answers = await Promise.all(
    producers.map(async (producer) => ({
      producer,
      compared: await sides.producers.compare(producer, idsFrom(producer, latest)),
    })),
  );
  const newest = answers.flatMap(({ compared }) => compared?.newest ?? []);
  const forgotten = new Set(await forgottenOf(database, newest, retention.inbox));
  const silent: ServiceName[] = [];
  for (const { producer, compared } of answers) {
    if (compared) await judge(sides, producer, compared, forgotten);
    else silent.push(producer);
  }
  return silent;
}

/** @throws DatabasesApart unless that is accepted */
async function judge(
  sides: Sides,
  producer: ServiceName,
  { told, newest }: Compared,
  forgotten: ReadonlySet<string>,
): Promise<void> {
  const consumer = sides.database.service;
  const isOlder = newest.some((id) => forgotten.has(id));
  if (told && !isOlder) return;
  const apart = told
    ? new DatabasesApart(consumer, producer)
    : new DatabasesApart(producer, consumer);
  if (!sides.accepts) throw apart;
  sides.log.error({ events: await tellAgain(sides, producer) }, apart.message);
}

function idsFrom(producer: ServiceName, events: readonly TakenEvent[]): string[] {
  const those = events.filter(({ type }) => eventRoutes[type as EventType].producer === producer);
  return those.map(({ id }) => id);
}

/** How many events come once more. */
async function tellAgain(
  { database, producers, retention }: Sides,
  producer: ServiceName,
): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let events = 0; ;) {
    const had = await producers.had(producer, after);
    const last = had.at(-1);
    if (!last) return events;
    after = last;
    const forgotten = await forgottenOf(database, had, retention.inbox);
    if (forgotten.length > 0) await producers.tellAgain(producer, forgotten);
    events += forgotten.length;
  }
}

/** The producer's side of the comparison, in one statement: every start waits for all of them. */
export async function compareWith(
  database: Database,
  consumer: ServiceName,
  latest: readonly string[],
): Promise<Compared> {
  const rows = await database.query<{ told: number; id: string | null }>(sql`
    select t.told, n.id
    from (select count(*)::int as told from outbox where id = any(${latest}::uuid[])) t
    left join (${newestHadBy(consumer)}) n on true`);
  const newest = rows.flatMap(({ id }) => id ?? []);
  return { newest, told: rows[0]!.told === latest.length };
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

function latestTaken(
  consumer: ServiceName,
  producers: readonly ServiceName[],
  outboxSeconds: number,
): Statement {
  const routes = producers.flatMap((producer) =>
    typesBetween(producer, consumer).map((type) => ({ type, producer })),
  );
  const seconds = Math.min(outboxSeconds - marginSeconds, provesForSeconds);
  return sql`
    select id, type
    from (
      select i.event_id as id, i.type,
        row_number() over (partition by r.producer order by i.event_id desc) as place
      from (select event_id, type from inbox order by event_id desc limit ${rowsLooked}) i
      join unnest(${routes.map(({ type }) => type)}::text[], ${routes.map(({ producer }) => producer)}::text[])
        r (type, producer) on r.type = i.type
      where ${isYoung(sql`i.event_id`, seconds)}
    ) n
    where place <= ${newestCompared}`;
}

function newestHadBy(consumer: ServiceName): Statement {
  return sql`
    select id
    from (select id, told_to, pending, unconfirmed from outbox order by id desc limit ${rowsLooked}) o
    where ${isHadBy(consumer)} and ${isYoung(sql`id`, provesForSeconds)}
    order by id desc limit ${newestCompared}`;
}

/** It was told to it, and it said that it has it. */
function isHadBy(consumer: ServiceName): Statement {
  return sql`${consumer} = any(told_to) and ${consumer} <> all(pending) and ${consumer} <> all(unconfirmed)`;
}

async function forgottenOf(
  database: Database,
  had: readonly string[],
  inboxSeconds: number,
): Promise<string[]> {
  if (had.length === 0) return [];
  const rows = await database.query<{ id: string }>(sql`
    select h.id
    from unnest(${had}::uuid[]) h (id)
    where ${isYoung(sql`h.id`, inboxSeconds - marginSeconds)}
      and not exists (select from inbox i where i.event_id = h.id)
      and not exists (select from inbox_held p where p.event_id = h.id)`);
  return rows.map(({ id }) => id);
}

/** The producer's side: the next events of its outbox that the consumer has. */
export function hadBy(consumer: ServiceName, after: string): Statement {
  return sql`
    select id from outbox where id > ${after} and ${isHadBy(consumer)}
    order by id limit ${toldAgainAtOnce}`;
}

export function toldAgain(consumer: ServiceName, ids: readonly string[]): Statement {
  return sql`
    update outbox set pending = pending || ${consumer}::text
    where id = any(${ids}::uuid[]) and ${isHadBy(consumer)}
    returning id`;
}
