import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { giveBack } from './give-back.ts';
import { expiryStory, windowMs, type ExpiryWindows } from './reservation-store.ts';

const batchSize = 200;

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
