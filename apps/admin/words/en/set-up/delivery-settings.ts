const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** What is said of delivery where it is set, in English. */
export const deliverySettings = {
  none: 'You deliver nowhere yet: nobody can buy what is sent.',
  noMethod: 'Nothing is offered here yet: add a way.',
  addZone: 'Add a zone',
  addMethod: 'Add a way',
  changeMethod: (name: string) => `Change ${name}`,
  where: 'Countries, holidays, channels',
  whereOf: (name: string) => `${name}: where and when`,
  everywhere: 'everywhere else',
  removeZone: 'Remove the zone',
  removeZoneWhat: 'Its ways and prices go with it.',
  method: 'Way',
  prices: 'Prices',
  price: 'Price',
  days: 'Takes',
  carrier: 'Carrier',
  offered: 'offered',
  notOffered: 'not offered',
  daysOf: (earliest: number | null, latest: number | null) => {
    if (earliest === null) return latest === null ? '–' : `up to ${days(latest)}`;
    if (latest === null || latest === earliest) return days(earliest);
    return `${earliest} to ${days(latest)}`;
  },
  units: {
    weight: (value: number) => `${value} g`,
    items: (value: number) => `${value} ${value === 1 ? 'piece' : 'pieces'}`,
  },
  step: (from: string, below: string | undefined) =>
    below === undefined ? `from ${from}` : `from ${from}, below ${below}`,
  freeFrom: (amount: string) => `free from ${amount}`,
  noPrice: (currency: string) => `no price in ${currency}`,
  bases: { weight: 'weight', price: 'worth of the goods', items: 'number of pieces' },
  basisUnits: {
    weight: () => 'g',
    price: (currency: string) => currency,
    items: () => 'pieces',
  },
  from: (unit: string) => `From (${unit})`,
  below: (unit: string) => `Not offered from (${unit}) on`,
  inCurrency: (name: string, currency: string) => `${name} (${currency})`,
  addStep: 'Another price from more on',
  sameStep: 'Another price begins here, too.',
  endsBefore: 'A price begins only after it: write more, or nothing.',
  otherPrices: (currencies: string) =>
    `Prices in ${currencies} are counted by it, too. Take them away over the API first.`,
  fields: {
    code: 'Short name',
    name: 'Name',
    countries: 'Countries',
    regions: 'Only these regions',
    channels: 'For channels',
    holidays: 'No delivery on',
  },
  hints: {
    code: 'Small letters, digits and hyphens; it never changes.',
    name: 'For you, such as Europe.',
    countries: 'Two letters each, with commas between: DE, AT. * is all that no other zone has.',
    regions: 'Such as US-HI; nothing: the whole countries.',
    channels: 'Short names with commas between; * is all.',
    holidays: 'Days such as 2026-12-25, with commas between.',
  },
  methodFields: {
    name: 'Name',
    basis: 'Priced by',
    freeFrom: 'Free from goods worth',
    earliestDays: 'Days at least',
    latestDays: 'Days at most',
    carrierCode: 'Carrier',
    serviceCode: 'Service of the carrier',
    weekdays: 'Brought on',
    active: 'Offer it',
  },
  methodHints: {
    name: 'As buyers read it, such as Standard.',
    freeFrom: 'Nothing: it always costs something.',
    below: 'Nothing: however much it is.',
    days: 'Days of delivery after it was handed over.',
    carrier: 'As your provider of labels calls it, such as dhl.',
    service: 'What labels are bought for.',
  },
  quotes: 'Prices of the carrier',
  liveQuotes: 'Offer what the carrier quotes, too',
  liveQuotesWhat:
    'Asked while people check out; where no answer comes your own prices stand alone.',
};
