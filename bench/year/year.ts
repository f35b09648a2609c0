import pg from 'pg';
import { takenBy, type Producers } from '#platform/events/event-marks.ts';
import { makeClock } from '#platform/provision/clock-function.ts';
import { Database } from '#platform/data/database.ts';
import { defaultRetentionSeconds } from '#platform/ground/retention-seconds.ts';
import { addressOf, databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { RestingPlaces } from '#platform/resting/resting-place.ts';
import { Retention } from '#platform/run/retention.ts';
import type { Outdated } from '#platform/calls/service.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { setDatabaseClocks } from '#platform/provision/test-clock.ts';
import { schemaOf, topology, type ServiceName } from '#platform/topology.ts';
import { outdatedAttempts } from '../../services/cart-and-checkout/checkout/completion/outdated-attempts.ts';
import { outdatedWebhooks as outdatedCarrierEvents } from '../../services/fulfillment/tracking/outdated-webhooks.ts';
import { outdatedWebhooks } from '../../services/order-processing/payment/webhooks/outdated-webhooks.ts';
import { retainedTablesOf, type RetainedTable } from './year-tables.ts';
import { YearRows } from './year-rows.ts';

export interface YearPlan {
  readonly installation: Installation;
  readonly services: readonly ServiceName[];
  /** The purchases that are written again and again were made after it, and nothing else. */
  readonly since: string;
  /** How many these are. */
  readonly purchases: number;
  readonly ordersPerDay: number;
  readonly days: number;
  /** How often a day rows are written and cleaned; a shop cleans every hour. */
  readonly stepsADay: number;
  readonly say: (line: string) => void;
}

export interface YearReport {
  readonly orders: number;
  readonly deleted: number;
  readonly vacuums: number;
  readonly seconds: number;
  readonly tables: readonly RetainedTable[];
}

const outdatedOf: Partial<Record<ServiceName, Outdated>> = {
  checkout: outdatedAttempts,
  payment: outdatedWebhooks,
  tracking: outdatedCarrierEvents,
};
const dayMs = 86_400_000;

/**
 * Lets a shop whose processes are stopped grow older: the clock of its databases is set back by the
 * days, then step by step its orders' rows are written with the times of that step, what
 * has served its time is deleted as the hourly job deletes it, and what autovacuum would vacuum by its
 * own thresholds is vacuumed. At the end the clock is the machine's again.
 */
export async function playYear(plan: YearPlan): Promise<YearReport> {
  const beganMs = performance.now();
  const copies = copiesOf(plan);
  const places = await open(plan);
  const nowMs = Date.now();
  const { stepsADay } = plan;
  const steps = plan.days * stepsADay;
  const stepMs = dayMs / stepsADay;
  let [deleted, vacuums] = [0, 0];
  try {
    await setDatabaseClocks(plan.installation, -steps * stepMs);
    for (let step = 1; step <= steps; step += 1) {
      const behindMs = (steps - step) * stepMs;
      await Promise.all(
        oneOfEachDatabase(places).map(({ admin }) =>
          admin.query(`update kontor.clock set moved = ${-behindMs} * interval '1 ms'`),
        ),
      );
      const toMs = nowMs - behindMs;
      await Promise.all(places.map(({ rows }) => rows.write(toMs - stepMs, toMs, copies)));
      deleted += sum(await Promise.all(places.map(({ retention }) => retention.clean())));
      vacuums += sum(
        await Promise.all(places.map(({ admin, schema }) => vacuumDue(admin, schema))),
      );
      if (step % (30 * stepsADay) === 0)
        plan.say(`day ${step / stepsADay}: ${deleted} rows deleted, ${vacuums} vacuums`);
    }
    const tables: RetainedTable[] = [];
    for (const { admin, service, rows } of places)
      tables.push(...(await retainedTablesOf(admin, service, rows.tables)));
    const seconds = (performance.now() - beganMs) / 1_000;
    return { orders: steps * copies * plan.purchases, deleted, vacuums, seconds, tables };
  } finally {
    await setDatabaseClocks(plan.installation, 0);
    for (const { admin } of oneOfEachDatabase(places)) await admin.query(makeClock);
    for (const place of places) await place.close();
  }
}

/** How often the purchases are written in a step; the orders a day are rounded to it. */
function copiesOf({ ordersPerDay, stepsADay, purchases }: YearPlan): number {
  return Math.max(1, Math.round(ordersPerDay / stepsADay / purchases));
}

function oneOfEachDatabase(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [topology[place.service].database, place])).values()];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((left, right) => left + right, 0);
}

