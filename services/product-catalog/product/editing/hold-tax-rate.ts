import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { liveWithoutRate, type Missing } from './list-missing-rates.ts';

/**
 * Nothing of the class goes live there from then on. What appears meanwhile holds the row of what was
 * heard (`missing-rates.ts`): either it is seen here as live, or it finds the rate held.
 */
export function holdTaxRate({
  database,
  settings,
}: ServiceContext<'product'>): Handler<'product', 'holdTaxRate'> {
  return ({ countryCode, taxClass, deliveredTo }, invocation) =>
    database.transaction('hold_tax_rate', invocation, async (tx) => {
      const { version } = (await tx.first<{ version: number }>(
        sql`select version from taxed_classes_heard for update`,
      ))!;
      await tx.query(sql`
        update taxed_class set removing = true
        where country_code = ${countryCode} and tax_class = ${taxClass}`);
      const without = { countryCode, taxClass };
      const live = await tx.query<Missing>(liveWithoutRate({ deliveredTo, without }, settings));
      const used = live.find(
        (item) => item.countryCode === countryCode && item.taxClass === taxClass,
      );
      if (!used) return ok({ ratesVersion: version });
      const { channel, products } = used;
      const what = `${products} live products of the tax class "${taxClass}" go to ${countryCode} in the channel ${channel}. Give them another class or archive them first, or take ${countryCode} out of what the channel delivers to.`;
      return fail('tax_rate_in_use', what, { channel, countryCode, taxClass, products });
    });
}
