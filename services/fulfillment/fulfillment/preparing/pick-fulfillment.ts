import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  fulfillmentColumns,
  lockForStep,
  moveFulfillment,
  toFulfillmentShape,
  type FulfillmentLine,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';
import { linesDocument } from '../stored/documents.ts';

type Answer = Awaited<ReturnType<Handler<'fulfillment', 'pickFulfillment'>>>;
type Picked = NonNullable<InputOf<'fulfillment', 'pickFulfillment'>['lines']>;

/** Begins picking; with lines, records them, and what was not found goes on as a part of its own. */
export function pickFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'pickFulfillment'> {
  return (input, invocation) =>
    database.command('pickFulfillment', input, invocation, async (tx): Promise<Answer> => {
      const { fulfillmentId, lines } = input;
      // Recording is also possible while it is being picked, which leads on to `pack`.
      const steps = lines ? (['pick', 'pack'] as const) : (['pick'] as const);
      const found = await lockForStep(tx, fulfillmentId, steps, invocation.actor);
      if (!found.ok) return found;
      const before = found.value;
      tx.audit({ subject: `fulfillment:${fulfillmentId}`, after: { picked: lines } });
      const row = before.state === 'open' ? await moveFulfillment(tx, before, 'pick') : before;
      if (!lines) return ok(toFulfillmentShape(row));
      const split = splitPicked(row.lines, lines);
      if (!split) {
        const what = 'More was picked of a line than this fulfillment has of it.';
        return fail('picked_exceeds_ordered', what);
      }
      const recorded = (await tx.first<FulfillmentRow>(sql`
        update fulfillment set lines = ${linesDocument.write(split.picked)}, version = version + 1
        where id = ${fulfillmentId} returning ${fulfillmentColumns}`))!;
      if (split.rest.length > 0) await openRest(tx, fulfillmentId, split.rest);
      return ok(toFulfillmentShape(recorded));
    });
}

function splitPicked(lines: readonly FulfillmentLine[], picked: Picked) {
  const units = new Map<string, number>();
  for (const { lineId, quantity } of picked) {
    units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  }
  const known = new Map(lines.map((line) => [line.lineId, line.quantity]));
  for (const [lineId, quantity] of units) {
    if (quantity > (known.get(lineId) ?? 0)) return undefined;
  }
  const part = (quantityOf: (line: FulfillmentLine) => number, isPicked: boolean) =>
    lines
      .map((line) => {
        const quantity = quantityOf(line);
        return { ...line, quantity, pickedQuantity: isPicked ? quantity : 0 };
      })
      .filter(({ quantity }) => quantity > 0);
  return {
    picked: part(({ lineId }) => units.get(lineId) ?? 0, true),
    rest: part(({ lineId, quantity }) => quantity - (units.get(lineId) ?? 0), false),
  };
}

async function openRest(tx: Transaction, from: string, rest: FulfillmentLine[]): Promise<void> {
  await tx.change(sql`
    insert into fulfillment (id, order_id, order_number, reservation_id, location_id, state,
      requires_shipping, lines, channel, locale, email, phone, customer_id, shipping_address,
      delivery, split_from)
    select ${newId()}::uuid, order_id, order_number, reservation_id, location_id, 'open',
      requires_shipping, ${linesDocument.write(rest)}::jsonb, channel, locale, email, phone, customer_id,
      shipping_address, delivery, id
    from fulfillment where id = ${from}`);
}
