import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import {
  fulfillmentById,
  fulfillmentColumns,
  stockedStory,
  stockedStoryId,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';
import { resumeHeld } from './resume-fulfillment.ts';

type Reservation = OutputOf<'inventory-sync', 'getReservation'>;

/**
 * Units came for a reservation: its parts that wait for them look whether they have all. The event
 * alone decides nothing, since it may tell of what was reserved before the order was.
 */
export async function onReservationFilled(
  { id, data, traceparent }: ReceivedEvent<'inventory.reservation_filled'>,
  tx: Transaction,
): Promise<void> {
  const rows = await tx.query<FulfillmentRow>(sql`
    select ${fulfillmentColumns} from fulfillment
    where reservation_id = ${data.reservationId}::uuid and state in ('on_hold', 'shipping')`);
  for (const row of rows.filter(waitsOrTries)) {
    // What comes of it is the part's affair, whoever received the goods.
    tx.inScopeOf({ channel: row.channel, locale: row.locale, traceparent });
    tx.stories.begin(stockedStory, `${row.fulfillmentId}:${id}`);
  }
}

/** A part that waits for stock alone goes on once inventory holds all its units. */
export function resumeStocked({ call, database }: ServiceContext<'fulfillment'>): StoryShape {
  return {
    story: stockedStory,
    async advance(id, invocation) {
      const fulfillmentId = id.slice(0, 36);
      const row = await database.first<FulfillmentRow>(fulfillmentById(fulfillmentId), invocation);
      if (!row) throw new Error(`resume_stocked: there is no fulfillment ${fulfillmentId}`);
      if (waitsOrTries(row) && row.state === 'shipping') {
        throw new Error(`${fulfillmentId} is being shipped: it may find that units are missing`);
      }
      const filled = waits(row) && (await isFilled(row, invocation));
      await database.transaction('resume_stocked', invocation, async (tx) => {
        tx.stories.finish(stockedStory, id);
        if (!filled) return;
        const now = await tx.first<FulfillmentRow>(
          sql`${fulfillmentById(fulfillmentId)} for update`,
        );
        if (now && waits(now)) await resumeHeld(tx, now);
      });
    },
  };

  async function isFilled(row: FulfillmentRow, invocation: Invocation): Promise<boolean> {
    const { reservationId } = row;
    const reply = await call['inventory-sync'].getReservation({ reservationId }, invocation);
    return reply.ok && hasAll(reply.value, row);
  }
}

/** Parts that waited before somebody heard of their units look once, at a start. */
export function lookAfterWaiting({ database }: ServiceContext<'fulfillment'>) {
  return async (): Promise<void> => {
    const rows = await database.query<FulfillmentRow>(sql`
      select ${fulfillmentColumns} from fulfillment
      where state = 'on_hold' and hold_reason = 'awaiting_stock'`);
    if (rows.length === 0) return;
    const scope = { channel: 'default', locale: 'en' };
    const invocation = systemInvocation(systemActor('fulfillment'), scope);
    await database.transaction('look_after_waiting', invocation, async (tx) => {
      for (const row of rows) {
        tx.inScopeOf({ ...invocation, channel: row.channel, locale: row.locale });
        tx.stories.begin(stockedStory, stockedStoryId(row));
      }
    });
  };
}

function hasAll({ allocations }: Reservation, { lines, locationId }: FulfillmentRow): boolean {
  return lines.every((line) => {
    const own = allocations.find(
      (other) => other.lineId === line.lineId && other.locationId === locationId,
    );
    return own !== undefined && own.backordered === 0;
  });
}

function waits({ state, holdReason, alsoHeldFor }: FulfillmentRow): boolean {
  return state === 'on_hold' && holdReason === 'awaiting_stock' && alsoHeldFor === null;
}

/** What ships by itself may be about to find that its units are missing. */
function waitsOrTries(row: FulfillmentRow): boolean {
  return waits(row) || (row.state === 'shipping' && !row.requiresShipping);
}
