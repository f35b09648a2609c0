import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { auditOptions, prepared } from '#journeys/shop-kit/audit-sessions.ts';
import { databases, type DatabaseName } from '#platform/topology.ts';
import type { Reported } from '#audit/world/reported.ts';
import type { BookKind } from '#external/sandbox/book/sandbox-book.ts';
import type { Invariant } from '#audit/world/check.ts';
import type { BusinessDone } from './planted-business.ts';
import type { Session } from '#audit/world/world.ts';

type Row = Record<string, unknown>;

/** One way to break an invariant, and what the oracle must then say. */
export interface Plant {
  readonly violates: Invariant;
  /** How the sentence of the check that must find it begins. */
  readonly says: string;
  readonly how: string;
  readonly subject: (done: BusinessDone) => string;
  /** What cannot be broken without breaking these too. */
  readonly also?: readonly Invariant[];
  readonly sql?: (done: BusinessDone) => Partial<Record<DatabaseName, string>>;
  readonly book?: (done: BusinessDone) => Partial<Record<BookKind, (rows: Row[]) => Row[]>>;
  readonly journal?: (done: BusinessDone) => Reported[];
}

/** What looks like a violation and is none: the oracle says nothing, but of `also`. */
export type Sound = Pick<Plant, 'how' | 'sql' | 'also'>;

/**
 * The superuser's sessions in which violations are planted: each in a transaction with triggers and
 * foreign keys off. The oracle looks through the same sessions, and then all of it is rolled back.
 */
export class PlantingSessions {
  private readonly clients = new Map<DatabaseName, pg.Client>();

  static async open(installation: Installation): Promise<PlantingSessions> {
    const sessions = new PlantingSessions();
    for (const database of databases) {
      const client = new pg.Client({
        ...installation.cluster,
        database: databaseNameOf(installation, database),
        options: auditOptions,
      });
      await client.connect();
      sessions.clients.set(database, client);
    }
    return sessions;
  }

  async inTurn<T>(
    planted: Partial<Record<DatabaseName, string>>,
    look: (openSession: (database: DatabaseName) => Promise<Session>) => Promise<T>,
  ): Promise<T> {
    const used = Object.entries(planted) as [DatabaseName, string][];
    try {
      for (const [database, text] of used) {
        await this.client(database).query('begin; set local session_replication_role = replica');
        await this.client(database).query(text);
      }
      return await look(async (database) => {
        const client = this.client(database);
        return {
          query: (text, values) => client.query(prepared(text, values)),
          end: async () => {},
        };
      });
    } finally {
      for (const [database] of used) await this.client(database).query('rollback');
    }
  }

  async rows<R extends object>(database: DatabaseName, text: string): Promise<R[]> {
    return (await this.client(database).query(text)).rows as R[];
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) await client.end();
  }

  private client(database: DatabaseName): pg.Client {
    return this.clients.get(database)!;
  }
}
