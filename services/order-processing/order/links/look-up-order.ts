import { canonicalEmail, writtenForms } from '#kernel/email-address/email-address.ts';
import { newId } from '#kernel/ids.ts';
import { must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { lookupStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';

/** Whoever asks again within it gets no further mail: nobody's mailbox is filled by strangers. */
const quietSeconds = 300;
/** As many go to one address in a day at most, of however many orders. */
const linksADay = 5;

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
      values (${id}, ${orderNumber.trim().replace(/^#\s*/, '')}, ${email}) returning id`;
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
      const asked = await database.transaction('claim_order_link', invocation, (tx) =>
        claimLink(tx, lookupId),
      );
      if (asked) {
        const { snapshot } = (await database.first<OrderRow>(orderById(asked.orderId)))!;
        // The confirmation once more, for it has the link: it says that somebody asked for it.
        const said = { linkAskedFor: true };
        const message = orderMessage('order_confirmation', lookupId, snapshot, said);
        const asking = inScopeOf(snapshot, invocation);
        must(await call.notification.sendMessage(message, asking), 'order link');
      }
      await database.transaction('end_lookup', invocation, async (tx) => {
        tx.last(sql`delete from order_lookup where id = ${lookupId}`);
        tx.stories.finish(lookupStory, lookupId);
      });
    },
  };
}

/**
 * The order whose link this lookup is to send, if any. Of those that look for one order at once, one
 * sends it, again after a crash too; and those that look for orders of one address wait for each
 * other, so that none is counted past.
 */
async function claimLink(
  tx: Transaction,
  lookupId: string,
): Promise<{ orderId: string } | undefined> {
  const asked = await tx.first<{ orderNumber: string; email: string }>(
    sql`select order_number, email from order_lookup where id = ${lookupId}`,
  );
  if (!asked) return undefined;
  const { orderNumber, email } = asked;
  const forms = writtenForms(email);
  const lock = `order link ${canonicalEmail(email)}`;
  const [found] = await tx.query<{ orderId: string }>(sql`
    select o.id as order_id, pg_advisory_xact_lock(hashtextextended(${lock}, 0))
    from orders o
    where o.number in (${orderNumber}, upper(${orderNumber}))
      and lower(o.email) = any(${forms}::text[])`);
  if (!found) return undefined;
  const { orderId } = found;
  const dayBegins = sql`kontor_now() - interval '1 day'`;
  return tx.first<{ orderId: string }>(sql`
    insert into order_link_sent as sent (order_id, sent_at, lookup_id, counted_from, times)
    select ${orderId}::uuid, kontor_now(), ${lookupId}::uuid, kontor_now(), 1
    where (
      select coalesce(sum(before.times), 0)
      from orders o join order_link_sent before on before.order_id = o.id
      where lower(o.email) = any(${forms}::text[]) and before.counted_from > ${dayBegins}
        and before.lookup_id is distinct from ${lookupId}::uuid) < ${linksADay}::int
    on conflict (order_id) do update set sent_at = excluded.sent_at, lookup_id = excluded.lookup_id,
        counted_from = case when sent.counted_from > ${dayBegins} then sent.counted_from
          else excluded.counted_from end,
        times = case when sent.lookup_id = excluded.lookup_id then sent.times
          when sent.counted_from > ${dayBegins} then sent.times + 1 else 1 end
      where sent.lookup_id = excluded.lookup_id
        or sent.sent_at <= kontor_now() - ${quietSeconds} * interval '1 second'
    returning order_id`);
}
