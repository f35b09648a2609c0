/** What a column of WooCommerce's product file means. */
export type WooColumn = keyof typeof headingsByColumn;

/**
 * As its exporter calls them, in English and as far as known in German, French, Spanish, Italian,
 * Dutch, Portuguese, Polish and Swedish. In lower case; a unit in brackets is left aside.
 */
const headingsByColumn = {
  id: ['id', 'identifiant'],
  type: ['type', 'typ', 'tipo'],
  sku: ['sku', 'artikelnummer', 'ugs', 'ref', 'référence', 'cod', 'kod produktu', 'artikelnr'],
  gtin: [
    'gtin, upc, ean, or isbn',
    'gtin, upc, ean oder isbn',
    'gtin, upc, ean ou isbn',
    'gtin, upc, ean o isbn',
    'gtin, upc, ean of isbn',
    'gtin, upc, ean lub isbn',
    'gtin, upc, ean eller isbn',
  ],
  name: ['name', 'nom', 'nombre', 'nome', 'naam', 'nazwa', 'namn'],
  published: [
    'published',
    'veröffentlicht',
    'publié',
    'publicado',
    'pubblicato',
    'gepubliceerd',
    'opublikowano',
    'publicerad',
  ],
  featured: ['is featured?', 'ist hervorgehoben?', 'mis en avant ?', '¿está destacado?'],
  visibility: [
    'visibility in catalog',
    'sichtbarkeit im katalog',
    'visibilité dans le catalogue',
    'visibilidad en el catálogo',
    'visibilità nel catalogo',
    'zichtbaarheid in catalogus',
  ],
  shortDescription: [
    'short description',
    'kurzbeschreibung',
    'description courte',
    'descripción corta',
    'breve descrizione',
    'korte beschrijving',
    'descrição curta',
    'krótki opis',
    'kort beskrivning',
  ],
  description: [
    'description',
    'beschreibung',
    'descripción',
    'descrizione',
    'beschrijving',
    'descrição',
    'opis',
    'beskrivning',
  ],
  saleStarts: [
    'date sale price starts',
    'datum, an dem angebotspreis beginnt',
    'date de début de promo',
    'día en que empieza el precio rebajado',
    'data inizio prezzo in offerta',
    'startdatum actieprijs',
  ],
  saleEnds: [
    'date sale price ends',
    'datum, an dem angebotspreis endet',
    'date de fin de promo',
    'día en que termina el precio rebajado',
    'data fine prezzo in offerta',
    'einddatum actieprijs',
  ],
  taxStatus: [
    'tax status',
    'steuerstatus',
    'état de la tva',
    'estado del impuesto',
    'stato delle imposte',
    'belastingstatus',
    'status do imposto',
    'status podatku',
  ],
  taxClass: [
    'tax class',
    'steuerklasse',
    'classe de tva',
    'clase de impuesto',
    'aliquota di imposta',
    'belastingklasse',
    'classe de imposto',
    'klasa podatkowa',
    'skatteklass',
  ],
  inStock: [
    'in stock?',
    'vorrätig?',
    'en stock ?',
    '¿en inventario?',
    '¿existencias?',
    'in stock?',
    'op voorraad?',
    'em estoque?',
    'na stanie?',
    'i lager?',
    'disponibile?',
  ],
  stock: [
    'stock',
    'lager',
    'lagerbestand',
    'inventario',
    'magazzino',
    'voorraad',
    'estoque',
    'stan magazynowy',
    'lagersaldo',
  ],
  backorders: [
    'backorders allowed?',
    'lieferrückstände erlaubt?',
    'lieferrückstande erlaubt?',
    'autoriser les commandes de produits en rupture ?',
    '¿permitir reservas de productos agotados?',
    'abilita gli ordini arretrati?',
    'nabestellingen toestaan?',
    'são permitidas encomendas?',
  ],
  weight: ['weight', 'gewicht', 'poids', 'peso', 'waga', 'vikt'],
  salePrice: [
    'sale price',
    'angebotspreis',
    'tarif promo',
    'precio rebajado',
    'prezzo in offerta',
    'actieprijs',
    'preço promocional',
    'cena promocyjna',
    'reapris',
  ],
  regularPrice: [
    'regular price',
    'regulärer preis',
    'tarif régulier',
    'precio normal',
    'prezzo di listino',
    'reguliere prijs',
    'preço',
    'preço normal',
    'cena',
    'ordinarie pris',
  ],
  categories: [
    'categories',
    'kategorien',
    'catégories',
    'categorías',
    'categorie',
    'categorieën',
    'categorias',
    'kategorie',
    'kategorier',
  ],
  tags: [
    'tags',
    'schlagwörter',
    'étiquettes',
    'etiquetas',
    'tag',
    'tagi',
    'znaczniki',
    'etiketter',
  ],
  images: [
    'images',
    'bilder',
    'imágenes',
    'immagini',
    'immagine',
    'afbeeldingen',
    'imagens',
    'obrazki',
  ],
  parent: [
    'parent',
    'übergeordnetes produkt',
    'parent ',
    'superior',
    'genitore',
    'hoofd',
    'ascendente',
    'produkt nadrzędny',
    'överordnad',
  ],
  position: ['position', 'posición', 'posizione', 'positie', 'posição', 'pozycja'],
  brands: ['brands', 'marken', 'marques', 'marcas', 'marchi', 'merken', 'marki'],
  cost: ['cost of goods', 'warenkosten', 'coût des marchandises'],
} as const satisfies Record<string, readonly string[]>;

