import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Session } from '#audit/world/world.ts';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import type { DatabaseName } from '#platform/topology.ts';

/** Of a session in which the oracle looks: one plan for each question, whatever it is asked with. */
export const auditOptions = '-c search_path=kontor -c plan_cache_mode=force_generic_plan';

/**
 * Sessions in which the oracle looks at one shop again and again. It asks hundreds of questions, always
 * the same: a session that stays knows the tables, and plans each of them once.
 */
export class AuditSessions {
  private readonly installation: Installation;
  private readonly clients = new Map<DatabaseName, Promise<pg.Client>>();

  constructor(installation: Installation) {
    this.installation = installation;
  }

  /** Opens what is not open, or no more; the audit does not end it. */
  readonly open = async (database: DatabaseName): Promise<Session> => {
    let client = this.clients.get(database);
    if (!client) this.clients.set(database, (client = this.connect(database)));
    const connected = await client;
    return {
      query: (text, values) => connected.query(prepared(text, values)),
      end: async () => {},
    };
  };

  async close(): Promise<void> {
    const clients = [...this.clients.values()];
    this.clients.clear();
    await Promise.allSettled(clients.map(async (client) => (await client).end()));
  }

  private async connect(database: DatabaseName): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.installation.cluster,
      database: databaseNameOf(this.installation, database),
      options: `${auditOptions} -c default_transaction_read_only=on`,
    });
    // One that is cut is opened again by the next audit.
    client.on('error', () => {});
    client.on('end', () => this.clients.delete(database));
    await client.connect().catch((error: unknown) => {
      this.clients.delete(database);
      throw error;
    });
    return client;
  }
}

/** A question as the server keeps it for the session; a cursor has another name each time. */
export function prepared(text: string, values: unknown[] = []): pg.QueryConfig {
  if (!/^\s*(select|with)\b/.test(text)) return { text, values };
  return { name: createHash('sha1').update(text).digest('base64url'), text, values };
}
