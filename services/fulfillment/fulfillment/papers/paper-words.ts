/** What papers of the warehouse say. Languages that are not here are answered in English. */
interface PaperWords {
  readonly packingSlip: string;
  readonly pickList: string;
  readonly order: string;
  readonly placed: string;
  readonly deliverTo: string;
  readonly delivery: string;
  readonly sku: string;
  readonly article: string;
  readonly pieces: string;
  readonly orders: string;
  readonly printed: string;
  readonly continued: string;
  readonly page: (page: number, pages: number) => string;
  readonly more: (most: number) => string;
}

const english: PaperWords = {
  packingSlip: 'Packing slip',
  pickList: 'Pick list',
  order: 'Order',
  placed: 'Handed over',
  deliverTo: 'Deliver to',
  delivery: 'Delivery',
  sku: 'SKU',
  article: 'Article',
  pieces: 'Pieces',
  orders: 'Orders',
  printed: 'Printed',
  continued: 'continued',
  page: (page, pages) => `Page ${page} of ${pages}`,
  more: (most) => `There are more: these are the ${most} parts that have waited longest.`,
};

const german: PaperWords = {
  packingSlip: 'Lieferschein',
  pickList: 'Pickliste',
  order: 'Bestellung',
  placed: 'Übergeben',
  deliverTo: 'Lieferung an',
  delivery: 'Versandart',
  sku: 'Artikelnummer',
  article: 'Artikel',
  pieces: 'Stück',
  orders: 'Bestellungen',
  printed: 'Gedruckt',
  continued: 'Fortsetzung',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  more: (most) => `Es gibt mehr: Das sind die ${most} Teile, die am längsten warten.`,
};

export function paperWordsIn(locale: string): PaperWords & { readonly language: string } {
  const isGerman = new Intl.Locale(locale).language === 'de';
  return isGerman ? { ...german, language: 'de' } : { ...english, language: 'en' };
}
