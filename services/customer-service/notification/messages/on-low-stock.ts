import { newId } from '#kernel/ids.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { builtInLocales } from '../templates/template-definitions.ts';
import { insertMessage, messageStory } from './message-store.ts';

/** Stock belongs to no channel: the shop is told as its first channel is. */
const shopsChannel = 'default';

/** Tells the shop in its own language, at most once a SKU and day, however often its stock crosses the threshold. */
export function onLowStock({ shop }: Settings) {
  return async (event: ReceivedEvent<'inventory.low_stock'>, tx: Transaction): Promise<void> => {
    const { sku, available, threshold } = event.data;
    const messageId = newId();
    const alerts = await tx.change(sql`
      insert into low_stock_alert (sku, day, message_id)
      values (${sku}, (kontor_now() at time zone 'UTC')::date, ${messageId})
      on conflict (sku, day) do nothing`);
    if (alerts === 0) return;
    const own = await tx.first<{ locale: string | null }>(
      sql`select default_locale as locale from channel_time_zone where channel = ${shopsChannel}`,
    );
    await tx.query(
      insertMessage({
        messageId,
        template: 'low_stock',
        channel: shopsChannel,
        locale: own?.locale ?? builtInLocales[0],
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
