import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { tellTexts } from '../pages/tell-texts.ts';
import { channelColumns, emitChannel, type Channel } from './channel-store.ts';

/**
 * Tells all channels and all published texts once more, as they are: for what hears of them for the
 * first time, or lost what it had heard. Each telling has the next number, so none is taken for old.
 */
export function tellChannels({
  database,
}: ServiceContext<'product'>): Handler<'product', 'tellChannels'> {
  return (_input, invocation) =>
    database.transaction('tell_channels', invocation, async (tx) => {
      const channels = await tx.query<Channel>(
        sql`update channel set version = version + 1 returning ${channelColumns}`,
      );
      for (const channel of channels) emitChannel(tx, channel);
      const texts = await tellTexts(tx, sql`true`);
      const told = { channels: channels.length, texts };
      tx.audit({ subject: 'channels', after: told });
      return ok(told);
    });
}
