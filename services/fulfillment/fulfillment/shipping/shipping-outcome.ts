import { stateConflict } from '#kernel/states.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fulfillmentMoves } from '../fulfillment-states.ts';
import {
  fulfillmentColumns,
  moveFulfillment,
  shippingStory,
  shippingStoryId,
  toFulfillmentShape,
  unitsOf,
  type FulfillmentRow,
  type FulfillmentShape,
} from '../fulfillments/fulfillment-store.ts';
import type { Refusal } from './shipping-process.ts';
import {
  attemptFailureDocument,
  attemptReplyDocument,
  parcelDocument,
} from '../stored/documents.ts';

type Context = ServiceContext<'fulfillment'>;
type Parcel = OutputOf<'shipment', 'purchaseLabel'>;

function lockAttempt({ fulfillmentId, attempt }: FulfillmentRow) {
  return sql`
    select ${fulfillmentColumns} from fulfillment
    where id = ${fulfillmentId} and attempt = ${attempt} and state = 'shipping' for update`;
}

/** Keeps the parcel and wins the point of no return; false when a cancellation was first. */
export async function winDeparture(
  { database }: Context,
  { fulfillmentId, attempt }: FulfillmentRow,
  bought: Parcel | null,
  invocation: Invocation,
): Promise<boolean> {
  const parcel = bought && {
    parcelId: bought.parcelId,
    carrierCode: bought.carrierCode,
    trackingNumber: bought.trackingNumber,
    labelUrl: bought.labelUrl,
  };
  return database.transaction('win_departure', invocation, async (tx) => {
    const won = await tx.change(sql`
      update fulfillment set departing = true, version = version + 1,
        parcel = ${parcel && parcelDocument.write(parcel)}
      where id = ${fulfillmentId} and attempt = ${attempt} and state = 'shipping'`);
    return won === 1;
  });
}

/** Shipped, or delivered already where tracking was faster than this commit. */
export async function finishShipping(
  { database }: Context,
  attempted: FulfillmentRow,
  parcel: Parcel | null,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('finish_shipping', invocation, async (tx) => {
    tx.stories.finish(shippingStory, shippingStoryId(attempted));
    const row = await tx.first<FulfillmentRow>(lockAttempt(attempted));
    if (!row) return;
    const shipped = await moveFulfillment(tx, row, 'finish_shipping');
    const { fulfillmentId, orderId, lines } = shipped;
    tx.emit({
      type: 'fulfillment.shipped',
      aggregateId: fulfillmentId,
      aggregateVersion: shipped.version,
      data: {
        fulfillmentId,
        orderId,
        lines: unitsOf(lines),
        parcel: parcel && {
          carrierCode: parcel.carrierCode,
          trackingNumber: parcel.trackingNumber,
        },
      },
    });
    endAttempt(tx, attempted, { outcome: 'shipped', reply: toFulfillmentShape(shipped) });
    if (row.deliveredAt || !row.requiresShipping) await moveFulfillment(tx, shipped, 'deliver');
  });
}

/** Refused for good: packed again with the reason; what ships by itself waits for stock. */
export async function backOut(
  { database }: Context,
  attempted: FulfillmentRow,
  refusal: Refusal,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('back_out', invocation, async (tx) => {
    tx.stories.finish(shippingStory, shippingStoryId(attempted));
    const row = await tx.first<FulfillmentRow>(lockAttempt(attempted));
    if (!row) return;
    const { code, message, detail } = refusal;
    const shippingProblem = { code: detail?.code ?? code, message };
    endAttempt(tx, attempted, { outcome: 'refused', failure: { code, message, detail } });
    if (row.requiresShipping) {
      await moveFulfillment(tx, row, 'unpack', { shippingProblem, parcel: null });
      return;
    }
    const reason = 'awaiting_stock';
    const hold = { holdReason: reason, heldFrom: 'shipping' as const, shippingProblem };
    const { fulfillmentId, orderId, version } = await moveFulfillment(tx, row, 'await_stock', hold);
    tx.emit({
      type: 'fulfillment.held',
      aggregateId: fulfillmentId,
      aggregateVersion: version,
      data: { fulfillmentId, orderId, reason },
    });
  });
}

/** Ends an attempt that a cancellation or a later attempt has overtaken. */
export async function endCancelledAttempt(
  { database }: Context,
  row: FulfillmentRow,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('end_attempt', invocation, async (tx) => {
    tx.stories.finish(shippingStory, shippingStoryId(row));
    const { state } = row;
    const { failure } = stateConflict(fulfillmentMoves, state, `The fulfillment is ${state}.`);
    endAttempt(tx, row, { outcome: 'cancelled', failure });
  });
}

/** Tells whoever waits why it takes longer. */
export async function reportWaiting(
  { database }: Context,
  { fulfillmentId, attempt }: FulfillmentRow,
  problem: string,
  invocation: Invocation,
): Promise<void> {
  await database.write(
    'note_problem',
    sql`update shipping_attempt set problem = ${problem}
        where fulfillment_id = ${fulfillmentId} and attempt = ${attempt} and outcome is null`,
    invocation,
  );
}

interface Outcome {
  readonly outcome: 'shipped' | 'refused' | 'cancelled';
  readonly failure?: Parameters<typeof attemptFailureDocument.write>[0];
  readonly reply?: FulfillmentShape;
}

function endAttempt(tx: Transaction, { fulfillmentId, attempt }: FulfillmentRow, how: Outcome) {
  const { outcome, failure, reply } = how;
  tx.last(sql`
    update shipping_attempt set outcome = ${outcome}, problem = null,
      failure = ${failure === undefined ? null : attemptFailureDocument.write(failure)}::jsonb,
      reply = ${reply === undefined ? null : attemptReplyDocument.write(reply)}::jsonb
    where fulfillment_id = ${fulfillmentId} and attempt = ${attempt} and outcome is null`);
}
