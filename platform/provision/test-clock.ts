import type pg from 'pg';
import * as clock from '#kernel/clock.ts';
import { setClock } from './clock-function.ts';
import { databaseNameOf, type Installation } from './installation.ts';
import { databases, type DatabaseName } from '../topology.ts';
import { withClient } from '../ground/with-client.ts';

/** Moves the one clock by so many milliseconds more: in this process and in every database. Tests only. */
export async function moveTestClock(installation: Installation, ms: number): Promise<void> {
  const movedMs = clock.currentOffsetMs() + ms;
  await setDatabaseClocks(installation, movedMs);
  clock.setOffsetMs(movedMs);
}

/** Sets every database's clock so many milliseconds from the machine's, and no process's. Tests only. */
export async function setDatabaseClocks(installation: Installation, ms: number): Promise<void> {
  const there = await databasesOf(installation);
  await Promise.all(there.map((database) => ask(installation, database, setClock(ms))));
}

/** @throws when a database's clock was moved: a shop never starts on one. */
export async function refuseMovedClock(installation: Installation): Promise<void> {
  const moved = await Promise.all(
    databases.map((database) =>
      ask(installation, database, `select from kontor.clock where moved <> interval '0'`),
    ),
  );
  const found = databases.find((_, index) => moved[index]!.rowCount);
  if (found) {
    throw new Error(
      `the clock of database ${found} was moved by a test; a shop cannot run on it. Use another data folder.`,
    );
  }
}

/** A test's installation may hold only the databases of the services under test. */
async function databasesOf(installation: Installation): Promise<DatabaseName[]> {
  const text = 'select datname from pg_database where starts_with(datname, $1)';
  const { rows } = await ask(installation, undefined, text, [installation.prefix]);
  const names = new Set(rows.map((row) => row['datname']));
  return databases.filter((database) => names.has(databaseNameOf(installation, database)));
}

async function ask(
  installation: Installation,
  database: DatabaseName | undefined,
  text: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<Record<string, unknown>>> {
  const name = database ? databaseNameOf(installation, database) : 'postgres';
  return withClient({ ...installation.cluster, database: name }, (admin) =>
    admin.query(text, values),
  );
}
