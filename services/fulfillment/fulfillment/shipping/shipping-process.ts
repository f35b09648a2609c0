import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import {
  fulfillmentById,
  unitsOf,
  type FulfillmentRow,
  shippingStory,
} from '../fulfillments/fulfillment-store.ts';
import {
  backOut,
  endCancelledAttempt,
  finishShipping,
  reportWaiting,
  winDeparture,
} from './shipping-outcome.ts';
import { noteProblem } from '../fulfillments/shipping-problem.ts';

type Context = ServiceContext<'fulfillment'>;
type Parcel = OutputOf<'shipment', 'purchaseLabel'>;

/**
 * One attempt to ship: units → label → departure of the stock → tracking → shipped. Each callee does its
 * step once. `shipping` was won before it began; `departing` is won before stock leaves, and up to
 * there a cancellation or a hold may come first: then the label is given back. What needs no shipping has no
 * label and no parcel.
 */
export function shippingProcess(context: Context): StoryShape {
  return {
    story: shippingStory,
    async advance(id, invocation) {
      const fulfillmentId = id.slice(0, 36);
      const attempt = Number(id.slice(37));
      const row = await context.database.first<FulfillmentRow>(
        fulfillmentById(fulfillmentId),
        invocation,
      );
      if (!row) throw new Error(`ship_fulfillment: there is no fulfillment ${fulfillmentId}`);
      const current = row.attempt === attempt && row.state === 'shipping';
      if (!current) return giveUp(context, row, attempt, invocation);

      const short = await shortOfUnits(context, row, invocation);
      if (short) return backOut(context, row, short, invocation);
      const label = row.requiresShipping ? await buyLabel(context, row, invocation) : null;
      if (label?.refused) return backOut(context, row, label.refused, invocation);
      const parcel = label?.parcel ?? null;

      if (!(await winDeparture(context, row, parcel, invocation))) {
        return giveUp(context, row, attempt, invocation);
      }
      const missing = await recordDeparture(context, row, invocation);
      if (missing) {
        if (parcel) await voidLabel(context, row, parcel.parcelId, invocation);
        return backOut(context, row, missing, invocation);
      }
      if (parcel) await followParcel(context, row, parcel, invocation);
      await finishShipping(context, row, parcel, invocation);
    },
  };
}

/** Every attempt has a parcel of its own, so that a refused label does not stand in the way. */
function parcelIdOf(fulfillmentId: string, attempt: number): string {
  return derivedId(`parcel ${attempt}`, fulfillmentId);
}

export interface Refusal {
  readonly code: 'label_refused' | 'stock_not_on_hand';
  readonly message: string;
  readonly detail: { code: string } | null;
}

/** No label is bought for units that are known to be still to come. */
async function shortOfUnits(
  context: Context,
  row: FulfillmentRow,
  invocation: Invocation,
): Promise<Refusal | undefined> {
  if (!row.requiresShipping || row.departing) return undefined;
  const { fulfillmentId, attempt, reservationId, locationId, lines } = row;
  const reply = await context.call['inventory-sync'].getReservation({ reservationId }, invocation);
  // Of what else is not there its departure tells.
  if (!reply.ok) return undefined;
  const { allocations } = reply.value;
  // Of a line that is to come in part, what is here leaves as a part of its own.
  const isShort = lines.some(({ lineId, quantity }) =>
    allocations.some(
      (one) =>
        one.lineId === lineId &&
        one.locationId === locationId &&
        one.backordered > 0 &&
        one.quantity - one.backordered < quantity,
    ),
  );
  if (!isShort) return undefined;
  // One may have been bought before, and the answer lost.
  await voidLabel(context, row, parcelIdOf(fulfillmentId, attempt), invocation);
  const message = 'Units of these lines are not on hand. Receive or count them first.';
  return { code: 'stock_not_on_hand', message, detail: null };
}

async function buyLabel(
  context: Context,
  row: FulfillmentRow,
  invocation: Invocation,
): Promise<{ parcel?: Parcel; refused?: Refusal }> {
  const { fulfillmentId, orderId, attempt, shippingAddress, lines, serviceCode, delivery } = row;
  if (!shippingAddress) {
    const message = 'The order has no address to ship to.';
    return { refused: { code: 'label_refused', message, detail: { code: 'address_missing' } } };
  }
  const sender = await senderOf(context, row, invocation);
  const parcelId = parcelIdOf(fulfillmentId, attempt);
  // What has left goes on: its parcel has the address that it was opened with.
  if (!sender && !row.departing) {
    // Its label may have been bought while there was one, and the answer lost.
    await voidLabel(context, row, parcelId, invocation);
    const message = 'The location that sends this has no address. Give it one and ship again.';
    const detail = { code: 'location_without_address' };
    return { refused: { code: 'label_refused', message, detail } };
  }
  const weight = lines.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0);
  const reply = await context.call.shipment.purchaseLabel(
    {
      parcelId,
      fulfillmentId,
      orderId,
      shipTo: shippingAddress,
      shipFrom: sender ?? null,
      weightGrams: Math.max(1, weight),
      serviceCode: serviceCode ?? delivery?.serviceCode ?? null,
      // A service that staff names may be another carrier's.
      carrierId: serviceCode === null ? (delivery?.carrierId ?? null) : null,
      goods: lines.map(toGoods),
    },
    invocation,
  );
  if (reply.ok) return { parcel: reply.value };
  const { failure } = reply;
  if (failure.code === 'label_refused') {
    const { message, detail } = failure;
    return { refused: { code: failure.code, message, detail } };
  }
  if (failure.code === 'carrier_unavailable' || failure.code === 'label_provider_without_keys') {
    await reportWaiting(context, row, failure.message, invocation);
  }
  throw new Error(`label: ${failure.code}: ${failure.message}`);
}

