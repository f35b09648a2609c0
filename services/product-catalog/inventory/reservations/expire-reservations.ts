import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { giveBack } from './give-back.ts';

/** By the end of its window. */
export const expiryStory = story({ name: 'expire_reservations' });
const windowMs = 5_000;
const batchSize = 200;

/**
 * Ends are swept in windows of five seconds: one story a window rests in the table until the
 * window is over, so nothing wakes up while nothing is due, and whoever is killed, the end comes.
 */
export class ExpiryWindows {
  /** Windows whose story this process has written: others' locks on its row are not waited for. */
  private readonly resting = new Set<number>();

  /** Sees to it that somebody looks when these reservations end. */
  open(tx: Transaction, expiresAt: readonly string[]): void {
    const ends = new Set(expiresAt.map((at) => Math.ceil(Date.parse(at) / windowMs) * windowMs));
    const again = [...ends].filter((end) => !this.resting.has(end));
    // Two groups that open the same windows write them in the same order.
    for (const end of again.toSorted((a, b) => a - b)) this.rest(tx, end);
  }

  closed(end: number): void {
    this.resting.delete(end);
  }

  private rest(tx: Transaction, end: number): void {
    tx.stories.beginLater(expiryStory, String(end), new Date(end).toISOString());
    tx.afterwards(() => this.resting.add(end));
  }
}

/** Ends the reservations of a window; it rests again when one of them was given more time. */
export function expireReservations(
  context: ServiceContext<'inventory'>,
  windows: ExpiryWindows,
): StoryShape {
  return {
    story: expiryStory,
    async advance(id, invocation) {
      await expireDue(context, invocation);
      const end = new Date(Number(id)).toISOString();
      windows.closed(Number(id));
      await context.database.transaction('close_expiry_window', invocation, async (tx) => {
        const until = sql`greatest(${end}::timestamptz, kontor_now() + interval '1 second')`;
        const isOpen = await tx.stories.putOff(
          expiryStory,
          id,
          until,
          sql`exists (
            select from reservation where state = 'active'
              and expires_at > ${end}::timestamptz - ${windowMs}::int * interval '1 millisecond'
              and expires_at <= ${end}::timestamptz)`,
        );
        if (!isOpen) tx.stories.finish(expiryStory, id);
      });
    },
  };
}

/** Gives back the units of all reservations whose time is over by the database's clock. */
export async function expireDue(
  { database }: ServiceContext<'inventory'>,
  invocation: Invocation,
): Promise<void> {
  for (;;) {
    const due = await database.query<{ id: string }>(
      sql`select id from reservation where state = 'active' and expires_at <= kontor_now()
          order by expires_at limit ${batchSize}`,
    );
    if (due.length === 0) return;
    await database.transaction('expire_reservations', invocation, (tx) =>
      giveBack(
        tx,
        due.map(({ id }) => ({ reservationId: id, reason: 'expired', onlyWhenDue: true })),
      ),
    );
    if (due.length < batchSize) return;
  }
}