const attributePart = {
  name: /^(?:name|nom|nombre|nome|naam|nazwa|namn)/u,
  values: /^(?:value|wert|valeur|valor|valore|waarde|wartoś|värde)/u,
};

export interface WooAttributeColumns {
  readonly name: number;
  readonly values: number;
}

export interface WooColumns {
  readonly index: ReadonlyMap<WooColumn, number>;
  readonly attributes: readonly WooAttributeColumns[];
  /** `Meta: material`, by its key. */
  readonly metas: ReadonlyMap<string, number>;
  /** kg unless the heading says another one. */
  readonly weightUnit: string;
  /** All that is none of these. */
  readonly rest: readonly number[];
}

/** Null where it is no file of WooCommerce's. */
export function wooColumns(headings: readonly string[]): WooColumns | null {
  const plain = headings.map((heading) =>
    heading
      .replace(/^\ufeff/, '')
      .trim()
      .replace(/\s+/g, ' ')
      .toLowerCase(),
  );
  const columnOf = new Map<string, WooColumn>();
  for (const [column, names] of Object.entries(headingsByColumn)) {
    for (const name of names) if (!columnOf.has(name)) columnOf.set(name, column as WooColumn);
  }
  const index = new Map<WooColumn, number>();
  const attributes = new Map<number, { name?: number; values?: number }>();
  const metas = new Map<string, number>();
  const rest: number[] = [];
  let weightUnit = 'kg';
  for (const [at, heading] of plain.entries()) {
    const [, unit] = /\(([a-z]+)\)$/.exec(heading) ?? [];
    const column = columnOf.get(heading) ?? columnOf.get(heading.replace(/ \([a-z]+\)$/, ''));
    const attribute =
      /^(?:attribut\p{L}*|atrybut\p{L}*|atribut\p{L}*|eigenschap) (\d+) (.+)$/u.exec(heading);
    const altAttribute =
      attribute ?? /^(\S+) (?:de l[’']attribut|del atributo) (\d+)$/u.exec(heading);
    const [number, part] = attribute
      ? [Number(attribute[1]), attribute[2]!]
      : [Number(altAttribute?.[2]), altAttribute?.[1] ?? ''];
    const meta = /^meta: ?(.+)$/.exec(heading);
    if (column !== undefined && !index.has(column)) {
      index.set(column, at);
      if (column === 'weight' && unit) weightUnit = unit === 'lbs' ? 'lb' : unit;
    } else if (altAttribute && /^(?:name|nom|naam|nazwa|namn)/u.test(part)) {
      attributes.set(number, { ...attributes.get(number), name: at });
    } else if (altAttribute && attributePart.values.test(part)) {
      attributes.set(number, { ...attributes.get(number), values: at });
    } else if (meta) metas.set(meta[1]!, at);
    else rest.push(at);
  }
  const wanted: readonly WooColumn[] = ['type', 'name', 'regularPrice'];
  if (!wanted.every((column) => index.has(column))) return null;
  if (!['published', 'images', 'inStock', 'parent'].some((one) => index.has(one as WooColumn)))
    return null;
  return {
    index,
    attributes: [...attributes.values()].flatMap(({ name, values }) =>
      name === undefined || values === undefined ? [] : [{ name, values }],
    ),
    metas,
    weightUnit,
    rest,
  };
}
