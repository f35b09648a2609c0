import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gtinOf } from '../../apps/storefront/crawlers/gtin.ts';
import { xmlText } from '../../apps/storefront/crawlers/xml.ts';
import { dataText } from '../../apps/storefront/layout/data-text.ts';
import { expectStatus } from '../people/api-client.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
});
afterAll(() => shop.close());

async function read(path: string, accept = '*/*') {
  const response = await fetch(`${shop.url}${path}`, {
    headers: { Accept: accept },
    redirect: 'manual',
  });
  return { response, text: await response.text() };
}
const asPerson = (path: string) => read(path, 'text/html');

/** Well-formed as far as these files go: every element is closed by its own end, every reference is known. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  for (const [, end, name, self] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else if (!self) open.push(name!);
    if (!end) seen.push(name!);
  }
  expect(open).toEqual([]);
  const bare = xml.replace(/^<\?xml[^?]*\?>/, '').replaceAll(/<\/?[\w:]+(?:\s[^<>]*?)?\/?>/g, '');
  expect(bare).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|apos;)/);
  return seen;
}
const textsOf = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text!);

describe('search engines', () => {
  test('are told by robots.txt what is not theirs, and where the rest is', async () => {
    const { response, text } = await read('/robots.txt');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    for (const path of ['/cart', '/checkout', '/de/cart', '/v1/'])
      expect(text).toContain(`Disallow: ${path}\n`);
    expect(text).toMatch(/\nSitemap: http[^\s]*\/sitemap\.xml\n$/);
  });

  test('find every page in each language by the sitemaps, and each of them is there', async () => {
    const { response, text: index } = await read('/sitemap.xml');
    expect(response.status).toBe(200);
    expect(elementsOf(index)[0]).toBe('sitemapindex');
    const parts = textsOf(index, 'loc').map((address) => new URL(address));
    expect(parts.map(({ pathname }) => pathname)).toEqual([
      '/sitemaps/pages.xml',
      '/sitemaps/categories.xml',
      '/sitemaps/products.xml',
    ]);
    for (const { pathname, search } of parts) {
      const { text } = await read(`${pathname}${search}`);
      expect(elementsOf(text)[0]).toBe('urlset');
      const addresses = textsOf(text, 'loc').map((address) => new URL(address).pathname);
      expect(addresses.length).toBeGreaterThan(1);
      const [plain] = addresses;
      expect(addresses).toContain(`/de${plain}`);
      expect(text).toContain('hreflang="x-default"');
      for (const address of addresses.slice(0, 2)) {
        const { response: shown, text: page } = await asPerson(address);
        expect([address, shown.status]).toEqual([address, 200]);
        expect(page).toMatch(new RegExp(`<link rel="canonical" href="[^"]*${address}"`));
      }
    }
    expect((await read('/sitemaps/people.xml')).response.status).toBe(404);
    expect((await read('/sitemaps/products.xml?cursor=x')).response.status).toBe(404);
  });

  test('are led on from a handle that a product had, and told of what is gone for good', async () => {
    const { staff } = shop;
    const made = await staff.post<{ productId: string }>('/v1/admin/products', {
      handle: 'lamp-of-old',
      title: 'Lamp',
    });
    const { productId } = expectStatus(made, 201);
    const path = `/v1/admin/products/${productId}`;
    expectStatus(await staff.patch(`${path}/variants/OLD-LAMP`, { weightGrams: 300 }), 200);
    const price = { amountMinor: 900, compareAtMinor: null };
    expectStatus(await staff.put(`${path}/variants/OLD-LAMP/prices/default`, price), 200);
    expectStatus(await staff.patch(path, { status: 'active' }), 200);
    expectStatus(await staff.patch(path, { handle: 'lamp-of-now' }), 200);
    const { response: moved } = await asPerson('/de/products/lamp-of-old?variant=OLD-LAMP');
    expect(moved.status).toBe(301);
    expect(moved.headers.get('location')).toBe('/de/products/lamp-of-now?variant=OLD-LAMP');
    expectStatus(await staff.patch(path, { status: 'archived' }), 200);
    expect((await asPerson('/products/lamp-of-now')).response.status).toBe(404);
    expectStatus(await staff.send('DELETE', `${path}?published=delete`, {}), 204);
    for (const handle of ['lamp-of-now', 'lamp-of-old']) {
      const { response, text } = await asPerson(`/products/${handle}`);
      expect([response.status, text.includes('no longer there')]).toEqual([410, true]);
      const told = await staff.get<{ code: string }>(`/v1/products/${handle}`);
      expect([told.status, told.body.code]).toEqual([410, 'product_removed']);
    }
  });
});

describe('shelves of another name', () => {
  test('lead on for good from the one they had, in both languages, and are found by it', async () => {
    const { staff } = shop;
    const category = (path: string, name: string) =>
      staff.put('/v1/admin/categories', { path, name, names: {}, position: 0 });
    for (const path of ['attic', 'attic/chests']) expectStatus(await category(path, path), 200);
    const texts = { title: 'Old things', titles: {}, descriptionHtml: '' };
    expectStatus(await staff.put('/v1/admin/collections/old-things', texts), 200);
    const made = await staff.post<{ productId: string }>('/v1/admin/products', {
      handle: 'sea-chest',
      title: 'Sea chest',
      category: 'attic/chests',
      collections: ['old-things'],
    });
    const { productId } = expectStatus(made, 201);
    const path = `/v1/admin/products/${productId}`;
    const variant = { inventoryPolicy: 'continue' };
    expectStatus(await staff.patch(`${path}/variants/SEA-CHEST`, variant), 200);
    const price = { amountMinor: 900, compareAtMinor: null };
    expectStatus(await staff.put(`${path}/variants/SEA-CHEST/prices/default`, price), 200);
    expectStatus(await staff.patch(path, { status: 'active' }), 200);

    const rename = { path: 'attic', newPath: 'loft' };
    expectStatus(await staff.post('/v1/admin/categories/rename', rename), 200);
    const address = '/v1/admin/collections/old-things/rename';
    expectStatus(await staff.post(address, { newHandle: 'antiques' }), 200);
    await shop.settle();

    const led = async (old: string) => {
      const { response } = await asPerson(old);
      return [response.status, response.headers.get('location')];
    };
    for (const [old, now] of [
      ['/categories/attic?vendor=A&vendor=B', '/categories/loft?vendor=A&vendor=B'],
      ['/categories/attic/chests', '/categories/loft/chests'],
      ['/collections/old-things?sort=name', '/collections/antiques?sort=name'],
    ] as const)
      for (const language of ['', '/de'])
        await expect.poll(() => led(`${language}${old}`)).toEqual([301, `${language}${now}`]);
    for (const now of ['/de/categories/loft/chests', '/collections/antiques'])
      expect((await asPerson(now)).text).toContain('Sea chest');

    const sitemaps = await Promise.all(
      ['categories', 'collections'].map(async (part) => (await read(`/sitemaps/${part}.xml`)).text),
    );
    expect(sitemaps.join()).toMatch(/\/de\/categories\/loft\/chests</);
    expect(sitemaps.join()).toMatch(/\/collections\/antiques</);
    expect(sitemaps.join()).not.toMatch(/attic|old-things/);

    const found = async (asked: string) =>
      expectStatus(await staff.get<{ items: { handle: string }[] }>(asked), 200).items.map(
        ({ handle }) => handle,
      );
    for (const list of ['/v1/products', '/v1/products/search'])
      for (const shelf of ['category=attic', 'category=attic/chests', 'collection=old-things'])
        expect([list, shelf, await found(`${list}?${shelf}`)]).toEqual([
          list,
          shelf,
          ['sea-chest'],
        ]);
    const named = await staff.get<{ path: string }>('/v1/categories/by-path?path=attic/chests');
    expect(expectStatus(named, 200)).toMatchObject({ path: 'loft/chests', parent: 'loft' });
    const named2 = await staff.get<{ handle: string }>('/v1/collections/old-things');
    expect(expectStatus(named2, 200).handle).toBe('antiques');
    expect((await staff.get('/v1/collections/nothing')).status).toBe(404);

    // Each name that it ever had leads to the one it has now, whatever has been listed by then.
    const again = { path: 'loft', newPath: 'garret' };
    expectStatus(await staff.post('/v1/admin/categories/rename', again), 200);
    const twice = '/v1/admin/collections/antiques/rename';
    expectStatus(await staff.post(twice, { newHandle: 'heirlooms' }), 200);
    for (const [old, now] of [
      ['/categories/attic/chests', '/categories/garret/chests'],
      ['/categories/loft', '/categories/garret'],
      ['/collections/old-things', '/collections/heirlooms'],
      ['/collections/antiques', '/collections/heirlooms'],
    ] as const)
      await expect.poll(() => led(old)).toEqual([301, now]);
    for (const now of ['/categories/garret/chests', '/collections/heirlooms']) {
      const { text } = await asPerson(now);
      expect([text.includes('Sea chest'), text.includes('rel="canonical"')]).toEqual([true, true]);
    }

    // A new one with the name of before comes first.
    expectStatus(await category('attic', 'Attic'), 200);
    await expect.poll(async () => (await asPerson('/categories/attic')).response.status).toBe(200);
    // With nothing in it there is nothing to keep.
    expect((await asPerson('/categories/attic')).text).toContain('content="noindex');
  });
});

describe('a feed for price portals', () => {
  test('has what can be bought, with its price as its page says it', async () => {
    const { response, text } = await read('/feeds/google.xml');
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(elementsOf(text)[0]).toBe('rss');
    const items = text.split('<item>').slice(1);
    expect(items.length).toBeGreaterThan(150);
    const ids = textsOf(text, 'g:id');
    expect(new Set(ids).size).toBe(items.length);
    for (const item of [items[0]!, items[40]!, items.at(-1)!]) {
      const [link, sku] = [textsOf(item, 'g:link')[0]!, textsOf(item, 'g:id')[0]!];
      const handle = new URL(link).pathname.split('/').at(-1)!;
      const shown = expectStatus(
        await shop.staff.get<{ variants: { sku: string; priceMinor: number }[] }>(
          `/v1/products/${handle}`,
        ),
        200,
      );
      const { priceMinor } = shown.variants.find((variant) => variant.sku === sku)!;
      const price = textsOf(item, 'g:sale_price')[0] ?? textsOf(item, 'g:price')[0];
      expect(price).toBe(`${(priceMinor / 100).toFixed(2)} EUR`);
      expect(textsOf(item, 'g:availability')).toEqual(['in_stock']);
    }
  });

  test('is in each language, and holds nothing that is sold out', async () => {
    const { text } = await read('/de/feeds/google.xml');
    expect(textsOf(text, 'g:link')[0]).toContain('/de/products/');
    const [sku, other] = textsOf(text, 'g:id') as [string, string];
    const left = await shop.staff.countTo(sku, 0);
    expect(left).toBe(0);
    await expect
      .poll(async () => textsOf((await read('/feeds/google.xml')).text, 'g:id').slice(0, 1), {
        timeout: 180_000,
      })
      .toEqual([other]);
  });

  test.each([
    ['4006381333931', '4006381333931'],
    ['4006381333932', undefined],
    ['036000291452', '036000291452'],
    ['96385074', '96385074'],
    ['ABC', undefined],
  ])('tells a barcode where it is one: %s', (barcode, gtin) => {
    expect(gtinOf(barcode)).toBe(gtin);
  });
});

test('the shop has its sign and its name on a home screen, in each language', async () => {
  const { response, text } = await read('/de/manifest.webmanifest');
  expect(response.headers.get('content-type')).toMatch('application/manifest+json');
  expect(JSON.parse(text)).toMatchObject({
    name: 'Kontor Demo Store',
    lang: 'de',
    start_url: '/de',
  });
  const { text: page } = await asPerson('/de');
  expect(page).toContain('<link rel="manifest" href="/de/manifest.webmanifest"/>');
  const { response: icon } = await read('/favicon.ico');
  expect(icon.headers.get('location')).toBe('/favicon.svg');
  expect((await read('/favicon.svg')).text).toContain('<svg');
});

describe('text of anybody', () => {
  const hostile = `Lamp </script><img src=x onerror=alert(1)> & "quoted" 'it' ]]> --> {{7*7}}`;

  beforeAll(async () => {
    const { staff } = shop;
    const collection = { title: hostile, titles: {}, descriptionHtml: `<b>${hostile}</b>` };
    expectStatus(await staff.put('/v1/admin/collections/hostile', collection), 200);
    const made = await staff.post<{ productId: string }>('/v1/admin/products', {
      handle: 'hostile',
      title: hostile,
      vendor: hostile,
      productType: hostile,
      descriptionHtml: `<p>${hostile}</p><a href="javascript:alert(1)">go</a><script>alert(1)</script>`,
      seoDescription: hostile,
      manufacturer: hostile,
      optionNames: [hostile],
      collections: ['hostile'],
      media: [{ url: '/media/demo/haraz-sun-dried.svg', altText: hostile }],
    });
    const { productId } = expectStatus(made, 201);
    const path = `/v1/admin/products/${productId}`;
    expectStatus(
      await staff.patch(`${path}/variants/HOSTILE`, {
        optionValues: [hostile],
        inventoryPolicy: 'continue',
      }),
      200,
    );
    const price = { amountMinor: 900, compareAtMinor: null };
    expectStatus(await staff.put(`${path}/variants/HOSTILE/prices/default`, price), 200);
    expectStatus(await staff.patch(path, { status: 'active' }), 200);
    const texts = {
      en: {
        title: hostile,
        markdown: `# ${hostile}\n\n[go](javascript:alert(1)) ![x](javascript:alert(1))\n\n<script>alert(1)</script>`,
      },
    };
    expectStatus(
      await staff.put('/v1/admin/pages/hostile', {
        kind: 'content',
        menu: 'footer',
        position: 0,
        texts,
      }),
      200,
    );
    expectStatus(await staff.post('/v1/admin/pages/hostile/publish'), 200);
    await shop.settle();
  });

  test.each([
    '/products/hostile',
    '/de/products/hostile',
    '/collections/hostile',
    '/pages/hostile',
    '/search?query=Lamp',
    `/search?query=${encodeURIComponent(hostile)}`,
    `/search?vendor=${encodeURIComponent(hostile)}`,
    `/categories/food-drink?vendor=${encodeURIComponent(hostile)}`,
    `/products/hostile?variant=${encodeURIComponent(hostile)}`,
    '/',
    '/cart',
  ])('stays text on %s', async (path) => {
    const { response, text } = await asPerson(path);
    expect(response.status).toBe(200);
    expect(text).not.toMatch(/<img[^>]*\sonerror/i);
    expect(text).not.toMatch(/<[^>]*(?:href|src)="\s*javascript:/i);
    const scripts = [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
    for (const [, attributes, inside] of scripts) {
      expect(attributes).toMatch(/nonce=|application\/ld\+json/);
      if (inside !== '') expect(() => JSON.parse(inside!) as unknown).not.toThrow();
    }
    expect(text.match(/<\/script/g)?.length).toBe(scripts.length);
  });

  test('stays text in feeds and sitemaps', async () => {
    for (const path of [
      '/feeds/google.xml',
      '/sitemaps/products.xml',
      '/sitemaps/pages.xml',
      '/sitemaps/collections.xml',
    ]) {
      const { text } = await read(path);
      elementsOf(text);
      expect(text).toContain('/hostile');
    }
    const { text } = await read('/feeds/google.xml');
    expect(text).toContain('Lamp &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; &quot;');
  });

  test('ends no line of a script and no XML file, whatever characters it has', () => {
    const odd = 'a\u2028b\u2029c</script>d\u0000e\ud800f\uffffg😀';
    expect(dataText(odd)).not.toMatch(/[\u2028\u2029<]/);
    expect(JSON.parse(dataText(odd))).toBe(odd);
    expect(xmlText(odd)).toBe('a\u2028b\u2029c&lt;/script&gt;defg😀');
  });
});
