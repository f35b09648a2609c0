/** What the demo store's options are called in German; sizes and weights are written alike. */
export const germanOptionNames: Readonly<Record<string, string>> = {
  Weight: 'Gewicht',
  Grind: 'Mahlgrad',
  Colour: 'Farbe',
  Size: 'Größe',
  Glaze: 'Glasur',
  Format: 'Ausgabe',
};

export const germanOptionValues: Readonly<Record<string, string>> = {
  'Whole bean': 'Ganze Bohne',
  Natural: 'Natur',
  Sand: 'Sand',
  Moss: 'Moos',
  Rust: 'Rost',
  Ink: 'Tinte',
  Chalk: 'Kreide',
  Mustard: 'Senf',
  Navy: 'Marine',
  Ecru: 'Ecru',
  Fern: 'Farn',
  Slate: 'Schiefer',
  Terracotta: 'Terrakotta',
  Small: 'Klein',
  Large: 'Groß',
  'Oat white': 'Haferweiß',
  'Sea green': 'Meergrün',
  'Night blue': 'Nachtblau',
  Hardcover: 'Gebunden',
  Paperback: 'Taschenbuch',
};
