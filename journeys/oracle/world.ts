import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision.ts';
import type { DatabaseName } from '#platform/topology.ts';
import type { Journal } from '../journal.ts';
import type { SandboxBook } from '#external/sandbox/sandbox-book.ts';

/** What of the payment gateway's own book the oracle compares, in minor units. */
export interface GatewayPayment {
  readonly gatewayPaymentId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly authorizedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly ageSeconds: number;
}

/** A session in one database, as the driver has it. */
export interface Session {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}

export interface WorldOptions {
  readonly installation: Installation;
  /** How long things may be under way; 0 when the shop is at rest. */
  readonly graceSeconds: number;
  readonly book?: Pick<SandboxBook, 'read'> | undefined;
  readonly journal?: Journal | undefined;
  /** Other sessions than read-only ones of the superuser. */
  readonly openSession?: ((database: DatabaseName) => Promise<Session>) | undefined;
}

const batchRows = 2_000;

/**
 * All that the oracle looks at: the databases (read only, as their superuser), the gateway's own
 * book, the mailbox, and what clients were told.
 */
export class World {
  readonly graceSeconds: number;
  readonly journal: Journal | undefined;
  readonly book: Pick<SandboxBook, 'read'> | undefined;
  private readonly options: WorldOptions;
  private readonly sessions = new Map<DatabaseName, Promise<Session>>();
  private gateway: Promise<Map<string, GatewayPayment>> | undefined;
  private cursors = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.graceSeconds = options.graceSeconds;
    this.book = options.book;
    this.journal = options.journal;
  }

  async query<Row extends object>(
    database: DatabaseName,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const session = await this.session(database);
    return (await session.query(text, values)).rows as Row[];
  }

  /** The rows of a query in batches, so that a large shop is looked at in bounded memory. */
  async *batches<Row extends object>(
    database: DatabaseName,
    text: string,
    values: unknown[] = [],
  ): AsyncGenerator<Row[]> {
    const session = await this.session(database);
    this.cursors += 1;
    const cursor = `audit_${this.cursors}`;
    await session.query(`declare ${cursor} no scroll cursor with hold for ${text}`, values);
    try {
      for (;;) {
        const { rows } = await session.query(`fetch ${batchRows} from ${cursor}`);
        if (rows.length > 0) yield rows as Row[];
        if (rows.length < batchRows) return;
      }
    } finally {
      await session.query(`close ${cursor}`);
    }
  }

  /** The gateway's payments by their id; empty where a real gateway is connected. */
  gatewayPayments(): Promise<Map<string, GatewayPayment>> {
    this.gateway ??= this.readGateway();
    return this.gateway;
  }

  /** What is asked next of the gateway's book is read anew. */
  forgetGateway(): void {
    this.gateway = undefined;
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await (await session).end();
  }

  private session(database: DatabaseName): Promise<Session> {
    let session = this.sessions.get(database);
    if (!session) {
      session = (this.options.openSession ?? ((name) => this.connect(name)))(database);
      this.sessions.set(database, session);
    }
    return session;
  }

  private async connect(database: DatabaseName): Promise<Session> {
    const { installation } = this.options;
    const client = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
      application_name: 'kontor audit',
      options: '-c default_transaction_read_only=on -c search_path=kontor',
    });
    await client.connect();
    return client;
  }

  private async readGateway(): Promise<Map<string, GatewayPayment>> {
    const payments = (await this.book?.read('payments')) ?? [];
    const nowSeconds = Date.now() / 1_000;
    return new Map(
      payments.map((row) => {
        const payment: GatewayPayment = {
          gatewayPaymentId: String(row['id']),
          status: String(row['status']),
          currency: String(row['currency']).toUpperCase(),
          amountMinor: Number(row['amount']),
          authorizedMinor: Number(row['amountCapturable']),
          capturedMinor: Number(row['amountReceived']),
          refundedMinor: Number(row['amountRefunded']),
          ageSeconds: nowSeconds - Number(row['createdSeconds'] ?? row['created'] ?? 0),
        };
        return [payment.gatewayPaymentId, payment];
      }),
    );
  }
}
