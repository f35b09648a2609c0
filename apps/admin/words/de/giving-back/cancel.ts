import type { Words } from '../../en.ts';

const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

export const cancel: Words['cancel'] = {
  open: 'Stornieren',
  title: (number) => `${number} stornieren`,
  what: 'Das folgt daraus:',
  releases: (pieces) => `${many(pieces, 'Stück kommt', 'Stück kommen')} wieder in den Verkauf.`,
  givesBack: (amount) => `${amount} werden erstattet.`,
  voids: (amount) => `Die Vormerkung von ${amount} beim Kunden wird aufgehoben.`,
  unknownMoney:
    'Was bezahlt wurde, lässt sich gerade nicht sagen; alles, was eingezogen wurde, wird erstattet.',
  creditNote: 'Eine Gutschrift hebt die Rechnung auf.',
  tells: (email) => `${email} bekommt eine Nachricht.`,
  reason: 'Grund, den der Kunde liest',
  final: 'Eine stornierte Bestellung kann nicht wieder aufgenommen werden.',
  send: 'Bestellung stornieren',
};
