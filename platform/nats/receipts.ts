import type { Msg, Subscription } from '@nats-io/transport-node';
import { z } from 'zod';
import type { Database } from '../data/database.ts';
import { owedTo, takenBy, type EventMark, type Producers } from '../events/event-marks.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { readReceipt, receiptsSubject, receiptSubject } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, type ServiceName } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';

const gatherMs = 20;
const idsAtOnce = 1_000;
const answeredWithinMs = 10_000;

/** What travels: these were taken, or which of these are still owed? */
const receipt = z.object({
  taken: z.array(z.uuid()).max(idsAtOnce).default([]),
  owed: z.array(z.uuid()).max(idsAtOnce).default([]),
});
const answer = z.object({ owed: z.array(z.string()) });

/**
 * Tells producers what this consumer's database has. A receipt may be lost: then the event comes
 * again, the inbox leaves it out, and the receipt is sent once more.
 */
export class ReceiptSender implements Producers {
  private readonly gathered = new Map<ServiceName, Set<string>>();
  private timer: NodeJS.Timeout | undefined;
  private readonly connection: ServiceConnection;

  constructor(connection: ServiceConnection) {
    this.connection = connection;
  }

  /** Nobody waits for it. */
  report(events: readonly Pick<ReceivedEvent, 'id' | 'type'>[]): void {
    for (const { id, type } of events) {
      const { producer } = eventRoutes[type];
      const ids = this.gathered.get(producer) ?? new Set();
      this.gathered.set(producer, ids.add(id));
    }
    this.timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { nats, service, connected } = this.connection;
    for (const [producer, ids] of this.gathered) {
      if (!connected || nats.isClosed()) continue;
      for (const taken of inParts([...ids]))
        nats.publish(receiptSubject(producer, service), JSON.stringify({ taken }));
    }
    this.gathered.clear();
  }

  async noteTaken(producer: ServiceName, ids: readonly string[]): Promise<void> {
    for (const taken of inParts(ids)) await this.ask(producer, { taken });
  }

  async owed(producer: ServiceName, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const asked of inParts(ids))
      for (const id of await this.ask(producer, { owed: asked })) found.add(id);
    return found;
  }

  private async ask(producer: ServiceName, asked: object): Promise<readonly string[]> {
    const { nats, service } = this.connection;
    const subject = receiptSubject(producer, service);
    const reply = await nats.request(subject, JSON.stringify(asked), { timeout: answeredWithinMs });
    return answer.parse(reply.json()).owed;
  }
}

/** Takes the receipts for what a service told, and says what it still owes. */
export class ReceiptBook {
  private subscription: Subscription | undefined;
  private gathered: EventMark[] = [];
  private writing: Promise<void> | undefined;
  private readonly connection: ServiceConnection;
  private readonly database: Database;
  private readonly log: Logger;

  constructor(connection: ServiceConnection, database: Database, log: Logger) {
    this.connection = connection;
    this.database = database;
    this.log = log;
  }

  /** Resolves once the broker knows of it. */
  async start(): Promise<void> {
    const { nats, service } = this.connection;
    this.subscription = nats.subscribe(receiptsSubject(service), {
      queue: service,
      callback: (error, message) => {
        if (error) this.log.error({ error: String(error) }, 'receipts cannot be heard');
        else void this.take(message);
      },
    });
    await nats.flush();
  }

  async stop(): Promise<void> {
    if (!this.connection.nats.isClosed()) await this.subscription?.drain();
    await this.writing;
  }

  private async take(message: Msg): Promise<void> {
    const consumer = readReceipt(this.connection.service, message.subject, message.reply);
    if (!consumer) {
      this.log.error(
        { subject: message.subject, reply: message.reply },
        'no receipt of a consumer',
      );
      return;
    }
    try {
      const { taken, owed } = receipt.parse(message.json());
      this.gathered.push(...taken.map((id) => ({ id, consumer })));
      if (!message.reply) {
        this.writing ??= this.writeSoon();
        return;
      }
      await this.write();
      const rows = await this.database.query<{ id: string }>(owedTo(consumer, owed));
      message.respond(JSON.stringify({ owed: rows.map(({ id }) => id) }));
    } catch (error) {
      // Without an answer it asks again; a receipt that is lost is told again with its event.
      this.log.warn({ consumer, error: String(error) }, 'receipts were not written');
    }
  }

  private async writeSoon(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    while (this.gathered.length > 0)
      await this.write().catch((error: unknown) =>
        this.log.warn({ error: String(error) }, 'receipts were not written'),
      );
    this.writing = undefined;
  }

  private async write(): Promise<void> {
    const marks = this.gathered;
    this.gathered = [];
    if (marks.length > 0) await this.database.query(takenBy(marks));
  }
}

function inParts(ids: readonly string[]): string[][] {
  const parts = Math.ceil(ids.length / idsAtOnce);
  return Array.from({ length: parts }, (_, part) =>
    ids.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );
}
