import type { TaxCategory } from '#kernel/tax/tax-category.ts';
import type { CalculateTaxResult, TaxShare } from '#external/tax-calculation/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sumMinor } from '#kernel/money.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { calculationKey } from './reporting/calculation-key.ts';
import { mostTaxed, printedName, quoteOf, type Quote, type TaxedAmount } from './table-tax.ts';

type Request = InputOf<'tax', 'quoteTax'>;
type Calculated = Extract<CalculateTaxResult, { status: 'calculated' }>;

const timeoutMs = 1_500;

/** Asks the provider; undefined when it does not answer in time, refuses, or its sums are wrong. */
export async function taxByProvider(
  { external, log, settings }: ServiceContext<'tax'>,
  request: Request,
  invocation: Invocation,
): Promise<Quote | undefined> {
  const behavior = request.pricesIncludeTax ? 'inclusive' : 'exclusive';
  const { destination, currency, shippingMinor } = request;
  const leftMs = invocation.deadlineMs - clock.nowMs();
  const patienceMs = Math.min(timeToWait(settings, timeoutMs), leftMs);
  const answer = await external.taxCalculation.chosen.calculate(
    {
      reference: request.reference,
      currency,
      customerAddress: {
        line1: destination.street,
        city: destination.city,
        region: destination.regionCode,
        postalCode: destination.postalCode,
        country: destination.countryCode,
      },
      customerExempt: request.exempt,
      lines: request.lines.map(({ lineId, amountMinor, quantity, taxClass }) => ({
        reference: lineId,
        amountMinor,
        quantity,
        taxClass,
        taxBehavior: behavior,
      })),
      shippingMinor,
      shippingTaxBehavior: behavior,
    },
    {
      traceparent: invocation.traceparent,
      signal: AbortSignal.timeout(Math.max(1, patienceMs)),
    },
  );
  if (answer.status !== 'calculated') {
    const reason = answer.status === 'refused' ? answer.code : answer.reason;
    log.warn({ invocation, reason }, 'tax provider gave no answer; the table is used');
    return undefined;
  }
  const quote = trusted(request, answer);
  if (quote && answer.calculationId !== null) {
    return { ...quote, calculationId: calculationKey(external, answer.calculationId) };
  }
  if (!quote)
    log.error(
      { invocation, reference: request.reference },
      'tax provider answered with wrong sums',
    );
  return quote;
}

/** The answer as a quote, if its parts sum, fit what was asked, and nothing is negative. */
function trusted(request: Request, answer: Calculated): Quote | undefined {
  const lines = request.lines.map(({ lineId, amountMinor, taxClass }) => {
    const line = answer.lines.find(({ reference }) => reference === lineId);
    return line && line.amountMinor === amountMinor
      ? { lineId, ...taxedOf(line), taxCategory: categoryOf(request, line, taxClass) }
      : undefined;
  });
  const delivered = request.shippingMinor > 0;
  const shipping = {
    ...taxedOf(answer.shipping),
    ...(delivered && { taxCategory: categoryOf(request, answer.shipping) }),
  };
  const known = lines.filter((line) => line !== undefined);
  if (known.length !== lines.length) return undefined;
  const parts = [...known, shipping];
  const amounts = [...request.lines.map((line) => line.amountMinor), request.shippingMinor];
  const isSound = parts.every(({ taxMinor, taxes }, index) => {
    const shares = sumMinor(taxes.map((share) => share.taxMinor));
    const mostMinor = request.pricesIncludeTax ? amounts[index]! : Infinity;
    return taxMinor >= 0 && shares === taxMinor && taxMinor <= mostMinor;
  });
  const reported = request.pricesIncludeTax ? answer.taxInclusiveMinor : answer.taxExclusiveMinor;
  const quote = quoteOf(known, shipping, 'provider');
  return isSound && reported === quote.taxMinor ? quote : undefined;
}

interface ProviderLine {
  readonly taxMinor: number;
  readonly amountMinor: number;
  readonly shares: readonly TaxShare[];
}

/** What was taxed is so at its rate; else the reason that is known, then the one that is told. */
function categoryOf(
  { exempt }: Request,
  { taxMinor, shares }: ProviderLine,
  taxClass?: string,
): TaxCategory {
  if (taxMinor > 0) return 'standard';
  if (exempt) return 'exempt';
  const told = mostTaxed(shares.flatMap(({ reason }) => reason ?? []));
  if (told !== undefined) return told;
  if (shares.some(({ ratePercent }) => Number(ratePercent) > 0)) return 'standard';
  return shares.length > 0 || taxClass === 'zero' ? 'zero' : 'outside';
}

function taxedOf(line: ProviderLine): TaxedAmount {
  const { taxMinor, amountMinor, shares } = line;
  if (shares.length === 0 && taxMinor > 0) {
    const share = { name: 'Tax', ratePpm: 0, taxableMinor: amountMinor, taxMinor };
    return { taxMinor, taxes: [share] };
  }
  return { taxMinor, taxes: shares.map(shareOf) };
}

const printed: Readonly<Record<string, string>> = {
  sales_tax: 'Sales tax',
  vat: 'VAT',
  gst: 'GST',
};

function shareOf({ jurisdiction, taxType, ratePercent, taxableMinor, taxMinor }: TaxShare) {
  const ratePpm = Math.round(Number(ratePercent) * 10_000);
  const name = `${printed[taxType] ?? taxType.toUpperCase()} ${jurisdiction}`.trim();
  return { name: printedName(name, ratePpm), ratePpm, taxableMinor, taxMinor };
}