interface Place {
  readonly service: ServiceName;
  readonly schema: string;
  readonly admin: pg.Client;
  readonly rows: YearRows;
  readonly retention: Retention;
  close(): Promise<void>;
}

async function open({ installation, services, since }: YearPlan): Promise<Place[]> {
  const databases = new Map<ServiceName, Database>();
  const afterCommit = {
    committed: () => {},
    eventsWritten: () => {},
    storyStarted: () => {},
    jobWritten: () => {},
  };
  const stateful = services.filter((name) => topology[name].database !== null);
  for (const name of stateful) {
    const address = addressOf(installation, name);
    databases.set(name, new Database(name, address, new EdgeRecorder(), afterCommit));
  }
  return Promise.all(
    stateful.map(async (name) => {
      const database = databases.get(name)!;
      const schema = schemaOf(name);
      const admin = new pg.Client({
        ...installation.cluster,
        database: databaseNameOf(installation, topology[name].database!),
        options: `-c search_path=${pg.escapeIdentifier(schema)},kontor`,
      });
      admin.on('error', () => {});
      await admin.connect();
      const rows = await YearRows.of(admin, name, since);
      const retention = new Retention({
        database,
        producers: producersFor(name, databases),
        retention: defaultRetentionSeconds,
        resting: new RestingPlaces([]),
        outdated: outdatedOf[name],
        log: openLogger('silent'),
      });
      const close = async () => {
        await database.close();
        await admin.end();
      };
      return { service: name, schema, admin, rows, retention, close };
    }),
  );
}

function producersFor(
  consumer: ServiceName,
  databases: ReadonlyMap<ServiceName, Database>,
): Pick<Producers, 'noteTaken' | 'owed'> {
  return {
    noteTaken: async (producer, ids) => {
      const database = databases.get(producer);
      if (!database) throw new Error(`${producer} is away`);
      await database.query(takenBy(ids.map((id) => ({ id, consumer }))));
    },
    owed: async () => new Set(),
  };
}

/**
 * Autovacuum's daemon looks at a database twice a minute, and a step of some hours lasts a second here:
 * so its own thresholds are asked after each, and a plain VACUUM does what it would have done.
 */
async function vacuumDue(admin: pg.Client, schema: string): Promise<number> {
  const { rows } = await admin.query<{ name: string }>(
    `with option as (
      select c.oid, c.reltuples, s.n_dead_tup, s.n_ins_since_vacuum,
        (select option_value::numeric from pg_options_to_table(c.reloptions)
          where option_name = 'autovacuum_vacuum_scale_factor') as dead,
        (select option_value::numeric from pg_options_to_table(c.reloptions)
          where option_name = 'autovacuum_vacuum_insert_scale_factor') as inserted
      from pg_class c join pg_stat_user_tables s on s.relid = c.oid where s.schemaname = $1)
    select oid::regclass::text as name from option
    where n_dead_tup > current_setting('autovacuum_vacuum_threshold')::numeric + greatest(reltuples, 0)
        * coalesce(dead, current_setting('autovacuum_vacuum_scale_factor')::numeric)
      or n_ins_since_vacuum > current_setting('autovacuum_vacuum_insert_threshold')::numeric
        + greatest(reltuples, 0)
        * coalesce(inserted, current_setting('autovacuum_vacuum_insert_scale_factor')::numeric)`,
    [schema],
  );
  for (const { name } of rows) await admin.query(`vacuum (analyze) ${name}`);
  return rows.length;
}
