import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { currencyExponent, multiplyRatio } from '#kernel/money.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Method, Zone } from './delivery-book.ts';
import { writeMethod } from './methods.ts';

/** Members of the European Union: no customs between them. */
const europe =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** Rough worth of one euro in hundredths, for a first price list that staff goes over. */
const worthPercent: Readonly<Record<string, number>> = {
  EUR: 100,
  USD: 110,
  GBP: 85,
  CHF: 95,
  CAD: 150,
  SEK: 1_100,
  DKK: 750,
  PLN: 430,
  CZK: 2_500,
  JPY: 16_000,
  AUD: 170,
};

interface Tariff {
  readonly code: string;
  readonly name: string;
  readonly days: [earliest: number, latest: number];
  /** Cents of a euro by grams below which they hold; the last has no end. */
  readonly tiers: [belowGrams: number | null, cents: number][];
  readonly freeFromCents?: number;
}

type Placed = Zone & { tariffs: Tariff[] };

const homeTariffs: Tariff[] = [
  {
    code: 'standard',
    name: 'Standard',
    days: [2, 4],
    tiers: [
      [5_000, 490],
      [31_500, 990],
      [null, 2_990],
    ],
    freeFromCents: 7_500,
  },
  {
    code: 'express',
    name: 'Express',
    days: [1, 1],
    tiers: [
      [5_000, 1_190],
      [31_500, 1_990],
    ],
  },
];

const europeanTariffs: Tariff[] = [
  {
    code: 'standard',
    name: 'Standard',
    days: [3, 6],
    tiers: [
      [5_000, 990],
      [31_500, 1_990],
      [null, 5_990],
    ],
    freeFromCents: 15_000,
  },
  {
    code: 'express',
    name: 'Express',
    days: [2, 3],
    tiers: [
      [5_000, 2_490],
      [31_500, 4_490],
    ],
  },
];

const worldTariffs: Tariff[] = [
  {
    code: 'standard',
    name: 'International',
    days: [6, 14],
    tiers: [
      [2_000, 1_990],
      [10_000, 3_990],
      [31_500, 7_990],
    ],
  },
  {
    code: 'express',
    name: 'International Express',
    days: [3, 5],
    tiers: [
      [2_000, 3_990],
      [10_000, 6_990],
      [31_500, 12_990],
    ],
  },
];

/** The zones of a shop in a country: home, the Union around it, and the rest of the world. */
function placedIn(countryCode: string): Placed[] {
  const everywhere = { channels: ['*'], regions: [] };
  const near = europe.includes(countryCode) ? europe.filter((code) => code !== countryCode) : [];
  const home = { code: 'home', name: 'Home', countries: [countryCode], tariffs: homeTariffs };
  const union = {
    code: 'europe',
    name: 'European Union',
    countries: near,
    tariffs: europeanTariffs,
  };
  const world = {
    code: 'world',
    name: 'Rest of the world',
    countries: ['*'],
    tariffs: worldTariffs,
  };
  return [home, union, world]
    .filter(({ countries }) => countries.length > 0)
    .map((zone) => ({ ...everywhere, ...zone }));
}

/** Fills the tables on the first start; what staff changed or removed later is left as it is. */
export async function seedDelivery({
  database,
  settings,
}: ServiceContext<'shipping'>): Promise<void> {
  if (await database.first(sql`select from zone limit 1`)) return;
  const invocation = systemInvocation(systemActor('shipping'), {
    channel: 'default',
    locale: 'en',
  });
  await database.transaction('seed_delivery', invocation, async (tx) => {
    for (const { tariffs, code, name, channels, countries, regions } of placedIn(
      settings.shop.countryCode,
    )) {
      const added = await tx.change(sql`
        insert into zone (code, name, channels, countries, regions)
        values (${code}, ${name}, ${channels}, ${countries}, ${regions}) on conflict do nothing`);
      if (added === 0) continue;
      for (const tariff of tariffs) await writeMethod(tx, methodOf(code, tariff));
    }
  });
}

function methodOf(zoneCode: string, { code, name, days, tiers, freeFromCents }: Tariff): Method {
  const currencies = Object.keys(worthPercent);
  return {
    zoneCode,
    code,
    name,
    basis: 'weight',
    carrierCode: null,
    serviceCode: null,
    earliestDays: days[0],
    latestDays: days[1],
    active: true,
    rates: currencies.flatMap((currency) =>
      tiers.map(([below, cents], index) => ({
        currency,
        from: tiers[index - 1]?.[0] ?? 0,
        below,
        priceMinor: inCurrency(cents, currency),
      })),
    ),
    freeFrom:
      freeFromCents === undefined
        ? []
        : currencies.map((currency) => ({
            currency,
            subtotalMinor: inCurrency(freeFromCents, currency),
          })),
  };
}

/** Cents of a euro as minor units of a currency. */
function inCurrency(cents: number, currency: string): number {
  const minorPerUnit = 10 ** currencyExponent(currency);
  return multiplyRatio(cents, worthPercent[currency]! * minorPerUnit, 10_000, 'half_up');
}
