import { expect, test } from 'vitest';
import { readFile } from '../read-file-for-tests.ts';

const english =
  'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,Is featured?,Visibility in catalog,Short description,Description,Date sale price starts,Date sale price ends,Tax status,Tax class,In stock?,Stock,Backorders allowed?,Weight (kg),Length (cm),Allow customer reviews?,Sale price,Regular price,Categories,Tags,Shipping class,Images,Parent,Upsells,External URL,Position,Brands,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 2 name,Attribute 2 value(s),Attribute 2 visible,Attribute 2 global,Meta: material,Meta: _yoast_wpseo_title,Meta: _edit_lock';
const headings = english.match(/"[^"]*"|[^,]+/g)!.map((heading) => heading.replaceAll('"', ''));

function row(given: Record<string, string>): string {
  for (const heading of Object.keys(given)) expect(headings).toContain(heading);
  return headings.map((heading) => `"${(given[heading] ?? '').replaceAll('"', '""')}"`).join(',');
}

const simple = { ID: '1', Type: 'simple', Name: 'Cup', Published: '1', 'In stock?': '1' };
const shirt = {
  ID: '10',
  Type: 'variable',
  SKU: 'SHIRT',
  Name: 'Shirt',
  Published: '1',
  'Attribute 1 name': 'Colour',
  'Attribute 1 value(s)': 'Red, Blue\\, dark',
  'Attribute 2 name': 'Size',
  'Attribute 2 value(s)': 'S, M',
};
const variation = {
  Type: 'variation',
  Name: 'Shirt - x',
  Published: '1',
  Parent: 'id:10',
  'In stock?': '1',
  'Regular price': '20',
  'Attribute 1 name': 'Colour',
};

test('simple products come in with all that has a place, and what has none is counted by column', async () => {
  const file = await readFile([
    english,
    row({
      ...simple,
      SKU: '00123',
      'GTIN, UPC, EAN, or ISBN': '4006381333931',
      'Is featured?': '1',
      'Short description': 'For tea.',
      Description: 'One line\\nand more',
      'Tax status': 'taxable',
      'Tax class': 'reduced-rate',
      Stock: '7',
      'Backorders allowed?': 'notify',
      'Weight (kg)': '1,25',
      'Length (cm)': '4',
      'Sale price': '9,90',
      'Regular price': '12,50',
      'Allow customer reviews?': '1',
      Categories: 'Home, Home > Kitchen, Gifts\\, small',
      Tags: 'tea, a\\, b',
      Images: 'https://x.example/1.jpg, https://x.example/2.jpg',
      Brands: 'Nordhafen',
      'Attribute 1 name': 'Glaze',
      'Attribute 1 value(s)': 'Matt',
      Upsells: 'A, B',
      'Meta: material': 'Clay',
      'Meta: _yoast_wpseo_title': 'Cup!',
      'Meta: _edit_lock': '1:1',
    }),
    row({ ...simple, ID: '2', 'Regular price': '5', Upsells: 'C' }),
  ]);
  expect([file.rejected, file.ignored, file.refusal]).toEqual([[], [], undefined]);
  expect(file.products.get('cup')).toMatchObject({
    title: 'Cup',
    descriptionHtml: 'For tea.\n<p>One line<br />and more</p>',
    vendor: 'Nordhafen',
    category: ['Home', 'Kitchen'],
    tags: ['tea', 'a, b'],
    status: 'active',
    seoTitle: 'Cup!',
    attributes: { material: 'Clay' },
    media: [{ url: 'https://x.example/1.jpg' }, { url: 'https://x.example/2.jpg' }],
    options: [],
    variants: [
      {
        sku: '00123',
        barcode: '4006381333931',
        weightGrams: 1_250,
        taxClass: 'reduced',
        priceMinor: 990,
        compareAtMinor: 1_250,
        quantity: 7,
        tracked: true,
        inventoryPolicy: 'continue',
        taxable: true,
        requiresShipping: true,
      },
    ],
  });
  // A second product of the same name, always for sale.
  expect(file.products.get('cup-2')!.variants).toMatchObject([{ tracked: false, quantity: null }]);
  const counted = file.notes.map(({ field, given, line }) => [field, given, line]);
  expect(counted).toEqual(
    expect.arrayContaining([
      ['Upsells', 'Upsells: 2 rows, such as A, B', 2],
      ['Length (cm)', 'Length (cm): 1 row, such as 4', 2],
      ['Is featured?', 'Is featured?: 1 row, such as 1', 2],
      ['attribute Glaze', 'attribute Glaze: 1 row, such as Matt', 2],
      ['Categories', 'Categories: 1 row, such as Gifts, small', 2],
    ]),
  );
  expect(counted.map(([field]) => field)).not.toContain('Allow customer reviews?');
});

