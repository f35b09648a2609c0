import * as clock from '#kernel/clock.ts';
import type { ServiceName } from '../topology.ts';
import type { ReadGauges } from './telemetry.ts';

/**
 * Numbers that a service reads from rows of its own. Every replica reads the same rows, so take the
 * maximum over replicas, never the sum.
 */
export const gauges = {
  'kontor.outbox.pending': { unit: '{event}', description: 'Events that some consumer lacks.' },
  'kontor.outbox.age': { unit: 's', description: 'How long the oldest of them has been waiting.' },
  'kontor.broker.refusals': {
    unit: '{refusal}',
    description: 'Whether the broker is there and takes no more events: 1 while it does not.',
  },
  'kontor.inbox.held': {
    unit: '{event}',
    description: 'Events that a consumer has and cannot take yet.',
  },
  'kontor.inbox.held_age': { unit: 's', description: 'How long the oldest of them has been held.' },
  'kontor.dead_letters': { unit: '{event}', description: 'Events that wait for a person.' },
  'kontor.stories.open': { unit: '{story}', description: 'Long stories that are not finished.' },
  'kontor.stories.overdue': {
    unit: '{story}',
    description:
      'Open stories that have been due for more than 60 s, or failed five times or more.',
  },
  'kontor.stories.age': {
    unit: 's',
    description: 'How long ago the oldest open story began that has been due.',
  },
  'kontor.stories.held': { unit: '{story}', description: 'Stories that wait for a person.' },
  'kontor.payments.reviews': {
    unit: '{review}',
    description: 'What disagreed with the books of payments and waits for a person.',
  },
  'kontor.messages.unsent': {
    unit: '{message}',
    description: 'Mails and SMS that are to be sent and are not yet.',
  },
  'kontor.messages.unsent_age': {
    unit: 's',
    description: 'How long the oldest of them has been waiting.',
  },
  'kontor.stock.leaked_reservations': {
    unit: '{reservation}',
    description: 'Reservations that are still held a minute after their expiry.',
  },
  'kontor.ledger.difference': {
    unit: '{minor}',
    description: 'Newest entries: debits without credits, and card money that is not booked.',
  },
  'kontor.pictures.missing': {
    unit: '{picture}',
    description: 'Pictures that were asked for and whose files are not where they should lie.',
  },
  'kontor.pictures.stores_away': {
    unit: '{store}',
    description: 'Folders and buckets of pictures that failed when they were last asked.',
  },
  'kontor.webhooks.kept': {
    unit: '{event}',
    description: 'Events of providers that are not understood and were kept for a person.',
  },
} as const satisfies Record<string, { unit: string; description: string }>;

export type GaugeName = keyof typeof gauges;

/** Metrics may be read by several at once and often; the database is asked this often at most. */
const rememberedMs = 10_000;
const patienceMs = 2_000;

interface Reading {
  readonly atMs: number;
  readonly values: Promise<Readonly<Partial<Record<GaugeName, number>>>>;
}

/** The last readings of each service. */
export class GaugeReadings {
  private readonly readers = new Map<ServiceName, ReadGauges>();
  private readonly last = new Map<ServiceName, Reading>();

  add(service: ServiceName, read: ReadGauges): void {
    this.readers.set(service, read);
  }

  /** What is told of every service; a service whose database does not answer tells nothing. */
  async read(): Promise<{ service: ServiceName; values: Awaited<Reading['values']> }[]> {
    return Promise.all(
      [...this.readers].map(async ([service, read]) => ({
        service,
        values: await this.valuesOf(service, read),
      })),
    );
  }

  private async valuesOf(service: ServiceName, read: ReadGauges): Promise<object> {
    const nowMs = clock.nowMs();
    let reading = this.last.get(service);
    if (reading === undefined || Math.abs(nowMs - reading.atMs) >= rememberedMs) {
      reading = { atMs: nowMs, values: within(patienceMs, read) };
      this.last.set(service, reading);
    }
    return reading.values;
  }
}

async function within(limitMs: number, read: ReadGauges): Reading['values'] {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<object>((resolve) => {
    timer = setTimeout(() => resolve({}), limitMs);
  });
  const values = await Promise.race([read().catch(() => ({})), late]);
  clearTimeout(timer);
  return values;
}
