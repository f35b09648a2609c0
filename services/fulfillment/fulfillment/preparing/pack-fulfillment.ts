import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  lockForStep,
  moveFulfillment,
  toFulfillmentShape,
} from '../fulfillments/fulfillment-store.ts';

type Answer = Awaited<ReturnType<Handler<'fulfillment', 'packFulfillment'>>>;

/** Packs what was picked; where nobody recorded what, everything was. */
export function packFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'packFulfillment'> {
  return (input, invocation) =>
    database.command('packFulfillment', input, invocation, async (tx): Promise<Answer> => {
      const { fulfillmentId } = input;
      const found = await lockForStep(tx, fulfillmentId, ['pack'], invocation.actor);
      if (!found.ok) return found;
      const lines = found.value.lines.map((line) => ({ ...line, pickedQuantity: line.quantity }));
      tx.audit({ subject: `fulfillment:${fulfillmentId}` });
      return ok(toFulfillmentShape(await moveFulfillment(tx, found.value, 'pack', { lines })));
    });
}
