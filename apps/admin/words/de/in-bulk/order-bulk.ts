import type { Words } from '../../en.ts';

const orders = (count: number): string => `${count} ${count === 1 ? 'Bestellung' : 'Bestellungen'}`;

export const orderBulk: Words['orderBulk'] = {
  title: 'Etwas mit allen tun, die die Liste findet',
  titleOf: (count) =>
    count === 1
      ? 'Etwas mit 1 gewählten Bestellung tun'
      : `Etwas mit ${count} gewählten Bestellungen tun`,
  what: 'Mit allen Bestellungen, die die Filter der Liste übrig lassen. Es geht von selbst weiter; was aus jeder wird, wird gesagt.',
  whatChosen:
    'Mit den Bestellungen, die Sie gewählt haben. Es geht von selbst weiter; was aus jeder wird, wird gesagt.',
  deed: 'Was getan wird',
  deeds: {
    add_tag: 'Schlagwort hinzufügen',
    remove_tag: 'Schlagwort entfernen',
    add_note: 'Notiz für das Team schreiben',
    start_picking: 'Kommissionierung beginnen',
    cancel: 'Stornieren',
  },
  values: {
    add_tag: 'Schlagwort',
    remove_tag: 'Schlagwort',
    add_note: 'Notiz',
    start_picking: '',
    cancel: 'Grund, den der Verlauf der Bestellung nennt',
  },
  consequences: {
    add_tag: 'Kann zurückgenommen werden.',
    remove_tag: 'Kann zurückgenommen werden.',
    add_note: 'Nur für das Team. Sie bleibt im Verlauf.',
    start_picking: 'Alle Teile, die im Lager offen liegen, werden von da an kommissioniert.',
    cancel:
      'Bestand wird frei, Bezahltes geht zurück, und die Kundschaft erfährt es. Es beginnt sofort und kann nicht zurückgenommen werden.',
  },
  count: 'Zählen',
  whatFollows: 'Sagen, was folgt',
  stay: (count) =>
    `${orders(count)} ${count === 1 ? 'kann nicht mehr storniert werden und bleibt, wie sie ist.' : 'können nicht mehr storniert werden und bleiben, wie sie sind.'}`,
  changedSince: 'Sie haben sich inzwischen geändert. Sehen Sie es sich noch einmal an.',
  confirm: (count) =>
    count === 0
      ? 'Keine Bestellung gefunden.'
      : `${orders(count)} ${count === 1 ? 'ist' : 'sind'} gefunden.`,
  begin: (count) => `Mit ${orders(count)} tun`,
};
