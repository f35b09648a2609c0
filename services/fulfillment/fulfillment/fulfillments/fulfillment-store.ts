import type { z } from 'zod';
import type { fulfillmentLine, fulfillmentShape } from '#contracts/fulfillment/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { mayMove, stateConflict } from '#kernel/states.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { story } from '#platform/resting/story.ts';
import {
  fulfillmentMoves,
  type FulfillmentMove,
  type FulfillmentState,
} from '../fulfillment-states.ts';
import { linesDocument, parcelDocument, problemDocument } from '../stored/documents.ts';

export type FulfillmentShape = z.output<typeof fulfillmentShape>;
export type FulfillmentLine = z.output<typeof fulfillmentLine>;

export interface FulfillmentRow extends FulfillmentShape {
  reservationId: string;
  heldFrom: FulfillmentState | null;
  /** What is wrong with the money of one that waits for stock: it needs both to go on. */
  alsoHeldFor: string | null;
  requiresShipping: boolean;
  channel: string;
  locale: string;
  email: string;
  phone: string | null;
  customerId: string | null;
  attempt: number;
  serviceCode: string | null;
  departing: boolean;
  deliveredAt: string | null;
}

export const fulfillmentColumns = sql`
  id as fulfillment_id, version, order_id, order_number,
  reservation_id, location_id, state,
  hold_reason, held_from, also_held_for, requires_shipping,
  lines, channel, locale, email, phone, customer_id,
  shipping_address, delivery, attempt, service_code,
  departing, parcel, shipping_problem, delivered_at,
  created_at, updated_at`;

/** Staff see the fulfillments of their channels. */
export function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`channel = any(${channels}::text[])`;
}

export function fulfillmentById(fulfillmentId: string): Statement {
  return sql`select ${fulfillmentColumns} from fulfillment where id = ${fulfillmentId}`;
}

export function toFulfillmentShape(row: FulfillmentRow): FulfillmentShape {
  const { fulfillmentId, version, orderId, orderNumber, locationId, state, holdReason } = row;
  const { shippingProblem, lines, shippingAddress, delivery, parcel, createdAt, updatedAt } = row;
  return {
    fulfillmentId,
    version,
    orderId,
    orderNumber,
    locationId,
    state,
    holdReason,
    shippingProblem,
    lines,
    shippingAddress,
    delivery,
    parcel,
    createdAt,
    updatedAt,
  };
}

export function fulfillmentNotFound() {
  return fail('fulfillment_not_found', 'No fulfillment of your channels has this id.');
}

export function cannot(wanted: string, state: FulfillmentState) {
  const message = `A fulfillment that is ${state} cannot ${wanted}.`;
  return stateConflict(fulfillmentMoves, state, message);
}

/** Locks a fulfillment for a step of staff, or says why the step is not possible. */
export async function lockForStep(
  tx: Transaction,
  fulfillmentId: string,
  moves: readonly FulfillmentMove[],
  actor: Actor,
) {
  const row = await tx.first<FulfillmentRow>(sql`
    select ${fulfillmentColumns} from fulfillment
    where id = ${fulfillmentId} and ${inChannelsOf(actor)} for update`);
  if (!row) return fulfillmentNotFound();
  if (!moves.some((move) => mayMove(fulfillmentMoves[move], row.state))) {
    return cannot(moves[0]!.replaceAll('_', ' '), row.state);
  }
  return ok(row);
}

type Change = Partial<
  Pick<
    FulfillmentRow,
    | 'holdReason'
    | 'heldFrom'
    | 'lines'
    | 'attempt'
    | 'serviceCode'
    | 'departing'
    | 'parcel'
    | 'shippingProblem'
  >
>;

/** Makes a legal move with what changes by it. @throws when somebody else was first. */
export async function moveFulfillment(
  tx: Transaction,
  row: FulfillmentRow,
  move: FulfillmentMove,
  change: Change = {},
): Promise<FulfillmentRow> {
  const next = { ...row, holdReason: null, heldFrom: null, departing: false, ...change };
  const moved = await tx.move<FulfillmentRow>(fulfillmentMoves[move], row.fulfillmentId, {
    set: sql`
      hold_reason = ${next.holdReason}, held_from = ${next.heldFrom}, also_held_for = null, lines = ${linesDocument.write(next.lines)},
      attempt = ${next.attempt}, service_code = ${next.serviceCode},
      departing = ${next.departing}, parcel = ${next.parcel && parcelDocument.write(next.parcel)},
      shipping_problem = ${next.shippingProblem && problemDocument.write(next.shippingProblem)}`,
    where: sql`version = ${row.version}`,
    returning: fulfillmentColumns,
  });
  if (!moved) throw new Error(`fulfillment ${row.fulfillmentId} was moved by another`);
  return moved;
}

export function unitsOf(lines: readonly FulfillmentLine[]) {
  return lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
}

/** Buys the label of a part and books its goods out, by `shippingStoryId`. */
export const shippingStory = story({ name: 'ship_fulfillment' });

/** Gives the stock of a cancelled part back, by the part's id. */
export const releaseStory = story({ name: 'release_fulfillment' });

/** Looks whether a part that waits for stock has all its units, by an id for each time they came. */
export const stockedStory = story({ name: 'resume_stocked' });

/** Looks once at a part as it waits, whatever is heard. */
export function stockedStoryId({
  fulfillmentId,
  version,
}: Pick<FulfillmentRow, 'fulfillmentId' | 'version'>): string {
  return `${fulfillmentId}:v${version}`;
}

/** The story of one attempt to ship. */
export function shippingStoryId({ fulfillmentId, attempt }: FulfillmentRow): string {
  return `${fulfillmentId}:${attempt}`;
}
