import pg from 'pg';
import * as clock from '#kernel/clock.ts';
import { databaseNameOf, type Installation } from './provision.ts';
import { databases } from './topology.ts';

let movedMs = 0;

/** Moves the one clock by so many milliseconds more: in this process and in every database. Tests only. */
export async function moveTestClock(installation: Installation, ms: number): Promise<void> {
  movedMs += ms;
  await setDatabaseClocks(installation, movedMs);
  clock.setOffsetMs(movedMs);
}

async function setDatabaseClocks(installation: Installation, ms: number): Promise<void> {
  for (const database of databases) {
    const admin = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
    });
    await admin.connect();
    try {
      await admin.query(`update kontor.clock set moved = $1 * interval '1 millisecond'`, [ms]);
    } finally {
      await admin.end();
    }
  }
}

/** @throws when a database's clock was moved: a shop never starts on one. */
export async function refuseMovedClock(installation: Installation): Promise<void> {
  for (const database of databases) {
    const admin = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
    });
    await admin.connect();
    try {
      const { rowCount } = await admin.query(
        `select from kontor.clock where moved <> interval '0'`,
      );
      if (rowCount) {
        throw new Error(
          `the clock of database ${database} was moved by a test; a shop cannot run on it. Use another data folder.`,
        );
      }
    } finally {
      await admin.end();
    }
  }
}
