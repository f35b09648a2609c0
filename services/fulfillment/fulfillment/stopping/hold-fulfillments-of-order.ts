import { ok } from '#kernel/result.ts';
import { mayMove } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fulfillmentMoves } from '../fulfillment-states.ts';
import {
  fulfillmentColumns,
  moveFulfillment,
  shippingStory,
  shippingStoryId,
  stockedStory,
  stockedStoryId,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';
import { resumeHeld } from './resume-fulfillment.ts';
import { noteProblem } from '../fulfillments/shipping-problem.ts';

const whyNotHeld = {
  payment_disputed: 'The payment is disputed, and this parcel has a label and is booked out.',
  payment_taken_back: 'The payment was taken back, and this parcel has a label and is booked out.',
};

/** Parcels of money that is not ours for sure stay here, and go on once it is. */
export function holdFulfillmentsOfOrder({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'holdFulfillmentsOfOrder'> {
  return ({ orderId, reason, hold }, invocation) =>
    database.transaction('hold_order', invocation, async (tx) => {
      const rows = await tx.query<FulfillmentRow>(sql`
        select ${fulfillmentColumns} from fulfillment where order_id = ${orderId}
        order by id for update`);
      if (!hold) return ok({ changed: await letGo(tx, rows, reason), leftAlready: 0 });
      const stayed = rows.filter(mayStay);
      for (const row of stayed) await holdHere(tx, row, reason);
      const waiting = rows.filter(waitsForStock);
      for (const row of waiting) await holdBeside(tx, row, reason);
      const left = rows.filter((row) => hasLeft(row) && row.requiresShipping);
      for (const row of left) {
        const message = `${whyNotHeld[reason]} Keep it back if it is still in the house.`;
        await noteProblem(tx, row, { code: reason, message });
      }
      return ok({ changed: stayed.length + waiting.length, leftAlready: left.length });
    });
}

function mayStay({ state, departing }: FulfillmentRow): boolean {
  return mayMove(fulfillmentMoves.hold, state) || (state === 'shipping' && !departing);
}

/** The customer has not got it yet. */
function hasLeft({ state, departing }: FulfillmentRow): boolean {
  return state === 'shipped' || (state === 'shipping' && departing);
}

function waitsForStock({ state, holdReason, alsoHeldFor }: FulfillmentRow): boolean {
  return state === 'on_hold' && holdReason === 'awaiting_stock' && alsoHeldFor === null;
}

/** One that waits for stock goes on waiting for it, and does not leave once it is there. */
async function holdBeside(tx: Transaction, row: FulfillmentRow, reason: string): Promise<void> {
  const { fulfillmentId, orderId, version } = row;
  await noteBeside(tx, row, reason);
  tx.emit({
    type: 'fulfillment.held',
    aggregateId: fulfillmentId,
    aggregateVersion: version + 1,
    data: { fulfillmentId, orderId, reason },
  });
}

async function noteBeside(
  tx: Transaction,
  { fulfillmentId }: FulfillmentRow,
  reason: string | null,
): Promise<void> {
  await tx.change(sql`
    update fulfillment set also_held_for = ${reason}, version = version + 1
    where id = ${fulfillmentId}`);
}

/** One that is being shipped is packed again; its story gives back the label that it may have bought. */
async function holdHere(tx: Transaction, before: FulfillmentRow, reason: string): Promise<void> {
  const { fulfillmentId, orderId, state, requiresShipping } = before;
  const shipping = state === 'shipping';
  const heldFrom = shipping && requiresShipping ? 'packed' : state;
  const hold = { holdReason: reason, heldFrom };
  const row = await moveFulfillment(tx, before, shipping ? 'stop_shipping' : 'hold', hold);
  if (shipping) tx.stories.begin(shippingStory, shippingStoryId(before));
  tx.emit({
    type: 'fulfillment.held',
    aggregateId: fulfillmentId,
    aggregateVersion: row.version,
    data: { fulfillmentId, orderId, reason },
  });
}

async function letGo(
  tx: Transaction,
  rows: readonly FulfillmentRow[],
  reason: string,
): Promise<number> {
  for (const row of rows.filter(({ shippingProblem }) => shippingProblem?.code === reason)) {
    await noteProblem(tx, row, null);
  }
  const held = rows.filter((row) => row.state === 'on_hold' && row.holdReason === reason);
  for (const row of held) await resumeHeld(tx, row);
  const beside = rows.filter((row) => row.state === 'on_hold' && row.alsoHeldFor === reason);
  for (const row of beside) {
    await noteBeside(tx, row, null);
    tx.stories.begin(stockedStory, stockedStoryId({ ...row, version: row.version + 1 }));
  }
  return held.length + beside.length;
}
