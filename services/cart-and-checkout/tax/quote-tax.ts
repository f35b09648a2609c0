import { untoldTax } from '#contracts/tax/untold.ts';
import { fail, ok } from '#kernel/result.ts';
import { taxTerritoryOf } from '#kernel/tax/tax-territories.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { providerCountries } from './provider-countries.ts';
import { taxByProvider } from './provider-tax.ts';
import { taxByTable } from './table-tax.ts';
import type { TaxBook } from './tax-book.ts';

/** Asks the provider where the channel says so or the table cannot know, else the table. */
export function quoteTax(
  context: ServiceContext<'tax'>,
  book: TaxBook,
): Handler<'tax', 'quoteTax'> {
  return async (request, invocation) => {
    const territory = taxTerritoryOf(request.destination);
    const { countryCode } = territory ?? request.destination;
    const [settings, rates] = await Promise.all([
      book.settingsOf(invocation.channel),
      book.ratesOf(countryCode),
    ]);
    const isKnown = rates.length > 0 || territory?.isOutside === true;
    const needsProvider = providerCountries.has(countryCode) || !isKnown;
    const asksProvider =
      settings.source === 'provider' || (settings.source === 'auto' && needsProvider);
    if (!asksProvider) return ok(taxByTable(request, rates, settings, territory));
    const quote = await taxByProvider(context, request, invocation);
    if (quote) return ok(quote);
    if (settings.source === 'provider' && !isKnown) {
      const what = 'Tax for this country cannot be calculated at the moment. Try again shortly.';
      return fail('tax_unavailable', what);
    }
    const byTable = taxByTable(request, rates, settings, territory);
    const calculationId = untoldTax('table_fallback');
    return ok({ ...byTable, source: 'table_fallback' as const, calculationId });
  };
}