/** The address of the location now: the parcel keeps it. */
async function senderOf({ call }: Context, { locationId }: FulfillmentRow, invocation: Invocation) {
  const { items } = must(await call['inventory-sync'].listLocations({}, invocation), 'locations');
  return items.find((location) => location.locationId === locationId)?.address;
}

/** As customs are told of it; `lineId` and what was picked are nobody else's affair. */
function toGoods(line: FulfillmentRow['lines'][number]) {
  const { sku, title, quantity, weightGrams, hsCode, countryOfOrigin, unitValue } = line;
  return {
    sku,
    description: title,
    quantity,
    weightGrams,
    ...(hsCode ? { hsCode } : {}),
    ...(countryOfOrigin ? { countryOfOrigin } : {}),
    ...(unitValue ? { unitValue } : {}),
  };
}

async function recordDeparture(
  { call }: Context,
  row: FulfillmentRow,
  invocation: Invocation,
): Promise<Refusal | undefined> {
  const { fulfillmentId, reservationId, orderId, locationId, lines } = row;
  const reply = await call['inventory-sync'].recordDeparture(
    {
      departureId: fulfillmentId,
      reservationId,
      orderId,
      lines: unitsOf(lines).map((units) => ({ ...units, locationId })),
    },
    invocation,
  );
  if (reply.ok) return undefined;
  const { code, message } = reply.failure;
  if (
    code === 'stock_not_on_hand' ||
    code === 'reservation_not_found' ||
    code === 'departure_exceeds_reservation'
  ) {
    return { code: 'stock_not_on_hand', message, detail: null };
  }
  throw new Error(`departure: ${JSON.stringify(reply.failure)}`);
}

async function followParcel(
  { call }: Context,
  row: FulfillmentRow,
  { parcelId, carrierCode, trackingNumber, provider, sandbox }: Parcel,
  invocation: Invocation,
): Promise<void> {
  const { fulfillmentId, orderId, orderNumber, email, phone, customerId } = row;
  const customerName = row.shippingAddress?.name ?? null;
  const contact = { email, phone, customerId, customerName };
  const parcel = { parcelId, carrierCode, trackingNumber, provider, sandbox };
  // The parcel speaks the language of its order, and not that of whoever ships it.
  const { channel, locale } = row;
  must(
    await call.tracking.followParcel(
      { ...parcel, fulfillmentId, orderId, orderNumber, ...contact },
      { ...invocation, channel, locale },
    ),
    'tracking',
  );
}

/**
 * A label that is not wanted any more. The carrier's refusal to take it back is no reason to wait, but
 * staff see that it is charged.
 */
async function voidLabel(
  context: Context,
  { fulfillmentId }: FulfillmentRow,
  parcelId: string,
  invocation: Invocation,
): Promise<void> {
  const reply = await context.call.shipment.voidLabel({ parcelId }, invocation);
  if (reply.ok || reply.failure.code === 'parcel_not_found') return;
  const { failure } = reply;
  if (failure.code !== 'label_refused') throw new Error(`void: ${failure.message}`);
  const { message, detail } = failure;
  context.log.warn({ invocation, parcelId, code: detail.code }, 'the carrier keeps a label');
  await context.database.transaction('note_kept_label', invocation, (tx) =>
    noteProblem(tx, { fulfillmentId }, { code: 'label_kept', message }),
  );
}

/** Another won: the attempt ends, and what it may have bought goes back. */
async function giveUp(
  context: Context,
  row: FulfillmentRow,
  attempt: number,
  invocation: Invocation,
): Promise<void> {
  const now = (await context.database.first<FulfillmentRow>(fulfillmentById(row.fulfillmentId)))!;
  const done = now.attempt === attempt && wentOut.includes(now.state);
  if (!done && row.requiresShipping) {
    await voidLabel(context, now, parcelIdOf(row.fulfillmentId, attempt), invocation);
  }
  await endCancelledAttempt(context, { ...now, attempt }, invocation);
}

/** In these states the parcel of the last attempt is wanted. */
const wentOut: readonly FulfillmentRow['state'][] = ['shipping', 'shipped', 'delivered'];
