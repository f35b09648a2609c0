import { newId } from '#kernel/ids.ts';
import { must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { lookupStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';

/** Whoever asks again within it gets no further mail: nobody's mailbox is filled by strangers. */
const quietSeconds = 300;

/**
 * Takes down who looks for which order, and nothing else: whether there is such an order is found
 * out after everybody was answered the same, in the same time.
 */
export function lookUpOrder({
  database,
}: ServiceContext<'order'>): Handler<'order', 'lookUpOrder'> {
  return async ({ orderNumber, email }, invocation) => {
    const id = newId();
    const moved = sql`
      insert into order_lookup (id, order_number, email)
      values (${id}, ${orderNumber.trim().replace(/^#/, '')}, ${email}) returning id`;
    const starts = [{ story: lookupStory, id }];
    await database.move('lookUpOrder', { moved, starts }, invocation);
    return ok({ status: 'accepted' });
  };
}

/** Sends the link to the address of the order, never to the one that was typed. */
export function sendOrderLink({ database, call }: ServiceContext<'order'>): StoryShape {
  return {
    story: lookupStory,
    async advance(lookupId, invocation) {
      const found = await database.first<{ orderId: string; quiet: boolean }>(
        sql`
          select o.id as order_id, coalesce(
            s.sent_at > kontor_now() - ${quietSeconds} * interval '1 second', false) as quiet
          from order_lookup l
            join orders o on o.number in (l.order_number, upper(l.order_number)) and lower(o.email) = lower(l.email)
            left join order_link_sent s on s.order_id = o.id
          where l.id = ${lookupId}`,
        invocation,
      );
      if (found && !found.quiet) {
        const { snapshot } = (await database.first<OrderRow>(orderById(found.orderId)))!;
        // The confirmation once more, for it has the link: it says that somebody asked for it.
        const said = { linkAskedFor: true };
        const message = orderMessage('order_confirmation', lookupId, snapshot, said);
        const asking = inScopeOf(snapshot, invocation);
        must(await call.notification.sendMessage(message, asking), 'order link');
      }
      await database.transaction('end_lookup', invocation, async (tx) => {
        if (found && !found.quiet) {
          await tx.query(sql`
            insert into order_link_sent (order_id, sent_at) values (${found.orderId}, kontor_now())
            on conflict (order_id) do update set sent_at = excluded.sent_at`);
        }
        tx.last(sql`delete from order_lookup where id = ${lookupId}`);
        tx.stories.finish(lookupStory, lookupId);
      });
    },
  };
}
