import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { DeliveryBook } from './delivery-book.ts';

export function getShippingSettings(
  book: DeliveryBook,
): Handler<'shipping', 'getShippingSettings'> {
  return async (_input, { channel }) => {
    const { withoutLiveQuotes } = await book.tables();
    return ok({ channel, liveQuotes: !withoutLiveQuotes.has(channel) });
  };
}

/** Sets what the invocation's channel offers. */
export function putShippingSettings(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putShippingSettings'> {
  return ({ liveQuotes }, invocation) =>
    database.transaction('put_shipping_settings', invocation, async (tx) => {
      const { channel } = invocation;
      await tx.query(sql`
        insert into channel_setting (channel, live_quotes) values (${channel}, ${liveQuotes})
        on conflict (channel) do update set live_quotes = excluded.live_quotes`);
      tx.audit({ subject: `shipping settings of ${channel}`, after: { liveQuotes } });
      tx.afterwards(() => book.forget());
      return ok({ channel, liveQuotes });
    });
}
