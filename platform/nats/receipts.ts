import type { Msg, Subscription } from '@nats-io/transport-node';
import { z } from 'zod';
import type { Database } from '../data/database.ts';
import {
  owedTo,
  takenBy,
  type Compared,
  type EventMark,
  type Producers,
} from '../events/event-marks.ts';
import { compareWith, DatabasesApart, hadBy, toldAgain } from '../events/refuse-databases-apart.ts';
import type { Statement } from '../ground/sql.ts';
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
  /** The events that were taken last, to be compared. */
  latest: z.array(z.uuid()).max(idsAtOnce).optional(),
  /** Which events after this one does the consumer have? */
  after: z.uuid().optional(),
  again: z.array(z.uuid()).max(idsAtOnce).default([]),
});
const answer = z.object({
  owed: z.array(z.string()),
  compared: z.object({ newest: z.array(z.string()), told: z.boolean() }).optional(),
  had: z.array(z.string()).default([]),
});
/** Nobody waits for a comparison: it is made once there is an answer. */
const comparedWithinMs = 2_000;

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
      for (const id of (await this.ask(producer, { owed: asked })).owed) found.add(id);
    return found;
  }

  /** A producer of an earlier version says nothing of it either. */
  async compare(producer: ServiceName, latest: readonly string[]): Promise<Compared | undefined> {
    const reply = await this.ask(producer, { latest }, comparedWithinMs).catch(() => undefined);
    return reply?.compared;
  }

  async had(producer: ServiceName, after: string): Promise<readonly string[]> {
    return (await this.ask(producer, { after })).had;
  }

  async tellAgain(producer: ServiceName, ids: readonly string[]): Promise<void> {
    for (const again of inParts(ids)) await this.ask(producer, { again });
  }

  private async ask(producer: ServiceName, asked: object, timeout = answeredWithinMs) {
    const { nats, service } = this.connection;
    const subject = receiptSubject(producer, service);
    const reply = await nats.request(subject, JSON.stringify(asked), { timeout });
    return answer.parse(reply.json());
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
      const { taken, ...asked } = receipt.parse(message.json());
      this.gathered.push(...taken.map((id) => ({ id, consumer })));
      if (!message.reply) {
        this.writing ??= this.writeSoon();
        return;
      }
      await this.write();
      message.respond(JSON.stringify(await this.answer(consumer, asked)));
    } catch (error) {
      // Without an answer it asks again; a receipt that is lost is told again with its event.
      this.log.warn({ consumer, error: String(error) }, 'receipts were not written');
    }
  }

  private async answer(
    consumer: ServiceName,
    { owed, latest, after, again }: Omit<z.output<typeof receipt>, 'taken'>,
  ): Promise<object> {
    const { database } = this;
    if (again.length > 0) await database.query(toldAgain(consumer, again));
    const idsOf = async (statement: Statement) =>
      (await database.query<{ id: string }>(statement)).map(({ id }) => id);
    return {
      owed: owed.length > 0 ? await idsOf(owedTo(consumer, owed)) : [],
      had: after === undefined ? [] : await idsOf(hadBy(consumer, after)),
      ...(latest === undefined ? {} : { compared: await this.compare(consumer, latest) }),
    };
  }

  private async compare(consumer: ServiceName, latest: readonly string[]): Promise<Compared> {
    const compared = await compareWith(this.database, consumer, latest);
    // Said and no more: a consumer that was taken over may claim what it likes.
    if (!compared.told)
      this.log.error(new DatabasesApart(this.connection.service, consumer).message);
    return compared;
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
