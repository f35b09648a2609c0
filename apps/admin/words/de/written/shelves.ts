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
  display: {
    open: 'Bild, Texte und Kanäle',
    picture: 'Bild',
    noPicture: 'Noch kein Bild. Es steht oben auf der Seite, und wo jemand sie teilt.',
    drop: 'Ein Bild hierher ziehen, oder',
    removePicture: 'Bild entfernen',
    wordsIn: (language) => `Texte auf ${language}`,
    shownIn: 'Im Shop sichtbar',
    everywhere: 'In allen Kanälen, auch in künftigen',
    shownInWhat:
      'Anderswo findet man weder sie noch was darunter liegt. Die Artikel werden weiter verkauft.',
    nowhere:
      'Niemand sieht sie, und nichts, was darunter liegt. Die Artikel werden weiter verkauft.',
  },
  collections: 'Kollektionen',
  noCollections:
    'Noch keine Kollektion. Sie hält zusammen, was eine Weile zusammengehört: Geschenke, eine Saison.',
  addCollection: 'Kollektion anlegen',
  sorting: {
    label: 'Reihenfolge im Shop',
    by_hand: 'Von Hand',
    newest: 'Neueste zuerst',
    name: 'Nach Namen',
    price_ascending: 'Preis, niedrigster zuerst',
    price_descending: 'Preis, höchster zuerst',
    what: {
      byHand: 'Im Shop stehen sie wie hier. Was später dazukommt, steht am Ende.',
      byItself: 'Bis jemand anders sortiert. Eine Reihenfolge von Hand bleibt erhalten.',
    },
  },
  placed: (title, place) => `${title} steht jetzt an Stelle ${place}.`,
  inIt: 'Artikel darin',
  nothingIn: 'Noch steht nichts darin.',
  find: 'Artikel zum Hinzufügen suchen, nach Titel, SKU oder Strichcode',
  putIn: 'Hinzufügen',
  isIn: 'Ist darin',
  takeOut: 'Herausnehmen',
  more: 'Mehr zeigen',
};
