import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { reportRates } from './report-rates.ts';
import type { TaxBook } from './tax-book.ts';

type Class = OutputOf<'tax', 'putClass'>;

export function listClasses({ database }: ServiceContext<'tax'>): Handler<'tax', 'listClasses'> {
  return async (_input, invocation) => {
    const statement = sql`select code, name from tax_class order by code`;
    return ok(wholeList(await database.query<Class>(statement, invocation)));
  };
}

export function putClass({ database }: ServiceContext<'tax'>): Handler<'tax', 'putClass'> {
  return ({ code, name }, invocation) =>
    database.transaction('put_class', invocation, async (tx) => {
      await tx.query(sql`
        insert into tax_class (code, name) values (${code}, ${name})
        on conflict (code) do update set name = excluded.name`);
      tx.audit({ subject: `tax class ${code}`, after: { code, name } });
      return ok({ code, name });
    });
}

export function getTaxSettings(
  _context: ServiceContext<'tax'>,
  book: TaxBook,
): Handler<'tax', 'getTaxSettings'> {
  return async (_input, { channel }) => {
    const settings = await book.settingsOf(channel);
    return ok({ channel, ...settings });
  };
}

/** Sets how the invocation's channel taxes. */
export function putTaxSettings(
  { database }: ServiceContext<'tax'>,
  book: TaxBook,
): Handler<'tax', 'putTaxSettings'> {
  return ({ source, roundingLevel, roundingMode, shippingTax }, invocation) =>
    database.transaction('put_tax_settings', invocation, async (tx) => {
      const { channel } = invocation;
      const after = { channel, source, roundingLevel, roundingMode, shippingTax };
      await tx.query(sql`
        insert into channel_setting (channel, source, rounding_level, rounding_mode, shipping_tax)
        values (${channel}, ${source}, ${roundingLevel}, ${roundingMode}, ${shippingTax})
        on conflict (channel) do update set source = excluded.source,
          rounding_level = excluded.rounding_level, rounding_mode = excluded.rounding_mode,
          shipping_tax = excluded.shipping_tax`);
      await reportRates(tx);
      tx.audit({ subject: `tax settings of ${channel}`, after });
      tx.afterwards(() => book.forget());
      return ok(after);
    });
}
