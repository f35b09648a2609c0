interface OptionColumns {
  readonly name: number;
  readonly value: number;
}

/** Where the columns of a file stand, by what they are for. */
export interface MedusaColumns {
  /** By heading in lower case. */
  readonly index: ReadonlyMap<string, number>;
  /** Of the channel's currency; a price of a region where there is no other. */
  readonly price: number | undefined;
  readonly otherPrices: readonly string[];
  readonly options: readonly OptionColumns[];
  /** From the fourth on. */
  readonly option4: readonly OptionColumns[];
  readonly images: readonly number[];
  readonly tags: readonly number[];
  /** Known columns of which nothing is kept here. */
  readonly without: readonly number[];
  readonly unknown: readonly string[];
}

const used = new Set([
  'product handle',
  'product title',
  'product description',
  'product status',
  'product thumbnail',
  'product weight',
  'product hs code',
  'product origin country',
  'product type',
  'product tags',
  'product category 1 name',
  'product categories 1 name',
  'variant sku',
  'variant barcode',
  'variant ean',
  'variant upc',
  'variant inventory quantity',
  'variant allow backorder',
  'variant manage inventory',
  'variant weight',
  'variant hs code',
  'variant origin country',
]);
const numbered = /^(?:variant |product )?(option|image|tag) (\d+)(?: (name|value|url))?$/;

/** Headings of both versions: `Price EUR` and `Variant Price EUR`, `Image 1 Url` and `Product Image 1 Url`. */
export function medusaColumns(headings: readonly string[], currency: string): MedusaColumns {
  const plain = headings.map((heading) => heading.trim().replace(/\s+/g, ' ').toLowerCase());
  const index = new Map(plain.map((heading, at) => [heading, at]));
  const prices = plain.flatMap((heading, at) => (/^(?:variant )?price /.test(heading) ? [at] : []));
  const code = currency.toLowerCase();
  const price =
    prices.find((at) => plain[at]!.endsWith(`price ${code}`)) ??
    prices.find((at) => plain[at]!.endsWith(`[${code}]`));
  const of = (kind: string, part?: string) =>
    plain
      .flatMap((heading, at) => {
        const [, what, number, which] = numbered.exec(heading) ?? [];
        return what === kind && (part === undefined || which === part)
          ? [{ at, number: Number(number) }]
          : [];
      })
      .toSorted((one, other) => one.number - other.number);
  const values = new Map(of('option', 'value').map(({ at, number }) => [number, at]));
  const options = of('option', 'name').map(({ at, number }) => ({
    name: at,
    value: values.get(number) ?? -1,
  }));
  const known = (heading: string, at: number) =>
    used.has(heading) || numbered.test(heading) || at === price;
  const rest = plain.flatMap((heading, at) => (known(heading, at) ? [] : [at]));
  const isMedusas = (at: number) => /^(?:product|variant|price|shipping) /.test(plain[at]!);
  return {
    index,
    price,
    otherPrices: prices.map((at) => headings[at]!.trim()),
    options: options.slice(0, 3),
    option4: options.slice(3),
    images: of('image').map(({ at }) => at),
    tags: [index.get('product tags') ?? -1, ...of('tag').map(({ at }) => at)].filter(
      (at) => at >= 0,
    ),
    without: rest.filter(isMedusas),
    unknown: rest.filter((at) => !isMedusas(at)).map((at) => headings[at]!.trim()),
  };
}
