import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision.ts';
import type { DatabaseName } from '#platform/topology.ts';
import type { Journal } from '../journal.ts';
import type { SandboxBook } from '../sandbox-book.ts';

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

/**
 * All that the oracle looks at: the databases (read only, as their superuser), the gateway's own
 * book, the mailbox, and what clients were told.
 */
export class World {
  /** How long things may be under way; 0 when the shop is at rest. */
  readonly graceSeconds: number;
  readonly journal: Journal | undefined;
  readonly book: SandboxBook | undefined;
  private readonly installation: Installation;
  private readonly clients = new Map<DatabaseName, Promise<pg.Client>>();
  private gateway: Promise<Map<string, GatewayPayment>> | undefined;

  constructor(options: {
    installation: Installation;
    graceSeconds: number;
    book?: SandboxBook | undefined;
    journal?: Journal | undefined;
  }) {
    this.installation = options.installation;
    this.graceSeconds = options.graceSeconds;
    this.book = options.book;
    this.journal = options.journal;
  }

  async query<Row extends object>(
    database: DatabaseName,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const client = await this.client(database);
    return (await client.query(text, values)).rows as Row[];
  }

  /** The gateway's payments by their id; empty where a real gateway is connected. */
  gatewayPayments(): Promise<Map<string, GatewayPayment>> {
    this.gateway ??= this.readGateway();
    return this.gateway;
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) await (await client).end();
  }

  private client(database: DatabaseName): Promise<pg.Client> {
    let client = this.clients.get(database);
    if (!client) {
      client = this.connect(database);
      this.clients.set(database, client);
    }
    return client;
  }

  private async connect(database: DatabaseName): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.installation.cluster,
      database: databaseNameOf(this.installation, database),
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
