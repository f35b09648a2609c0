import type { Words } from '../../en.ts';

export const shelves: Words['shelves'] = {
  title: 'Kategorien und Kollektionen',
  what: 'Wo man findet, was Sie verkaufen',
  categories: 'Kategorien',
  noCategories:
    'Noch keine Kategorie. Legen Sie die erste an, oder importieren Sie Artikel, die welche nennen.',
  addCategory: 'Kategorie anlegen',
  addBelow: (name) => `Kategorie unter ${name} anlegen`,
  up: (name) => `${name} nach oben`,
  down: (name) => `${name} nach unten`,
  name: 'Name',
  nameIn: (language) => `Name auf ${language}`,
  handle: 'Kurzname',
  handleWhat: 'Der Name in Adressen: Kleinbuchstaben, Ziffern und Bindestriche',
  renamed: 'Bisherige Adressen führen von da an hierher.',
  parent: 'Steht unter',
  noParent: 'Nichts: ganz oben',
  rename: 'Kurznamen ändern',
  remove: 'Löschen',
  taken: 'Diesen Kurznamen gibt es schon. Wählen Sie einen anderen.',
  overtaken:
    'Jemand hat es inzwischen geändert. Es steht hier, wie es jetzt ist: Versuchen Sie es noch einmal.',
  products: (count) => `${count} Artikel`,
  collections: 'Kollektionen',
  noCollections:
    'Noch keine Kollektion. Sie hält zusammen, was eine Weile zusammengehört: Geschenke, eine Saison.',
  addCollection: 'Kollektion anlegen',
  inIt: 'Artikel darin',
  nothingIn: 'Noch steht nichts darin.',
  find: 'Artikel zum Hinzufügen suchen, nach Titel, SKU oder Strichcode',
  putIn: 'Hinzufügen',
  isIn: 'Ist darin',
  takeOut: 'Herausnehmen',
  more: 'Mehr zeigen',
};
