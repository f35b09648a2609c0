import type { Words } from '../../en.ts';

const days = (count: number): string => `${count} ${count === 1 ? 'Tag' : 'Tage'}`;

/** Was zum Versand gesagt wird, wo man ihn einstellt, auf Deutsch. */
export const deliverySettings: Words['settings']['delivery'] = {
  none: 'Sie liefern noch nirgendwohin: niemand kann kaufen, was verschickt wird.',
  noMethod: 'Hier wird noch nichts angeboten: legen Sie eine Versandart an.',
  addZone: 'Zone anlegen',
  addMethod: 'Versandart anlegen',
  changeMethod: (name) => `${name} ändern`,
  where: 'Länder, Feiertage, Kanäle',
  whereOf: (name) => `${name}: wo und wann`,
  everywhere: 'überall sonst',
  removeZone: 'Zone entfernen',
  removeZoneWhat: 'Ihre Versandarten und Preise gehen mit.',
  method: 'Versandart',
  prices: 'Preise',
  price: 'Preis',
  days: 'Dauert',
  carrier: 'Paketdienst',
  offered: 'wird angeboten',
  notOffered: 'wird nicht angeboten',
  daysOf: (earliest, latest) => {
    if (earliest === null) return latest === null ? '–' : `bis zu ${days(latest)}`;
    if (latest === null || latest === earliest) return days(earliest);
    return `${earliest} bis ${days(latest)}`;
  },
  units: {
    weight: (value) => `${value} g`,
    items: (value) => `${value} Stück`,
  },
  step: (from, below) => (below === undefined ? `ab ${from}` : `ab ${from}, unter ${below}`),
  freeFrom: (amount) => `frei ab ${amount}`,
  noPrice: (currency) => `kein Preis in ${currency}`,
  bases: { weight: 'Gewicht', price: 'Warenwert', items: 'Stückzahl' },
  basisUnits: {
    weight: () => 'g',
    price: (currency) => currency,
    items: () => 'Stück',
  },
  from: (unit) => `Ab (${unit})`,
  below: (unit) => `Nicht angeboten ab (${unit})`,
  inCurrency: (name, currency) => `${name} (${currency})`,
  addStep: 'Weiterer Preis ab mehr',
  sameStep: 'Hier beginnt schon ein anderer Preis.',
  endsBefore: 'Ein Preis beginnt erst danach: tragen Sie mehr ein oder nichts.',
  otherPrices: (currencies) =>
    `Danach zählen auch die Preise in ${currencies}. Entfernen Sie diese zuerst über die API.`,
  fields: {
    code: 'Kurzname',
    name: 'Name',
    countries: 'Länder',
    regions: 'Nur diese Regionen',
    channels: 'Für Kanäle',
    holidays: 'Keine Zustellung am',
  },
  hints: {
    code: 'Kleinbuchstaben, Ziffern und Bindestriche; er bleibt für immer.',
    name: 'Für Sie, etwa Europa.',
    countries:
      'Je zwei Buchstaben, mit Kommas dazwischen: DE, AT. * ist alles, was keine andere Zone hat.',
    regions: 'Etwa US-HI; nichts: die ganzen Länder.',
    channels: 'Kurznamen mit Kommas dazwischen; * sind alle.',
    holidays: 'Tage wie 2026-12-25, mit Kommas dazwischen.',
  },
  methodFields: {
    name: 'Name',
    basis: 'Preis nach',
    freeFrom: 'Frei ab Warenwert',
    earliestDays: 'Tage mindestens',
    latestDays: 'Tage höchstens',
    carrierCode: 'Paketdienst',
    serviceCode: 'Dienst des Paketdienstes',
    weekdays: 'Zugestellt am',
    active: 'Anbieten',
  },
  methodHints: {
    name: 'So lesen es Käufer, etwa Standard.',
    freeFrom: 'Nichts: es kostet immer etwas.',
    below: 'Nichts: egal wie viel es ist.',
    days: 'Zustelltage nach der Übergabe.',
    carrier: 'Wie ihn Ihr Anbieter für Etiketten nennt, etwa dhl.',
    service: 'Wofür Etiketten gekauft werden.',
  },
  quotes: 'Preise des Paketdienstes',
  liveQuotes: 'Auch anbieten, was der Paketdienst nennt',
  liveQuotesWhat:
    'Gefragt wird an der Kasse; kommt keine Antwort, stehen Ihre eigenen Preise allein.',
};
