/** A product file with the faults of other shops' exports in their proportions, and what must become of it. */
export interface ForeignFile {
  readonly text: string;
  readonly rows: number;
  readonly products: number;
  readonly variants: number;
  /** By the handle that each product has here: whether some of it can be bought. */
  readonly forSale: ReadonlyMap<string, boolean>;
}

const headings =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,' +
  'Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,' +
  'Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Requires Shipping,' +
  'Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,' +
  'SEO Description,Product Category,Variant Tax Code,Cost per item,Status';
const columns = headings.split(',');

const sizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
const colours = ['Black', 'Écru', 'Sky / Blue', 'Off-White', '"Rust"'];
const goods = ['Shirt', 'Mug', 'Candle', 'Poster', 'Blanket', 'Notebook', 'Lamp', 'Tea'];

/** Always the same file for the same number of variants and the same seed. */
export function foreignFile(variants: number, seed = 20_261_126): ForeignFile {
  const draw = drawing(seed);
  const lines = [headings];
  const forSale = new Map<string, boolean>();
  let products = 0;
  let made = 0;
  while (made < variants) {
    products += 1;
    const count = Math.min(variants - made, draw.of([1, 1, 2, 3, 4, 5, 6, 12]));
    const product = new ForeignProduct(products, draw);
    for (let index = 0; index < count; index += 1) lines.push(product.row(index, made + index));
    for (let image = 1; image < draw.upTo(4); image += 1) lines.push(product.imageRow(image));
    forSale.set(product.ownHandle, product.isForSale);
    made += count;
  }
  return {
    text: `${lines.join('\r\n')}\r\n`,
    rows: lines.length - 1,
    products,
    variants: made,
    forSale,
  };
}

class ForeignProduct {
  readonly handle: string;
  readonly ownHandle: string;
  isForSale = false;
  private readonly draw: Drawing;
  private readonly title: string;
  /** All variants of one product in five have one SKU. */
  private readonly sharedSku: string | undefined;

  constructor(number: number, draw: Drawing) {
    this.draw = draw;
    const kind = draw.of(goods);
    this.title = `${kind} No. ${number}`;
    const plain = `${kind.toLowerCase()}-${number}`;
    this.handle = draw.share(0.01) ? `${kind}™-${number}` : plain;
    this.ownHandle = plain;
    this.sharedSku = draw.share(0.27) ? `${kind.toUpperCase()}-${number}` : undefined;
  }

  row(index: number, place: number): string {
    const { draw } = this;
    const first = index === 0;
    const tracked = !draw.share(0.06);
    const quantity = draw.share(0.01) ? -draw.upTo(30) - 1 : draw.upTo(40);
    const policy = draw.share(0.05) ? 'continue' : 'deny';
    this.isForSale ||= !tracked || quantity > 0 || policy === 'continue';
    return written({
      Handle: this.handle,
      ...(first ? this.head() : {}),
      'Option1 Name': first ? 'Size' : '',
      'Option1 Value': sizes[index % sizes.length]!,
      'Option2 Name': first ? 'Colour' : '',
      'Option2 Value': colours[Math.floor(index / sizes.length)]!,
      'Variant SKU': this.sku(place),
      'Variant Grams': draw.share(0.1) ? '250.0' : String(draw.upTo(3_000)),
      'Variant Inventory Tracker': tracked ? 'shopify' : '',
      'Variant Inventory Qty': String(quantity),
      'Variant Inventory Policy': policy,
      'Variant Price': this.price(),
      'Variant Compare At Price': draw.share(0.2) ? '199.00' : '',
      'Variant Requires Shipping': 'true',
      'Variant Taxable': 'true',
      'Variant Barcode': this.barcode(),
      'Cost per item': draw.share(0.5) ? '4.20' : '',
      'Image Src': first ? `https://cdn.example/files/${cardLike(draw)}_${place}.jpg?v=1` : '',
      'Image Position': first ? '1' : '',
    });
  }

  imageRow(position: number): string {
    return written({
      Handle: this.handle,
      'Image Src': `https://cdn.example/files/${this.ownHandle}-${position}.jpg`,
      'Image Position': String(position + 1),
      'Image Alt Text': this.title,
    });
  }

  private head(): Record<string, string> {
    const { draw, title } = this;
    const number = draw.share(0.05) ? ` Batch ${cardLike(draw)}.` : '';
    return {
      Title: title,
      'Body (HTML)': `<p>${title}, made by hand.${number}</p>\n<ul><li>Care: wipe</li></ul>`.repeat(
        draw.upTo(4) + 1,
      ),
      Vendor: draw.of(['Nordhafen', 'Atelier Süd', 'Kühl & Söhne']),
      Type: draw.of(goods),
      Tags: Array.from({ length: draw.upTo(12) }, (_, tag) => `tag ${tag}`).join(', '),
      Published: 'true',
      'Gift Card': 'false',
      'SEO Title': title,
      'Product Category': draw.share(0.5) ? 'Home & Garden > Decor' : '',
      'Variant Tax Code': '',
      Status: 'active',
    };
  }

  private sku(place: number): string {
    const { draw } = this;
    if (this.sharedSku !== undefined) return this.sharedSku;
    if (draw.share(0.05)) return cardLike(draw);
    if (draw.share(0.01)) return `LONG-${place}-${'X'.repeat(60 + draw.upTo(150))}`;
    if (draw.share(0.05)) return '';
    return draw.share(0.01) ? `="0${place}"` : `SKU-${place}`;
  }

  private price(): string {
    const euros = `${this.draw.upTo(900) + 1}`;
    return this.draw.share(0.01) ? `€ ${euros},90` : `${euros}.90`;
  }

  private barcode(): string {
    const { draw } = this;
    if (draw.share(0.05)) return cardLike(draw);
    if (draw.share(0.01)) return '4.00638E+12';
    return draw.share(0.4) ? `40${String(draw.upTo(99_999_999_999)).padStart(11, '0')}` : '';
  }
}

function written(row: Readonly<Record<string, string>>): string {
  return columns.map((name) => quoted(row[name] ?? '')).join(',');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Drawing {
  /** A whole number from 0 to below `limit`. */
  upTo(limit: number): number;
  share(part: number): boolean;
  of<Value>(values: readonly Value[]): Value;
}

/** Numbers that look drawn and are always the same (mulberry32). */
function drawing(seed: number): Drawing {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (limit) => Math.floor(next() * limit),
    share: (part) => next() < part,
    of: (values) => values[Math.floor(next() * values.length)]!,
  };
}

/** Begins as cards do, has their length and their check digit: article numbers are made like that too. */
function cardLike(draw: Drawing): string {
  const digits = `4${String(draw.upTo(10 ** 14)).padStart(14, '0')}`;
  let sum = 0;
  for (const [index, digit] of Array.from(digits, Number).entries()) {
    const doubled = digit * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
