import { wholeList } from '#contracts/shapes.ts';
import { channelsSeenBy } from '#kernel/actor.ts';
import { currencyExponent } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Editions } from '../read-model/editions.ts';
import { changesDocuments } from '../search/document-writes.ts';
import { auditedOf, channelColumns, emitChannel, type Channel } from './channel-store.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';

export function listAdminChannels({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminChannels'> {
  return async (_input, invocation) => {
    const seen = channelsSeenBy(invocation.actor);
    const statement = sql`
      select ${channelColumns} from channel
      where ${seen}::text[] is null or code = any(${seen}::text[]) order by code`;
    return ok(wholeList(await database.query<Channel>(statement, invocation)));
  };
}

/** Adds a shop to the deployment, or changes one. Its documents are made anew in the background. */
export function putChannel(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'putChannel'> {
  return async (input, invocation) => {
    const { code, name, currency, defaultLocale, pricesIncludeTax, active, expectedVersion } =
      input;
    const locales = [...new Set(input.locales)];
    if (!isCurrency(currency))
      return fail('currency_unknown', `${currency} is not a currency of ISO 4217.`);
    if (!locales.includes(defaultLocale))
      return fail('default_locale_missing', 'The default language must be one of the languages.');
    return database.transaction('put_channel', invocation, async (tx) => {
      const before = await tx.first<Channel>(
        sql`select ${channelColumns} from channel where code = ${code} for update`,
      );
      if (before && expectedVersion !== undefined && before.version !== expectedVersion) {
        const { version } = before;
        return fail('version_conflict', 'The channel changed in the meantime. Read it again.', {
          version,
        });
      }
      const refusal = before && (await refuseOtherPrices(tx, before, input));
      if (refusal) return refusal;
      const after = (await tx.first<Channel>(sql`
        insert into channel (code, name, currency, default_locale, locales, prices_include_tax, active)
        values (${code}, ${name}, ${currency}, ${defaultLocale}, ${locales}, ${pricesIncludeTax}, ${active})
        on conflict (code) do update set name = excluded.name, currency = excluded.currency,
          default_locale = excluded.default_locale, locales = excluded.locales,
          prices_include_tax = excluded.prices_include_tax, active = excluded.active,
          version = channel.version + 1
        returning ${channelColumns}`))!;
      await tx.query(sql`
        insert into edition (channel, locale) select ${code}, unnest(${locales}::text[])
        on conflict do nothing`);
      // Pages of a language that was taken away go first: nobody may read what is not kept any more.
      await tx.query(sql`
        with gone as (
          select id from edition where channel = ${code} and locale <> all (${locales}::text[])),
        pages as (delete from page where edition_id in (select id from gone)),
        shelves as (delete from shelf where edition_id in (select id from gone)),
        numbers as (delete from number_shelf where edition_id in (select id from gone)),
        words as (delete from search_word where edition_id in (select id from gone))
        delete from document where edition_id in (select id from gone)`);
      await tx.query(sql`
        delete from edition where channel = ${code} and locale <> all (${locales}::text[])`);
      if (before) await startRebuild(tx, 'channel', code);
      emitChannel(tx, after);
      tx.audit({ subject: `channel ${code}`, before: auditedOf(before), after: auditedOf(after) });
      tx.afterwards(() => editions.forget());
      changesDocuments(tx);
      return ok(after);
    });
  };
}

/** What is priced already would cost something else: nothing at all, or as much more as the tax is. */
async function refuseOtherPrices(
  tx: Transaction,
  { code, ...before }: Channel,
  { currency, pricesIncludeTax }: Pick<Channel, 'currency' | 'pricesIncludeTax'>,
) {
  const same = before.currency === currency && before.pricesIncludeTax === pricesIncludeTax;
  if (same || !(await hasPrices(tx, code))) return undefined;
  const tax = before.pricesIncludeTax ? 'with tax' : 'without tax';
  const what = `Prices of this channel are in ${before.currency}, ${tax}. Take them away first, or make another channel.`;
  return fail('channel_has_prices', what, { currency: before.currency });
}

async function hasPrices(tx: Transaction, code: string): Promise<boolean> {
  const found = await tx.first<{ some: boolean }>(sql`
    select exists (select from price where channel = ${code})
      or exists (select from sale_price where channel = ${code}) as some`);
  return found!.some;
}

function isCurrency(code: string): boolean {
  if (!Intl.supportedValuesOf('currency').includes(code)) return false;
  return currencyExponent(code) >= 0;
}
