import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import {
  databases,
  schemaOf,
  serviceNames,
  topology,
  type DatabaseName,
} from '#platform/topology.ts';

const states = ['40001', '40P01', '57P01'] as const;
type State = (typeof states)[number];

/**
 * Makes the server itself fail this share of all transactions that write, by triggers on every
 * table of every service. Whether one fails, how, and whether at its first write or at its commit
 * follows from its number and the seed, so that a repetition has its own luck.
 */
export async function breakTransactions(
  installation: Installation,
  options: { readonly share: number; readonly seed: number },
): Promise<{ mend(): Promise<Record<State, number>> }> {
  await inEach(installation, async (client, database) => {
    await client.query(faultFunction(options));
    const { rows } = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname = any($1) and tablename <> 'migration'`,
      [schemasIn(database)],
    );
    for (const { schema, name } of rows) {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      await client.query(`
        create trigger fault_now before insert or update or delete on ${table}
          for each statement execute function kontor.fault('now');
        create constraint trigger fault_late after insert or update on ${table}
          deferrable initially deferred for each row execute function kontor.fault('late')`);
    }
  });
  return { mend: () => mend(installation) };
}

async function mend(installation: Installation): Promise<Record<State, number>> {
  const times = { '40001': 0, '40P01': 0, '57P01': 0 };
  await inEach(installation, async (client) => {
    for (const state of states) {
      const { rows } = await client.query<{ times: string }>(
        `select case when is_called then last_value else 0 end as times from kontor.fault_${state.toLowerCase()}`,
      );
      times[state] += Number(rows[0]!.times);
    }
    await client.query(`
      drop function kontor.fault cascade;
      ${states.map((state) => `drop sequence kontor.fault_${state.toLowerCase()};`).join('')}`);
  });
  return times;
}

/** Sequences count beyond a rollback. */
function faultFunction({ share, seed }: { share: number; seed: number }): string {
  const percent = Math.round(share * 100);
  return `
    ${states
      .map(
        (state) => `
    create sequence kontor.fault_${state.toLowerCase()};
    grant usage on sequence kontor.fault_${state.toLowerCase()} to public;`,
      )
      .join('')}
    create function kontor.fault() returns trigger language plpgsql as $fault$
    declare
      luck bigint := hashint8extended(pg_current_xact_id()::text::bigint, ${seed}) & 1073741823;
    begin
      if luck % 100 >= ${percent} or ((luck / 100) % 2 = 0) <> (tg_argv[0] = 'now') then
        return null;
      end if;
      case (luck / 200) % 3
        when 0 then
          perform nextval('kontor.fault_40001');
          raise exception using errcode = '40001', message = 'could not serialize access';
        when 1 then
          perform nextval('kontor.fault_40p01');
          raise exception using errcode = '40P01', message = 'deadlock detected';
        else
          perform nextval('kontor.fault_57p01');
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(5);
      end case;
      return null;
    end $fault$`;
}

function schemasIn(database: DatabaseName): string[] {
  return serviceNames.filter((name) => topology[name].database === database).map(schemaOf);
}

async function inEach(
  installation: Installation,
  work: (client: pg.Client, database: DatabaseName) => Promise<void>,
): Promise<void> {
  for (const database of databases) {
    const client = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
    });
    await client.connect();
    try {
      await work(client, database);
    } finally {
      await client.end();
    }
  }
}
