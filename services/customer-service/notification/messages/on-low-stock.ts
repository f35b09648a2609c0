import { newId } from '#kernel/ids.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertMessage, messageStory } from './message-store.ts';

/** Tells the shop, at most once a SKU and day, however often its stock crosses the threshold. */
export function onLowStock({ shop }: Settings) {
  return async (event: ReceivedEvent<'inventory.low_stock'>, tx: Transaction): Promise<void> => {
    const { sku, available, threshold } = event.data;
    const messageId = newId();
    const alerts = await tx.change(sql`
      insert into low_stock_alert (sku, day, message_id)
      values (${sku}, (kontor_now() at time zone 'UTC')::date, ${messageId})
      on conflict (sku, day) do nothing`);
    if (alerts === 0) return;
    await tx.query(
      insertMessage({
        messageId,
        template: 'low_stock',
        channel: event.channel,
        locale: event.locale,
        email: shop.email,
        phone: null,
        customerId: null,
        data: { sku, available, threshold },
        sealed: null,
        expiresAt: null,
        emailState: 'queued',
        smsState: 'none',
      }),
    );
    tx.stories.begin(messageStory, messageId);
  };
}
