import { expect, test } from 'vitest';
import { readFile } from '../read-file-for-tests.ts';

const first =
  'Product Id,Product Handle,Product Title,Product Subtitle,Product Description,Product Status,Product Thumbnail,Product Weight,Product HS Code,Product Origin Country,Product Type,Product Tags,Product Discountable,Variant Id,Variant Title,Variant SKU,Variant Barcode,Variant Inventory Quantity,Variant Allow Backorder,Variant Manage Inventory,Variant Weight,Price EUR,Price Nordic [DKK],Option 1 Name,Option 1 Value,Option 2 Name,Option 2 Value,Image 1 Url,Image 2 Url';

test('the file of the first version: prices of the currency, options, images, stock', async () => {
  const file = await readFile([
    first,
    'p1,tee,Tee,Soft,"Line one\n\nLine two",published,https://x.example/t.jpg,200,090121,et,Shirts,"a,b",TRUE,v1,S / Red,T-S,4006381333931,10,FALSE,TRUE,,19.95,149,Size,S,Colour,Red,https://x.example/t.jpg,https://x.example/u.jpg',
    'p1,tee,Tee,Soft,"Line one\n\nLine two",published,https://x.example/t.jpg,200,090121,et,Shirts,"a,b",TRUE,v2,M / Red,T-M,,0,TRUE,FALSE,250,20,149,Size,M,Colour,Red,https://x.example/t.jpg,https://x.example/u.jpg',
    'p2,mug,Mug,,,draft,,,,,,,FALSE,v3,,MUG,,1,FALSE,TRUE,,8,,,,,,,',
  ]);
  expect([file.rejected, file.refusal]).toEqual([[], undefined]);
  expect(file.products.get('tee')).toMatchObject({
    descriptionHtml: '<p>Line one</p>\n<p>Line two</p>',
    status: 'active',
    productType: 'Shirts',
    tags: ['a', 'b'],
    media: [{ url: 'https://x.example/t.jpg' }, { url: 'https://x.example/u.jpg' }],
    options: [{ name: 'Size' }, { name: 'Colour' }],
    variants: [
      {
        sku: 'T-S',
        priceMinor: 1_995,
        quantity: 10,
        tracked: true,
        weightGrams: 200,
        hsCode: '090121',
        countryOfOrigin: 'ET',
        inventoryPolicy: 'deny',
        optionValues: ['S', 'Red'],
      },
      {
        sku: 'T-M',
        priceMinor: 2_000,
        tracked: false,
        weightGrams: 250,
        inventoryPolicy: 'continue',
      },
    ],
  });
  expect(file.products.get('mug')).toMatchObject({ status: 'draft', options: [] });
  const fields = file.notes.map(({ field }) => field);
  expect(fields).toEqual(
    expect.arrayContaining(['Product Subtitle', 'Price Nordic [DKK]', 'Product Discountable']),
  );
  expect(file.notes).toContainEqual(
    expect.objectContaining({ given: 'Price Nordic [DKK]: 2 rows, such as 149' }),
  );
});

test('the file of the second version: no quantities are said, a fourth option is joined', async () => {
  const file = await readFile([
    'Product Id,Product Handle,Product Title,Product Status,Product Tag 1,Product Tag 2,Product Sales Channel 1,Variant SKU,Variant Manage Inventory,Variant Price EUR,Variant Price USD,Variant Option 1 Name,Variant Option 1 Value,Variant Option 2 Name,Variant Option 2 Value,Variant Option 3 Name,Variant Option 3 Value,Variant Option 4 Name,Variant Option 4 Value,Product Image 1 Url,Colour of the box',
    ',bag,Bag,published,x,"y, z",sc_1,B-1,TRUE,5,6,A,1,B,2,C,3,D,4,https://x.example/b.jpg,grey',
    ',bag,Bag,published,x,"y, z",sc_1,B-2,TRUE,5,6,A,1,B,2,C,3,D,5,https://x.example/b.jpg,grey',
  ]);
  expect([file.rejected, file.ignored]).toEqual([[], ['Colour of the box']]);
  const bag = file.products.get('bag')!;
  expect(bag.tags).toEqual(['x', 'y', 'z']);
  expect(bag.options.map(({ name }) => name)).toEqual(['A', 'B', 'C / D']);
  expect(bag.variants.map(({ optionValues }) => optionValues[2])).toEqual(['3 / 4', '3 / 5']);
  expect(file.notes).toContainEqual(
    expect.objectContaining({ field: 'quantity', given: 'the file says no quantities' }),
  );
});

test('a file without prices in the currency of the channel is refused, and says which there are', async () => {
  const { refusal, products } = await readFile([first], 'CHF');
  expect(refusal).toBe('No column has prices in CHF; there are Price EUR, Price Nordic [DKK]');
  expect(products.size).toBe(0);
});
