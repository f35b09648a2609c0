import type { Words } from '../../en.ts';

const products = (count: number): string => `${count} ${count === 1 ? 'Produkt' : 'Produkte'}`;

export const bulk: Words['bulk'] = {
  open: 'Alle ändern',
  title: 'Alle ändern, die die Liste findet',
  titleOf: (count) =>
    count === 1 ? '1 gewähltes Produkt ändern' : `${count} gewählte Produkte ändern`,
  openChosen: 'Ändern',
  whatChosen:
    'Die Produkte, die Sie gewählt haben. Es geht von selbst weiter und kann zurückgenommen werden.',
  what: 'Alle Produkte, die die Filter der Liste übrig lassen. Es geht von selbst weiter und kann zurückgenommen werden.',
  deed: 'Was getan wird',
  deeds: {
    add_tag: 'Schlagwort hinzufügen',
    remove_tag: 'Schlagwort entfernen',
    archive: 'Archivieren',
    activate: 'In den Verkauf nehmen',
    unlist: 'Aus diesem Kanal nehmen',
    percent: 'Preise um Prozent ändern',
    amount: 'Preise um einen Betrag ändern',
    collect: 'In eine Kollektion aufnehmen',
  },
  values: {
    add_tag: 'Schlagwort',
    remove_tag: 'Schlagwort',
    archive: '',
    activate: '',
    unlist: '',
    percent: 'Prozent, etwa 10 oder -5,5',
    amount: 'Betrag, etwa 1,00 oder -0,50',
    collect: 'Kürzel der Kollektion',
  },
  ending: 'Preise enden auf, falls überhaupt',
  count: 'Zählen',
  confirm: (count) =>
    count === 0
      ? 'Kein Produkt gefunden.'
      : `${products(count)} ${count === 1 ? 'ist' : 'sind'} gefunden.`,
  begin: (count) => `${products(count)} ändern`,
};
