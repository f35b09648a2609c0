import type { Words } from '../../en.ts';

/** Was zu Zahlungsarten gesagt wird, wo man sie einstellt, auf Deutsch. */
export const paymentSettings: Words['settings']['payments'] = {
  none: 'Es gibt keine Zahlungsart: niemand kann kaufen.',
  more: 'Weitere Zahlungsarten',
  add: (name) => `Hinzufügen: ${name}`,
  offered: 'wird angeboten',
  notOffered: 'wird nicht angeboten',
  nameIn: (language) => `Name auf ${language}`,
  amountIn: (name, currency) => `${name} (${currency})`,
  fromInvoice: 'dem Tag der Rechnung',
  fromDelivery: 'dem Tag der Ankunft',
  kinds: {
    card: 'Mit Karte, über Ihren Zahlungsanbieter. Dessen Schlüssel stehen in den Einstellungen des Servers.',
    invoice: 'Erst die Ware, dann das Geld: sagen Sie, wer das darf und wie viel offen sein darf.',
    cash_on_delivery: 'Bezahlt wird bei der Zustellung.',
  },
  notices: {
    sandbox:
      'Die Sandbox vertritt einen Anbieter: niemandem wird etwas berechnet. Setzen Sie STRIPE_SECRET_KEY und was dazu gehört.',
  },
  fields: {
    active: 'Anbieten',
    minMinor: 'Ab einer Bestellung von',
    maxMinor: 'Bis zu einer Bestellung von',
    countries: 'Nur in Länder',
    position: 'Reihenfolge',
    registered: 'Nur für Kunden mit bestätigtem Konto',
    groups: 'Nur für Kundengruppen',
    ceilingMinor: 'Höchstens offen je Person',
    dueDays: 'Tage bis zur Zahlung',
    dueFrom: 'Gezählt ab',
    deliveredAfterDays: 'Gilt als angekommen nach Tagen',
    reminderDays: 'Mahnungen',
    reminderFeesMinor: 'Gebühren der Mahnungen',
  },
  hints: {
    names: 'So lesen es Käufer; nichts: der übliche Name.',
    minMinor: 'Nichts: ab jeder.',
    countries: 'Je zwei Buchstaben, mit Kommas dazwischen; nichts: überall.',
    position: 'Die kleinste Zahl steht vorn.',
    registered:
      'Wer später zahlt, nimmt Ware auf ein Versprechen: dies, eine Gruppe oder eine Grenze muss sein.',
    groups: 'Kurznamen mit Kommas dazwischen; nichts: alle.',
    ceilingMinor: 'Mit allem, was offen ist.',
    deliveredAfterDays: 'Wo niemand gemeldet hat, dass das Paket ankam.',
    reminderDays: 'Tage nach der Fälligkeit, mit Kommas dazwischen: 3, 10, 20.',
    reminderFees: 'Eine je Mahnung, mit ; dazwischen: 0; 2,50; 5.',
  },
};
