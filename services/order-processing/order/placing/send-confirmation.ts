import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { withDocument } from '../orders/mailed-document.ts';
import { withTexts } from '../orders/mailed-texts.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { confirmationStory } from '../orders/order-stories.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline, type TimelineEntry } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;

/**
 * The order's confirmation, once however often it is asked for; not undone: a cancellation sends a
 * message of its own.
 */
export async function sendConfirmation(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): Promise<TimelineEntry> {
  const { snapshot } = order;
  const scope = inScopeOf(snapshot, invocation);
  const message = orderMessage('order_confirmation', 'once', snapshot);
  const isInvoice = ({ kind }: { kind: string }) => kind === 'invoice';
  const carrying = await withTexts(context, order, message, scope);
  const mail = await withDocument(context, order, carrying, isInvoice, scope);
  must(await context.call.notification.sendMessage(mail, scope), 'confirmation');
  return {
    key: 'confirmation_sent',
    kind: 'message_sent',
    message: 'Order confirmation sent to the customer.',
    at: clock.nowIso(),
  };
}

/** Where notification did not answer, the order is confirmed all the same and this sends it later. */
export function sendConfirmationLater(context: Context): StoryShape {
  const { database } = context;
  return {
    story: confirmationStory,
    async advance(orderId, invocation) {
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`send_confirmation: there is no order ${orderId}`);
      const cancelled = order.state === 'cancelling' || order.state === 'cancelled';
      const entry = cancelled ? undefined : await sendConfirmation(context, order, invocation);
      await database.transaction('end_confirmation', invocation, async (tx) => {
        if (entry) tx.last(addToTimeline(orderId, [entry], invocation));
        tx.stories.finish(confirmationStory, orderId);
      });
    },
  };
}
