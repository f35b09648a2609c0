import type { z } from 'zod';
import type { orderShape } from '#contracts/order/shapes.ts';
import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { isStaff, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { withLabels } from '#kernel/tax/tax-label.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { idsHeldAs } from '#platform/resting/story-parts.ts';
import type { OrderState } from '../order-states.ts';
import type { OrderLink } from '#platform/ground/order-links.ts';
import { mailsDocumentsColumn, sellerColumn } from '../reading/channel-seller.ts';
import { mailedTextsColumn } from './mailed-texts.ts';
import { visibleTo } from './order-visibility.ts';
import { placingStory } from './order-stories.ts';
import { tendersOfRow, type Tender } from './tenders.ts';

export type OrderShape = z.output<typeof orderShape>;

export interface PaidSums {
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly disputedMinor: number;
  /** Of the payment when it said so; 0 where an earlier version does not tell it. */
  readonly version: number;
}

/** Of a payment that took nothing yet. */
export const nothingPaid: PaidSums = {
  capturedMinor: 0,
  refundedMinor: 0,
  disputedMinor: 0,
  version: 0,
};

export interface OrderProof {
  readonly orderId: string;
  readonly orderToken?: string | undefined;
  readonly link?: OrderLink | undefined;
}

/** An order as its stories need it. */
export interface OrderRow {
  id: string;
  version: number;
  state: OrderState;
  paymentState: OrderShape['paymentState'];
  /** The payment that leads, beside all of `tenders`. */
  paymentId: string;
  /** Null where an earlier version placed the order. */
  tenders: readonly Tender[] | null;
  currency: string;
  totalMinor: number;
  capturedMinor: number;
  refundClaimedMinor: number;
  refundedMinor: number;
  disputedMinor: number;
  paymentVersion: number;
  progressed: boolean;
  confirmedAt: string | null;
  cancelReason: string | null;
  snapshot: OrderSnapshot;
  placedAt: string;
  updatedAt: string;
  /** Where it was read for a message: whether mails of its channel carry documents. */
  mailsDocuments?: boolean;
  /** Where it was read for a message: the texts that its confirmation carries. */
  mailedTexts?: string[];
}

/**
 * What the column does not tell: what costs nothing is paid, for nobody captures it, and a promise is
 * paid in parts, credited or given up besides.
 */
export const paymentStateNow = sql`
  case when payment_state = 'authorized' and total_minor = 0 then 'captured'
       when payment_state not in ('voided', 'disputed') and total_minor > 0
        and snapshot ->> 'authorizationKind' = 'promise'
    then case when captured_minor + credited_minor >= total_minor
                then case when captured_minor > 0 then payment_state else 'credited' end
              when written_off_minor > 0 then 'written_off'
              when captured_minor > 0 then 'part_received'
              else payment_state end
    else payment_state end`;

const columns = sql`
  id, version, state, ${paymentStateNow} as payment_state, payment_id, tenders, currency,
  total_minor, captured_minor,
  refund_claimed_minor, refunded_minor,
  disputed_minor, payment_version, progressed,
  confirmed_at, cancel_reason, snapshot, placed_at,
  updated_at`;

const forMessages = sql`
  select ${columns}, ${mailsDocumentsColumn}, ${mailedTextsColumn} from orders`;

/** The order for a story or a reaction, which answer to nobody. */
export function orderById(orderId: string): Statement {
  return sql`${forMessages} where id = ${orderId}`;
}

export function ordersById(orderIds: readonly string[]): Statement {
  return sql`${forMessages} where id = any(${orderIds}::uuid[])`;
}

export function lockOrder(orderId: string): Statement {
  return sql`select ${columns} from orders where id = ${orderId} for update`;
}

interface LineProgress {
  readonly lineId: string;
  readonly shipped: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly expectedOn: string | null;
  /** How often the day was changed; null: it is as it was promised. */
  readonly dayChange: number | null;
}

interface ReadRow extends OrderRow {
  /** Where staff read it. */
  tags?: string[];
  heldAs?: 'payment_in_review' | null;
  lines: LineProgress[] | null;
  parcels: OrderShape['parcels'] | null;
}

/** Found by the few stories that are held. */
const forStaff = sql`
  tags, case when orders.id = any(array(
    select held.id::uuid from (${idsHeldAs(placingStory, 'payment_in_review')}) held))
  then 'payment_in_review' end as held_as`;

/** The order with its progress, if the actor may see it. Rows go through `toOrderShape`. */
export function readOrder(proof: OrderProof, actor: Actor, staff: StaffPermission): Statement {
  return sql`
    select ${columns},
      (select jsonb_agg(jsonb_build_object('lineId', line_id, 'shipped', shipped_quantity,
                'cancelled', cancelled_quantity, 'refunded', refunded_quantity,
                'expectedOn', expected_on, 'dayChange', expected_on_change))
       from order_line where order_id = ${proof.orderId}) as lines,
      (select jsonb_agg(jsonb_build_object('fulfillmentId', fulfillment_id,
                'carrierCode', carrier_code, 'trackingNumber', tracking_number,
                'status', status, 'estimatedDeliveryAt', estimated_delivery_at) order by created_at)
       from order_parcel where order_id = ${proof.orderId}) as parcels,
      ${sellerColumn}${isStaff(actor) ? sql`, ${forStaff}` : sql``}
    from orders
    where id = ${proof.orderId} and ${visibleTo(actor, staff, proof)}`;
}

/** What anybody who may see the order must know of it to go on. */
export function identifyOrder(proof: OrderProof, actor: Actor, staff: StaffPermission): Statement {
  return sql`
    select id, state, payment_id, currency from orders
    where id = ${proof.orderId} and ${visibleTo(actor, staff, proof)}`;
}

const nothingDone: Omit<LineProgress, 'lineId'> = {
  shipped: 0,
  cancelled: 0,
  refunded: 0,
  expectedOn: null,
  dayChange: null,
};

/** The line with the day on which its units are expected now; `day`: where that was changed. */
export function withDayNow(
  { expectedOn: promised, ...line }: SnapshotLine,
  day: { readonly expectedOn: string | null } | undefined,
): SnapshotLine {
  const expectedOn = day ? (day.expectedOn ?? undefined) : promised;
  return expectedOn === undefined ? line : { ...line, expectedOn };
}

export function toOrderShape(row: object): OrderShape {
  const { snapshot, lines, parcels, ...order } = row as ReadRow;
  const progress = new Map(lines?.map((line) => [line.lineId, line]));
  return {
    orderId: order.id,
    orderNumber: snapshot.orderNumber,
    version: order.version,
    state: order.state,
    paymentState: order.paymentState,
    channel: snapshot.channel,
    locale: snapshot.locale,
    owner: snapshot.owner,
    email: snapshot.email,
    phone: snapshot.phone,
    shippingAddress: snapshot.shippingAddress,
    billingAddress: snapshot.billingAddress,
    lines: snapshot.lines.map((line) => {
      const done = progress.get(line.lineId) ?? nothingDone;
      const { shipped, cancelled, refunded } = done;
      return {
        ...withDayNow(line, done.dayChange === null ? undefined : done),
        shippedQuantity: shipped,
        cancelledQuantity: cancelled,
        refundedQuantity: refunded,
      };
    }),
    totals: {
      ...snapshot.totals,
      taxes: withLabels(snapshot.totals.taxes, snapshot.locale),
    },
    ...(snapshot.taxExemption && { taxExemption: snapshot.taxExemption }),
    ...(snapshot.vatId && { vatId: snapshot.vatId }),
    ...(snapshot.shownTexts && { shownTexts: snapshot.shownTexts }),
    delivery: snapshot.delivery,
    paymentMethod: snapshot.paymentMethod,
    // One pays all of it yet, so how it stands is how the order's payment does.
    tenders: tendersOfRow({ ...order, snapshot }).map((tender) => ({
      ...tender,
      state: order.paymentState,
    })),
    refundedMinor: order.refundedMinor,
    parcels: (parcels ?? []).map((parcel) => ({
      ...parcel,
      estimatedDeliveryAt:
        parcel.estimatedDeliveryAt && new Date(parcel.estimatedDeliveryAt).toISOString(),
    })),
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
    ...(order.tags && { tags: order.tags, heldAs: order.heldAs ?? null }),
  };
}

/**
 * What a payment tells of itself, as columns to set. Its newest word counts, so it does not matter
 * whether this or the event of the same change comes first. An earlier version does not tell its
 * own: of it sums only grow.
 */
export function learned(paid: PaidSums): Statement {
  const { capturedMinor, refundedMinor, disputedMinor, version } = paid;
  if (version === 0) {
    return sql`
      captured_minor = greatest(captured_minor, ${capturedMinor}::bigint),
      refunded_minor = greatest(refunded_minor, ${refundedMinor}::bigint),
      disputed = disputed or ${disputedMinor > 0}`;
  }
  const newer = sql`${version}::int >= payment_version`;
  return sql`
    captured_minor = case when ${newer} then ${capturedMinor}::bigint else captured_minor end,
    refunded_minor = case when ${newer} then ${refundedMinor}::bigint else refunded_minor end,
    disputed_minor = case when ${newer} then ${disputedMinor}::bigint else disputed_minor end,
    disputed = case when ${newer} then ${disputedMinor > 0} else disputed end,
    payment_version = greatest(payment_version, ${version}::int)`;
}
