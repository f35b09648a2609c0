import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { taxTerritoryOf } from '#kernel/tax/tax-territories.ts';
import type { Broken, Check } from '../../world/check.ts';
import type { World } from '../../world/world.ts';
import { destinationOf, frozenAtMostMs, taxedByTable } from './taxed-order.ts';

type Taxed = Pick<
  OrderSnapshot,
  'shippingAddress' | 'billingAddress' | 'taxCalculationId' | 'lines'
>;

interface Sold {
  readonly number: string;
  readonly snapshot: Taxed;
  readonly placedMs: number;
}

interface Rate {
  readonly countryCode: string;
  readonly regionCode: string | null;
  readonly taxClass: string;
  readonly ratePpm: number;
  /** Null of a rate that counts still. */
  readonly archivedMs: number | null;
}

interface RateBook {
  readonly rates: readonly Rate[];
  /** When staff last set a rate of a country. */
  readonly setMs: ReadonlyMap<string, number>;
}

/** Before that a rate that was removed left nothing, and what had no rate was sold at the standard one. */
const sinceRatesStay = `select extract(epoch from applied_at)::float8 as "epoch"
  from tax.migration where name like '0007-archived-rates%'`;

const everSet = `select country_code as "countryCode", region_code as "regionCode", tax_class as "taxClass",
    rate_ppm as "ratePpm", null::float8 as "archivedMs" from tax.tax_rate
  union all
  select country_code, region_code, tax_class, rate_ppm, extract(epoch from archived_at)::float8 * 1000
  from tax.archived_tax_rate`;

const lastSet = `select substr(subject, 10, 2) as "countryCode", extract(epoch from max(at))::float8 * 1000 as "setMs"
  from tax.audit_entry where subject ~ '^tax rate [A-Z]{2}[ -]' group by 1`;

const sold = `select number, extract(epoch from placed_at)::float8 * 1000 as "placedMs",
    jsonb_build_object('shippingAddress', snapshot -> 'shippingAddress',
      'billingAddress', snapshot -> 'billingAddress', 'lines', snapshot -> 'lines')
      || case when snapshot ? 'taxCalculationId' then
        jsonb_build_object('taxCalculationId', snapshot -> 'taxCalculationId') else '{}' end as snapshot
  from "order".orders where placed_at >= to_timestamp($1) and not snapshot ? 'taxExemption'`;

/** I12 of rates: nothing is sold at a rate that nobody set. */
export const rateChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'nothing that the shop’s table taxed was sold where its tax class had no rate',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const [since] = await world.query<{ epoch: number }>('cart', sinceRatesStay);
      if (!since) return { checked, broken };
      // The orders before the rates: what is set meanwhile is there.
      for await (const batch of world.batches<Sold>('order', sold, [since.epoch])) {
        checked += batch.length;
        const book = await readRates(world);
        for (const order of batch) {
          const message = soldWithoutRate(order, book);
          if (message) broken.push({ subject: order.number, message });
        }
      }
      return { checked, broken };
    },
  },
];

async function readRates(world: World): Promise<RateBook> {
  const rates = await world.query<Rate>('cart', everSet);
  const set = await world.query<{ countryCode: string; setMs: number }>('cart', lastSet);
  return { rates, setMs: new Map(set.map(({ countryCode, setMs }) => [countryCode, setMs])) };
}

function soldWithoutRate({ snapshot, placedMs }: Sold, { rates, setMs }: RateBook) {
  if (!taxedByTable(snapshot)) return undefined;
  const destination = destinationOf(snapshot);
  const territory = taxTerritoryOf(destination);
  if (territory?.isOutside) return undefined;
  const { countryCode, regionCodes } = territory ?? {
    ...destination,
    regionCodes: [destination.regionCode],
  };
  const counted = rates.filter(
    (rate) =>
      rate.countryCode === countryCode &&
      (rate.regionCode === null || regionCodes.includes(rate.regionCode)) &&
      (rate.archivedMs === null || rate.archivedMs >= placedMs - frozenAtMostMs),
  );
  const classes = new Set(['zero', ...counted.map(({ taxClass }) => taxClass)]);
  // What place levied nothing then may tax by now.
  const isAsThen = (setMs.get(countryCode) ?? 0) < placedMs - frozenAtMostMs;
  const levied = isAsThen && counted.some(({ ratePpm }) => ratePpm > 0);
  const without = snapshot.lines.find(
    (line) => !classes.has(line.taxClass) && (isTaxed(line) || levied),
  );
  return (
    without && `${without.sku} of the tax class "${without.taxClass}" has no rate in ${countryCode}`
  );
}

function isTaxed({ taxCategory, taxMinor }: SnapshotLine): boolean {
  return taxMinor > 0 || taxCategory === 'standard';
}
