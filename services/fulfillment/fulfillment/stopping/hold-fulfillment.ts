import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  lockForStep,
  moveFulfillment,
  toFulfillmentShape,
} from '../fulfillments/fulfillment-store.ts';

type Answer = Awaited<ReturnType<Handler<'fulfillment', 'holdFulfillment'>>>;

/** Lays a fulfillment aside where it is. */
export function holdFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'holdFulfillment'> {
  return (input, invocation) =>
    database.command('holdFulfillment', input, invocation, async (tx): Promise<Answer> => {
      const { fulfillmentId, reason } = input;
      const found = await lockForStep(tx, fulfillmentId, ['hold'], invocation.actor);
      if (!found.ok) return found;
      const before = found.value;
      const row = await moveFulfillment(tx, before, 'hold', {
        holdReason: reason,
        heldFrom: before.state,
      });
      tx.audit({ subject: `fulfillment:${fulfillmentId}`, after: { reason } });
      tx.emit({
        type: 'fulfillment.held',
        aggregateId: fulfillmentId,
        aggregateVersion: row.version,
        data: { fulfillmentId, orderId: row.orderId, reason },
      });
      return ok(toFulfillmentShape(row));
    });
}
