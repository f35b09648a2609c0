import { createHash } from 'node:crypto';
import type { Company } from '#contracts/product/company.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { shopDocument, type Shop } from '../stored/documents.ts';

/** Keeps who sells in a channel, for the documents that are issued from now on. */
export async function onChannelChanged(
  { data: { code, timeZone, company }, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  const logo = company?.logo ? Buffer.from(company.logo, 'base64') : null;
  const logoSha256 = logo && createHash('sha256').update(logo).digest('hex');
  const shop = company && shopDocument.write(shopOf(company, logoSha256));
  if (logo) {
    await tx.query(sql`
      insert into logo (sha256, bytes) values (${logoSha256}, ${logo}) on conflict do nothing`);
  }
  tx.last(sql`
    insert into channel_company (channel, version, time_zone, shop)
    values (${code}, ${aggregateVersion}, ${timeZone}, ${shop}::jsonb)
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone, shop = excluded.shop
      where channel_company.version < excluded.version`);
}

function shopOf(company: Company, logoSha256: string | null): Shop {
  const { logo: _, bankAccount, taxIds, registerEntries, ...said } = company;
  return {
    ...said,
    // The one of the settings; a company of its own has a list.
    taxId: '',
    taxIds,
    registerEntries,
    ...(bankAccount ? { bankAccount } : {}),
    ...(logoSha256 === null ? {} : { logoSha256 }),
  };
}
