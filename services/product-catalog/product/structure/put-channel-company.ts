import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { companyDocument } from '../stored/documents.ts';
import { auditedOf, channelColumns, emitChannel, type Channel } from './channel-store.ts';
import { isReadable } from './read-logo.ts';

/** Says who sells in a channel, and in which time zone its days are. */
export function putChannelCompany({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putChannelCompany'> {
  return async ({ code, timeZone, company, expectedVersion }, invocation) => {
    if (company?.logo && !isReadable(company.logo)) {
      const message =
        'The logo cannot be printed. Give a JPEG, or a PNG that is neither interlaced nor animated.';
      return fail('logo_unreadable', message);
    }
    return database.transaction('put_channel_company', invocation, async (tx) => {
      const before = await tx.first<Channel>(
        sql`select ${channelColumns} from channel where code = ${code} for update`,
      );
      if (!before) return fail('channel_not_found', 'There is no channel of this code.');
      if (expectedVersion !== undefined && before.version !== expectedVersion) {
        const { version } = before;
        return fail('version_conflict', 'The channel changed in the meantime. Read it again.', {
          version,
        });
      }
      if (!(await isKnown(tx, timeZone))) {
        return fail('time_zone_unknown', 'Give a time zone such as Europe/Berlin.');
      }
      const after = (await tx.first<Channel>(sql`
        update channel set time_zone = ${timeZone}, version = version + 1,
          company = ${company && companyDocument.write(company)}::jsonb
        where code = ${code} returning ${channelColumns}`))!;
      emitChannel(tx, after);
      tx.audit({ subject: `channel ${code}`, before: auditedOf(before), after: auditedOf(after) });
      return ok(after);
    });
  };
}

/** The database dates documents, so it must know the zone too. */
async function isKnown(tx: Transaction, timeZone: string | null): Promise<boolean> {
  const [known] = await tx.query(
    sql`select where ${timeZone}::text is null
      or exists (select from pg_timezone_names where name = ${timeZone})`,
  );
  return known !== undefined;
}
