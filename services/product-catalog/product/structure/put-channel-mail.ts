import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { auditedOf, channelColumns, emitChannel, type Channel } from './channel-store.ts';

/** Says whether mails of a channel carry the documents that they tell of. */
export function putChannelMail({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putChannelMail'> {
  return ({ code, mailsDocuments, expectedVersion }, invocation) =>
    database.transaction('put_channel_mail', invocation, async (tx) => {
      const before = await tx.first<Channel>(
        sql`select ${channelColumns} from channel where code = ${code} for update`,
      );
      if (!before) return fail('channel_not_found', 'There is no channel of this code.');
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion) {
        return fail('version_conflict', 'The channel changed in the meantime. Read it again.', {
          version,
        });
      }
      const after = (await tx.first<Channel>(sql`
        update channel set mails_documents = ${mailsDocuments}, version = version + 1
        where code = ${code} returning ${channelColumns}`))!;
      emitChannel(tx, after);
      tx.audit({ subject: `channel ${code}`, before: auditedOf(before), after: auditedOf(after) });
      return ok(after);
    });
}
