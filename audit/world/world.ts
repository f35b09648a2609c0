import pg from 'pg';
import {
  defaultRetentionSeconds,
  type RetentionSeconds,
} from '#platform/ground/retention-seconds.ts';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { databases, type DatabaseName, type ExternalSystemName } from '#platform/topology.ts';
import type { Reported } from './reported.ts';
import type { BookKind, SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import type { Source } from './check.ts';

/** What of the payment gateway's own book the oracle compares, in minor units. */
export interface GatewayPayment {
  /** Whose book it is of. */
  readonly provider: string;
  readonly gatewayPaymentId: string;
  readonly status: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly authorizedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** Taken by disputes and not given back. */
  readonly withdrawnMinor: number;
  readonly ageSeconds: number;
}

/** By whose wire the sandbox is spoken to. */
export const sandboxGateway = 'stripe';

/**
 * SQL of payments `p` that nobody's book can be compared with: where the sandbox's is read, what
 * Stripe itself took before. The ids that the sandbox gives are of a form of their own.
 */
export const inNoBook = `(p.provider = '${sandboxGateway}' and p.gateway_payment_id !~ '^pi_[0-9a-f]{28}$')`;

/** Two providers may give the same id. */
export function bookKey({
  provider,
  gatewayPaymentId,
}: Pick<GatewayPayment, 'provider' | 'gatewayPaymentId'>): string {
  return `${provider} ${gatewayPaymentId}`;
}

/** A session in one database, as the driver has it. */
export interface Session {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}

/** Where each database is, as `postgres://user:password@host:port/name`. */
export type DatabaseUrls = Readonly<Record<DatabaseName, string>>;

export interface WorldOptions {
  /** Read as the superuser of the cluster, or as whoever the addresses name. */
  readonly installation: Pick<Installation, 'cluster' | 'prefix'> | DatabaseUrls;
  /** How long things may be under way; 0 when the shop is at rest. */
  readonly graceSeconds: number;
  readonly book?: Pick<SandboxBook, 'read'> | undefined;
  /** Books of payment providers beside the sandbox's, by the provider's id. */
  readonly gatewayBooks?: Readonly<Record<string, () => readonly GatewayPayment[]>> | undefined;
  /** What the sandbox stands in for, so that its book tells of it; all unless told. */
  readonly sandboxed?: readonly ExternalSystemName[] | undefined;
  readonly journal?: { readonly entries: readonly Reported[] } | undefined;
  /** How long the shop keeps what served its time, as its settings say. */
  readonly retention?: RetentionSeconds | undefined;
  /** How long one statement may take; 30 s unless told. */
  readonly statementTimeoutMs?: number | undefined;
  /** Other sessions than read-only ones of its own. */
  readonly openSession?: ((database: DatabaseName) => Promise<Session>) | undefined;
}

const batchRows = 2_000;
const statementTimeoutMs = 30_000;
/** A migration that waits for us holds everyone up, so we never queue for a lock before one either. */
const lockTimeoutMs = 2_000;
const connectTimeoutMs = 10_000;

/**
 * All that the oracle looks at: the databases, the gateway's own book, the mailbox, and what
 * clients were told. It reads only, each statement with a snapshot of its own and a limit, none of
 * them with more than one processor of the server.
 */
export class World {
  readonly graceSeconds: number;
  readonly retention: RetentionSeconds;
  private readonly options: WorldOptions;
  private readonly sessions = new Map<DatabaseName, Promise<Session>>();
  private gateway: Promise<Map<string, GatewayPayment>> | undefined;
  private cursors = 0;
  private closed = false;

  constructor(options: WorldOptions) {
    this.options = options;
    this.graceSeconds = options.graceSeconds;
    this.retention = options.retention ?? defaultRetentionSeconds;
  }

  /**
   * Opens a session in each database.
   * @throws naming the one that cannot be read
   */
  async open(): Promise<void> {
    for (const database of databases) {
      await this.session(database).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`The database "${database}" cannot be read: ${reason}`, { cause });
      });
    }
  }

  async query<Row extends object>(
    database: DatabaseName,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const session = await this.session(database);
    return (await session.query(text, values)).rows as Row[];
  }

  /**
   * The rows of a query in batches, so that a large shop is looked at in bounded memory. A cursor takes
   * three ways to the server: what fits into one batch is asked for at once.
   */
  async *batches<Row extends object>(
    database: DatabaseName,
    text: string,
    values: unknown[] = [],
  ): AsyncGenerator<Row[]> {
    const session = await this.session(database);
    const few = await session
      .query(`select * from (${text}) asked limit ${batchRows}`, values)
      .catch(() => undefined);
    if (few && few.rows.length < batchRows) {
      if (few.rows.length > 0) yield few.rows as Row[];
      return;
    }
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

  /** The gateways' payments by `bookKey`; only for checks that need their books. */
  gatewayPayments(): Promise<Map<string, GatewayPayment>> {
    this.gateway ??= this.readGateway();
    return this.gateway;
  }

  /** What is asked next of the gateway's book is read anew. */
  forgetGateway(): void {
    this.gateway = undefined;
  }

  /** Whose book can be read: payments of others are in nobody's. */
  readableGateways(): string[] {
    const others = Object.keys(this.options.gatewayBooks ?? {});
    return this.readsSandbox('payment-gateway') ? [sandboxGateway, ...others] : others;
  }

  /** Whether there is something to read that a check needs. */
  has(source: Source): boolean {
    if (source === 'journal') return this.options.journal !== undefined;
    if (source === 'payment-gateway') return this.readableGateways().length > 0;
    return this.readsSandbox(source);
  }

  private readsSandbox(source: ExternalSystemName): boolean {
    const { book, sandboxed } = this.options;
    return book !== undefined && (sandboxed?.includes(source) ?? true);
  }

  /** @throws where there is no book: the checks that read it say that they need it */
  async readBook(kind: BookKind): Promise<Record<string, unknown>[]> {
    if (!this.options.book) throw new Error('there is no book to look into');
    return this.options.book.read(kind);
  }

  /** What clients were told. */
  reported(): readonly Reported[] {
    if (!this.options.journal) throw new Error('nobody kept what clients were told');
    return this.options.journal.entries;
  }

  /** Ends all sessions, a statement that runs too. */
  async close(): Promise<void> {
    this.closed = true;
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    await Promise.allSettled(sessions.map(async (session) => (await session).end()));
  }

  private session(database: DatabaseName): Promise<Session> {
    let session = this.sessions.get(database);
    if (!session) {
      if (this.closed) return Promise.reject(new Error('the audit was stopped'));
      session = (this.options.openSession ?? ((name) => this.connect(name)))(database);
      this.sessions.set(database, session);
    }
    return session;
  }

  private async connect(database: DatabaseName): Promise<Session> {
    const { installation } = this.options;
    const limitMs = this.options.statementTimeoutMs ?? statementTimeoutMs;
    const address =
      'cluster' in installation
        ? { ...installation.cluster, database: databaseNameOf(installation, database) }
        : { connectionString: installation[database] };
    const client = new pg.Client({
      ...address,
      application_name: 'kontor audit',
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
      // Where the server is gone without a word its own limit does not help.
      query_timeout: limitMs + connectTimeoutMs,
      options: [
        'search_path=kontor',
        'default_transaction_read_only=on',
        `statement_timeout=${limitMs}`,
        `lock_timeout=${lockTimeoutMs}`,
        'max_parallel_workers_per_gather=0',
      ]
        .map((setting) => `-c ${setting}`)
        .join(' '),
    });
    // A connection that is cut while idle is told of by its next statement.
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  private async readGateway(): Promise<Map<string, GatewayPayment>> {
    const books = Object.values(this.options.gatewayBooks ?? {});
    const others = books.flatMap((read) => read());
    const payments = this.readsSandbox('payment-gateway') ? await this.readBook('payments') : [];
    const nowSeconds = Date.now() / 1_000;
    const ofSandbox = payments.map((row): GatewayPayment => ({
      provider: sandboxGateway,
      gatewayPaymentId: String(row['id']),
      status: String(row['status']),
      currency: String(row['currency']).toUpperCase(),
      amountMinor: Number(row['amount']),
      authorizedMinor: Number(row['amountCapturable']),
      capturedMinor: Number(row['amountReceived']),
      refundedMinor: Number(row['amountRefunded']),
      withdrawnMinor: Number(row['amountWithdrawn'] ?? 0),
      ageSeconds: nowSeconds - Number(row['createdSeconds'] ?? row['created'] ?? 0),
    }));
    return new Map([...ofSandbox, ...others].map((payment) => [bookKey(payment), payment]));
  }
}
