import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { FulfillmentMove } from '../fulfillment-states.ts';
import {
  fulfillmentColumns,
  lockForStep,
  moveFulfillment,
  shippingStory,
  shippingStoryId,
  toFulfillmentShape,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';

type Answer = Awaited<ReturnType<Handler<'fulfillment', 'resumeFulfillment'>>>;

const moveBackTo: Readonly<Record<string, FulfillmentMove>> = {
  open: 'resume_open',
  picking: 'resume_picking',
  packed: 'resume_packed',
  shipping: 'resume_shipping',
};

/**
 * Goes on where it was held; what ships by itself tries again. Whoever lets one go that waits for
 * stock does not know of its payment, which then holds it alone.
 */
export function resumeFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'resumeFulfillment'> {
  return (input, invocation) =>
    database.command('resumeFulfillment', input, invocation, async (tx): Promise<Answer> => {
      const { fulfillmentId } = input;
      const found = await lockForStep(tx, fulfillmentId, ['resume_open'], invocation.actor);
      if (!found.ok) return found;
      const before = found.value;
      const row =
        before.alsoHeldFor === null ? await resumeHeld(tx, before) : await holdAlone(tx, before);
      tx.audit({ subject: `fulfillment:${fulfillmentId}` });
      return ok(toFulfillmentShape(row));
    });
}

async function holdAlone(tx: Transaction, before: FulfillmentRow): Promise<FulfillmentRow> {
  const rows = await tx.query<FulfillmentRow>(sql`
    update fulfillment set hold_reason = also_held_for, also_held_for = null, version = version + 1
    where id = ${before.fulfillmentId} returning ${fulfillmentColumns}`);
  return rows[0]!;
}

/** What is locked and held goes on where it was. */
export async function resumeHeld(tx: Transaction, before: FulfillmentRow): Promise<FulfillmentRow> {
  const { fulfillmentId, heldFrom } = before;
  const move = moveBackTo[heldFrom ?? 'open'];
  if (!move) throw new Error(`${fulfillmentId} was held from ${heldFrom}`);
  const attempt = move === 'resume_shipping' ? before.attempt + 1 : before.attempt;
  const row = await moveFulfillment(tx, before, move, { attempt });
  if (move === 'resume_shipping') tx.stories.begin(shippingStory, shippingStoryId(row));
  return row;
}
