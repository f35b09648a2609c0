import { derivedId } from '#kernel/ids.ts';
import { must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import {
  cannot,
  fulfillmentById,
  lockForStep,
  moveFulfillment,
  shippingStory,
  shippingStoryId,
  toFulfillmentShape,
  unitsOf,
  type FulfillmentRow,
  releaseStory,
} from '../fulfillments/fulfillment-store.ts';

type Answer = Awaited<ReturnType<Handler<'fulfillment', 'cancelFulfillment'>>>;

/** Gives one part up; its stock is released by the story `release_fulfillment`. */
export function cancelFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'cancelFulfillment'> {
  return (input, invocation) =>
    database.command('cancelFulfillment', input, invocation, async (tx): Promise<Answer> => {
      const { fulfillmentId, reason } = input;
      const found = await lockForStep(tx, fulfillmentId, ['cancel'], invocation.actor);
      if (!found.ok) return found;
      const before = found.value;
      if (before.departing) return cannot('cancel: it is leaving', before.state);
      const row = await moveFulfillment(tx, before, 'cancel');
      const { orderId, lines } = row;
      tx.audit({ subject: `fulfillment:${fulfillmentId}`, after: { reason } });
      tx.emit({
        type: 'fulfillment.cancelled',
        aggregateId: fulfillmentId,
        aggregateVersion: row.version,
        data: { fulfillmentId, orderId, reason, lines: unitsOf(lines) },
      });
      tx.stories.begin(releaseStory, fulfillmentId);
      if (before.state === 'shipping') tx.stories.begin(shippingStory, shippingStoryId(before));
      return ok(toFulfillmentShape(row));
    });
}

/** Gives the stock of a cancelled part back. */
export function releaseFulfillment({ call, database }: ServiceContext<'fulfillment'>): StoryShape {
  return {
    story: releaseStory,
    async advance(fulfillmentId, invocation) {
      const row = await database.first<FulfillmentRow>(fulfillmentById(fulfillmentId), invocation);
      if (!row) throw new Error(`release_fulfillment: there is no fulfillment ${fulfillmentId}`);
      const { orderId, reservationId, lines } = row;
      const releaseId = derivedId('release', fulfillmentId);
      must(
        await call['inventory-sync'].releaseReservation(
          { reservationId, orderId, releaseId, lines: unitsOf(lines) },
          invocation,
        ),
        'release',
      );
      await database.transaction('end_release', invocation, async (tx) => {
        tx.stories.finish(releaseStory, fulfillmentId);
      });
    },
  };
}