test('variations find their parent wherever it stands, and one for any value stands for each', async () => {
  const file = await readFile([
    english,
    row({
      ...variation,
      SKU: 'S-BLUE',
      'Attribute 1 value(s)': 'Blue\\, dark',
      Position: '2',
      Stock: '5',
      'Attribute 2 name': 'Size',
    }),
    row({
      ...variation,
      SKU: 'S-RED-M',
      'Attribute 1 value(s)': 'Red',
      Parent: 'SHIRT',
      Position: '1',
      'Attribute 2 name': 'Size',
      'Attribute 2 value(s)': 'M',
      'Weight (kg)': '.2',
    }),
    row({ ...simple, 'Regular price': '5' }),
    row({ ...shirt, 'Tax class': 'zero-rate', Images: 'https://x.example/s.jpg' }),
    row({ ...variation, SKU: 'LOST', Parent: 'id:99' }),
  ]);
  const { variants, options, media } = file.products.get('shirt')!;
  expect(options.map(({ name }) => name)).toEqual(['Colour', 'Size']);
  expect(variants.map(({ optionValues }) => optionValues)).toEqual([
    ['Red', 'M'],
    ['Blue, dark', 'S'],
    ['Blue, dark', 'M'],
  ]);
  expect(variants.map(({ quantity }) => quantity)).toEqual([null, 3, 2]);
  expect(variants.map(({ taxClass }) => taxClass)).toEqual(['zero', 'zero', 'zero']);
  expect(variants[0]).toMatchObject({ sku: 'S-RED-M', weightGrams: 200 });
  expect(variants[1]!.sku).toBe('S-BLUE');
  expect(variants[2]!.sku).toMatch(/^SHIRT-BLUE-DARK-M-/);
  expect(media.map(({ url }) => url)).toEqual(['https://x.example/s.jpg']);
  expect(file.rejected).toMatchObject([{ line: 6, scope: 'variant', reason: 'parent_missing' }]);
});

test('what is sold elsewhere, later, or in a group is not for sale here', async () => {
  const file = await readFile([
    english,
    row({
      ...simple,
      ID: '3',
      Name: 'Elsewhere',
      Type: 'external',
      'Regular price': '9',
      'External URL': 'https://y.example',
    }),
    row({ ...simple, ID: '4', Name: 'Set', Type: 'grouped' }),
    row({
      ...simple,
      ID: '5',
      Name: 'Song',
      Type: 'simple, downloadable, virtual',
      'Regular price': '2',
    }),
    row({ ...simple, ID: '6', Name: 'Private', Published: '0', 'Regular price': '2' }),
    row({
      ...simple,
      ID: '7',
      Name: 'Hidden',
      'Visibility in catalog': 'hidden',
      'Regular price': '2',
    }),
    row({
      ...simple,
      ID: '8',
      Name: 'Sale',
      'Regular price': '10',
      'Sale price': '8',
      'Date sale price ends': '2026-12-24',
    }),
    row({ ...simple, ID: '9', Name: 'Gone', 'In stock?': '0', 'Regular price': '2' }),
    row({ ...simple, ID: '11', Name: "'=Formula", 'Regular price': '2' }),
    row({ ...shirt, ID: '12', Name: 'Alone' }),
  ]);
  const of = (handle: string) => file.products.get(handle)!;
  expect(of('elsewhere').status).toBe('draft');
  expect(of('song').variants[0]!.requiresShipping).toBe(false);
  expect([of('private').status, of('hidden').status]).toEqual(['draft', 'draft']);
  expect(of('sale').variants[0]).toMatchObject({ priceMinor: 1_000, compareAtMinor: null });
  expect(of('gone').variants[0]).toMatchObject({ tracked: true, quantity: 0 });
  expect([...file.products.values()].map(({ title }) => title)).toContain('=Formula');
  expect(file.rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'type_unsupported'],
    [10, 'product_without_variant'],
  ]);
  expect(file.notes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ line: 2, field: 'status', given: 'external' }),
      expect.objectContaining({ line: 6, field: 'status', given: 'hidden' }),
      expect.objectContaining({ line: 7, field: 'salePrice', kept: 'the regular price' }),
    ]),
  );
});

test('what is wrong is said in the words of the file', async () => {
  const { rejected } = await readFile([english, row({ ...simple, 'Regular price': 'ask us' })]);
  expect(rejected).toMatchObject([
    { line: 2, column: 'Regular price', reason: 'amount_invalid' },
    { line: 2, reason: 'product_without_variant' },
  ]);
});

test('a file in German with semicolons, and the stock of a parent', async () => {
  const file = await readFile([
    'ID;Typ;Artikelnummer;Name;Veröffentlicht;Steuerklasse;Vorrätig?;Lager;Lieferrückstände erlaubt?;Gewicht (g);Regulärer Preis;Kategorien;Bilder;Übergeordnetes Produkt;Position;Attribut 1 Name;Attribut 1 Wert(e);Attribut 1 Sichtbar;Attribut 1 Global',
    '1;variable;H;Hemd;1;;1;5;0;300;;Kleidung;;;0;Farbe;Rot | Blau;1;1',
    '2;variation;;Hemd - Rot;1;parent;1;parent;0;;1.299,50;;;H;1;Farbe;Rot;;1',
    '3;variation;;Hemd - Blau;1;parent;1;parent;0;;19,90;;;id:1;2;Farbe;Blau;;1',
  ]);
  expect(file.rejected).toEqual([]);
  expect(file.products.get('hemd')).toMatchObject({
    category: ['Kleidung'],
    variants: [
      {
        optionValues: ['Rot'],
        priceMinor: 129_950,
        weightGrams: 300,
        quantity: 3,
        taxClass: 'standard',
      },
      { optionValues: ['Blau'], priceMinor: 1_990, weightGrams: 300, quantity: 2 },
    ],
  });
  expect(file.notes).toContainEqual(
    expect.objectContaining({
      line: 2,
      field: 'quantity',
      given: '5',
      kept: 'divided among 2 variants',
    }),
  );
});
