import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { contrast } from './contrast.ts';
import { poorPairs, tokensOf } from './look-tokens.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
  const { client } = catalog;
  const channel = { currency: 'EUR', pricesIncludeTax: true, active: true };
  const shop = { ...channel, code: 'default', name: 'Harbour', defaultLocale: 'en' };
  must(await client.putChannel({ ...shop, locales: ['en', 'de'] }, staff()), 'languages');
  const other = { ...channel, code: 'north', name: 'North', defaultLocale: 'en', locales: ['en'] };
  must(await client.putChannel(other, staff()), 'another channel');
  await load(
    catalog,
    productOf('harbour-blend', { title: 'Harbour Blend', category: ['Drink', 'Coffee'] }),
    productOf('draft-tea', { status: 'draft', category: ['Tea'] }),
  );
  const names = { de: 'Getränke' };
  must(
    await client.putCategory({ path: 'drink', name: 'Drink', names, position: 0 }, staff()),
    'German name',
  );
});
afterAll(() => catalog.shop.close());

function staff(given: object = {}) {
  const { shop } = catalog;
  const actor = shop.staff(['catalog:read', 'catalog:write']);
  return shop.invocation({ actor, ...given });
}
const shopper = (given: object = {}) => catalog.shop.invocation(given);
const frameIn = async (locale = 'en', channel = 'default') =>
  must(await catalog.client.getStorefront({}, shopper({ locale, channel })), 'the frame');

describe('domains', () => {
  test('are one channel’s each, the first the main one, and told to whoever lists channels', async () => {
    const { client } = catalog;
    const domains = (code: string, given: string[], expectedVersion?: number) =>
      client.putChannelDomains({ code, domains: given, expectedVersion }, staff());
    expect(await domains('nowhere', [])).toMatchObject({ failure: { code: 'channel_not_found' } });
    const done = must(await domains('default', ['Shop.Example', 'www.shop.example']), 'domains');
    expect(done.domains).toEqual(['shop.example', 'www.shop.example']);
    expect(await domains('default', ['other.example'], 1)).toMatchObject({
      failure: { code: 'version_conflict' },
    });
    expect(await domains('north', ['north.example', 'www.shop.example'])).toMatchObject({
      failure: { code: 'domain_taken', detail: { domain: 'www.shop.example' } },
    });
    const { items } = must(await client.listChannels({}, shopper()), 'channels');
    expect(items.map(({ code, domains: of }) => [code, of])).toEqual([
      ['default', ['shop.example', 'www.shop.example']],
      ['north', []],
    ]);
    expect((await frameIn()).domains).toEqual(['shop.example', 'www.shop.example']);
    must(await domains('default', []), 'given back');
    must(await domains('north', ['www.shop.example']), 'taken by another');
  });

  test.each(['localhost', 'shop', '127.0.0.1', 'shop.localhost', 'nas.local'])(
    'of this machine or network alone are refused: %s',
    async (domain) => {
      const put = catalog.client.putChannelDomains({ code: 'default', domains: [domain] }, staff());
      expect(await put).toMatchObject({
        failure: { code: 'domain_not_public', detail: { domain } },
      });
    },
  );

  test.each(['https://shop.example', 'shop.example:80', 'shop..example', '-a.example', 'a b', ''])(
    'of hosts that are none: %s',
    async (domain) => {
      const { input } = (await import('#contracts/product/index.ts')).product.operations
        .putChannelDomains;
      expect(input.safeParse({ code: 'default', domains: [domain] }).success).toBe(false);
    },
  );
});

describe('the look', () => {
  const none = { action: null, link: null, sale: null };
  const putLook = (colours: object, expectedVersion?: number, channel = 'default') =>
    catalog.client.putStorefrontLook(
      {
        colours: { ...none, ...colours },
        logo: { url: '/media/logo.svg', altText: 'Harbour', width: 160, height: 40 },
        favicon: null,
        expectedVersion,
      },
      staff({ channel }),
    );

  test('of colours that cannot be read names each pair, and one that does', async () => {
    const failed = await putLook({ action: { light: '#7fd1b9', dark: '#62c5b2' } });
    expect(failed).toMatchObject({ failure: { code: 'contrast_too_low' } });
    const { pairs } = (failed as unknown as { failure: { detail: { pairs: never[] } } }).failure
      .detail as { pairs: { colour: string; scheme: string; against: string; instead: string }[] };
    expect(pairs.map(({ colour, scheme, against }) => `${colour} ${scheme} ${against}`)).toEqual([
      'action light surface',
      'action light fog',
      'action light verdigris-tint',
    ]);
    const { instead } = pairs[0]!;
    expect(contrast(instead, '#f3f5f4')).toBeGreaterThanOrEqual(4.5);
    must(await putLook({ action: { light: instead, dark: '#62c5b2' } }), 'what was told');
    const { look } = await frameIn();
    expect(look.tokens['verdigris']).toEqual({ light: instead, dark: '#62c5b2' });
    expect(look.logo).toMatchObject({ url: '/media/logo.svg', width: 160 });
    expect(await putLook({}, 1)).toMatchObject({ failure: { code: 'version_conflict' } });
    expect(await putLook({}, undefined, 'nowhere')).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
  });

  test('of any colour that is taken, words on buttons are readable, under the pointer too', () => {
    const steps = [0, 51, 102, 153, 204, 255].map((value) => value.toString(16).padStart(2, '0'));
    for (const red of steps)
      for (const green of steps)
        for (const blue of steps) {
          const colour = `#${red}${green}${blue}`;
          const colours = { ...none, action: { light: colour, dark: colour } };
          const poor = poorPairs(colours);
          const shade = (scheme: string) =>
            poor.find((pair) => pair.scheme === scheme)?.instead ?? colour;
          const taken = { ...none, action: { light: shade('light'), dark: shade('dark') } };
          expect(poorPairs(taken)).toEqual([]);
          const tokens = tokensOf(taken);
          for (const scheme of ['light', 'dark'] as const)
            for (const ground of ['verdigris', 'verdigris-strong'])
              expect(
                contrast(tokens['on-verdigris']![scheme], tokens[ground]![scheme]),
              ).toBeGreaterThanOrEqual(4.5);
        }
  });

  test('that is built in is taken', () => {
    const builtIn = {
      action: { light: '#0b5d53', dark: '#62c5b2' },
      link: { light: '#1a4f83', dark: '#8fbff0' },
      sale: { light: '#9c3217', dark: '#f0946f' },
    };
    expect(poorPairs(builtIn)).toEqual([]);
    expect(Object.keys(tokensOf(builtIn))).toContain('brick-tint');
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  });
});

describe('what frames a page', () => {
  test('without anything set has the departments in which something is sold', async () => {
    const { menus, notice, scenes, name, locales } = await frameIn('de');
    const coffee = { label: 'Coffee', link: { kind: 'category', target: 'drink/coffee' } };
    const drink = { label: 'Getränke', link: { kind: 'category', target: 'drink' } };
    expect(menus).toEqual({
      header: [{ ...drink, items: [{ ...coffee, items: [] }] }],
      footer: [],
    });
    expect({ notice, scenes, name, locales }).toEqual({
      notice: null,
      scenes: [],
      name: 'Harbour',
      locales: ['en', 'de'],
    });
  });

  test('says notice and scenes in the language asked for, and leads nowhere that is not there', async () => {
    const { client } = catalog;
    const page = { kind: 'page' as const, target: 'not-there' };
    const notice = {
      en: { text: 'Free delivery from €49', link: { kind: 'category' as const, target: 'drink' } },
      de: { text: 'Ab 49 € frei Haus', link: page },
    };
    const kept = must(await client.putStorefrontNotice({ notice }, staff()), 'notice');
    const said = (heading: string) => ({ heading, text: '', linkLabel: '' });
    const scenes: InputOf<'product', 'putStorefrontScenes'>['scenes'] = [
      { picture: null, link: page, product: 'harbour-blend', words: { en: said('Roasted') } },
      { picture: null, link: null, product: 'draft-tea', words: { de: said('Tee') } },
    ];
    const after = must(
      await client.putStorefrontScenes({ scenes, expectedVersion: kept.version }, staff()),
      'scenes',
    );
    expect(after).toMatchObject({ notice, scenes, version: kept.version + 1 });
    expect(
      await client.putStorefrontNotice({ notice, expectedVersion: kept.version }, staff()),
    ).toMatchObject({ failure: { code: 'version_conflict' } });
    expect(await frameIn('de')).toMatchObject({
      notice: { text: 'Ab 49 € frei Haus', link: null, locale: 'de' },
      scenes: [
        { heading: 'Roasted', link: null, product: 'harbour-blend', locale: 'en' },
        { heading: 'Tee', product: null, locale: 'de' },
      ],
    });
    expect((await frameIn('en')).notice?.link).toEqual({ kind: 'category', target: 'drink' });
    const nowhere = staff({ channel: 'nowhere' });
    expect(await client.putStorefrontScenes({ scenes }, nowhere)).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
    expect(await client.getAdminStorefront({}, nowhere)).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
    expect(await client.getStorefront({}, nowhere)).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
  });

  test('has a menu as it was set, and its own again once that is taken away', async () => {
    const { client } = catalog;
    const link = (kind: 'category' | 'product' | 'collection' | 'address', target: string) => ({
      kind,
      target,
    });
    const items = [
      {
        label: null,
        link: link('category', 'drink'),
        items: [{ label: null, link: link('product', 'harbour-blend'), items: [] }],
      },
      { label: 'Nothing below', link: null, items: [] },
      { label: 'Gone', link: link('product', 'draft-tea'), items: [] },
      { label: 'Blog', link: link('address', 'https://blog.example/'), items: [] },
    ];
    const place = { place: 'header' as const, locale: 'de' };
    const menu = must(await client.putMenu({ ...place, items }, staff()), 'menu');
    expect((await frameIn('de')).menus.header).toEqual([
      {
        label: 'Getränke',
        link: link('category', 'drink'),
        items: [{ label: 'Harbour Blend', link: link('product', 'harbour-blend'), items: [] }],
      },
      { label: 'Blog', link: link('address', 'https://blog.example/'), items: [] },
    ]);
    expect((await frameIn('en')).menus.header).toMatchObject([{ label: 'Drink' }]);
    const links = [
      link('category', 'drink'),
      link('product', 'draft-tea'),
      link('address', 'https://blog.example/'),
    ];
    const asked = { locale: 'de', links };
    expect(must(await client.checkLinks(asked, staff()), 'checked').items).toEqual([
      { link: links[0], name: 'Getränke', leads: true },
      { link: links[1], name: null, leads: false },
      { link: links[2], name: null, leads: true },
    ]);
    expect(await client.checkLinks(asked, staff({ channel: 'nowhere' }))).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
    expect(must(await client.getAdminStorefront({}, staff()), 'as kept').menus).toEqual([menu]);
    must(await client.putMenu({ ...place, items: [], expectedVersion: 1 }, staff()), 'emptied');
    expect((await frameIn('de')).menus.header).toEqual([]);
    expect(await client.putMenu({ ...place, items, expectedVersion: 1 }, staff())).toMatchObject({
      failure: { code: 'version_conflict' },
    });
    expect(await client.deleteMenu({ ...place, expectedVersion: 1 }, staff())).toMatchObject({
      failure: { code: 'version_conflict' },
    });
    must(await client.deleteMenu(place, staff()), 'taken away');
    expect((await frameIn('de')).menus.header).toMatchObject([{ label: 'Getränke' }]);
    expect(await client.deleteMenu(place, staff())).toMatchObject({
      failure: { code: 'menu_not_found' },
    });
    expect(await client.putMenu({ ...place, items }, staff({ channel: 'nowhere' }))).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
  });

  test('is read from the database once, and again when something of it changed', async () => {
    const { revision } = await frameIn();
    expect((await frameIn()).revision).toBe(revision);
    const notice = { en: { text: 'Closed on Monday', link: null } };
    must(await catalog.client.putStorefrontNotice({ notice }, staff()), 'notice');
    expect((await frameIn()).revision).not.toBe(revision);
    expect((await frameIn('de')).notice).toBe(null);
  });
});

test.each([
  ['address', 'javascript:alert(1)', false],
  ['address', 'JaVaScRiPt:alert(1)', false],
  ['address', ' javascript:alert(1)', false],
  ['address', 'data:text/html,x', false],
  ['address', '//evil.example', false],
  ['address', '/\\evil.example', false],
  ['address', 'https://a.example/"><script>', false],
  ['address', 'https://a.example/\u2028x', false],
  ['address', 'https://a.example/x?y=1#z', true],
  ['address', '/de/search?q=tea', true],
  ['address', '/', true],
  ['address', 'mailto:shop@kontor.example', true],
  ['address', 'tel:+494012345678', true],
  ['category', 'drink/coffee', true],
  ['category', 'javascript:x', false],
  ['page', 'Terms', false],
  ['product', '../admin', false],
])('of links to a %s: %s', async (kind, target, fits) => {
  const { givenLink } = await import('#contracts/product/storefront/links.ts');
  expect(givenLink.safeParse({ kind, target }).success).toBe(fits);
});

test('a product is found by the handle that it had', async () => {
  const { client } = catalog;
  const { productId } = must(
    await client.getProduct({ handle: 'harbour-blend' }, shopper()),
    'before',
  );
  must(await client.changeProduct({ productId, handle: 'house-blend' }, staff()), 'renamed');
  const read = (handle: string) => client.getProduct({ handle }, shopper());
  expect(must(await read('harbour-blend'), 'by the old one').handle).toBe('house-blend');
  expect(await read('never-was')).toMatchObject({ failure: { code: 'product_not_found' } });
  must(await client.changeProduct({ productId, handle: 'harbour-blend' }, staff()), 'and back');
  expect(must(await read('house-blend'), 'by the other').handle).toBe('harbour-blend');
});

test('search engines are told what can be read, of each kind', async () => {
  const { client } = catalog;
  const titles = { title: 'Best', titles: {}, descriptionHtml: '' };
  must(await client.putCollection({ handle: 'empty', ...titles }, staff()), 'a collection');
  const listed = async (kind: 'products' | 'categories' | 'collections' | 'pages', given = {}) =>
    must(await client.listSitemapEntries({ kind, limit: 100, ...given }, shopper()), kind);
  const { items: products } = await listed('products');
  expect(products).toMatchObject([{ target: 'harbour-blend', locales: ['en', 'de'] }]);
  expect(products[0]!.updatedAt).toMatch(/Z$/);
  expect((await listed('categories')).items).toMatchObject([
    { target: 'drink', updatedAt: expect.any(String) },
    { target: 'drink/coffee' },
  ]);
  expect((await listed('collections')).items).toEqual([]);
  const wrong = (given: object) =>
    client.listSitemapEntries(
      { kind: 'pages', limit: 100, ...given },
      shopper({ channel: 'nowhere' }),
    );
  expect(await wrong({ cursor: 'x' })).toMatchObject({ failure: { code: 'cursor_invalid' } });
  expect(await wrong({})).toMatchObject({ failure: { code: 'channel_not_found' } });
});

test('an index of sitemaps is told where each part begins', async () => {
  const { client } = catalog;
  const many = Array.from({ length: 205 }, (_, at) => productOf(`cup-${at}`));
  for (let from = 0; from < many.length; from += 50)
    await load(catalog, ...many.slice(from, from + 50));
  const { items: parts } = must(
    await client.listSitemapParts({ entries: 100 }, shopper()),
    'parts',
  );
  const ofProducts = parts.filter(({ kind }) => kind === 'products');
  expect(ofProducts).toHaveLength(3);
  expect(ofProducts[0]!.cursor).toBeNull();
  const targets: string[] = [];
  for (const { cursor } of ofProducts) {
    const asked = { kind: 'products' as const, limit: 100, ...(cursor ? { cursor } : {}) };
    const { items } = must(await client.listSitemapEntries(asked, shopper()), 'a part');
    targets.push(...items.map(({ target }) => target));
  }
  expect(targets).toHaveLength(206);
  expect(new Set(targets).size).toBe(206);
  expect(
    await client.listSitemapParts({ entries: 100 }, shopper({ channel: 'nowhere' })),
  ).toMatchObject({
    failure: { code: 'channel_not_found' },
  });
});

test('price portals are told what can be had', async () => {
  const { client } = catalog;
  await load(
    catalog,
    productOf('two-sizes', {
      title: 'Jug',
      descriptionHtml: '<p>For <b>tea</b></p>',
      category: ['Drink', 'Jugs'],
      optionNames: ['Size'],
      variants: [
        variantOf('JUG-S', { optionValues: ['S'], inventoryPolicy: 'continue' }),
        variantOf('JUG-L', { optionValues: ['L'] }),
      ],
    }),
  );
  const { items, nextCursor } = must(
    await client.listFeedProducts({ limit: 1 }, shopper()),
    'feed',
  );
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      handle: 'two-sizes',
      description: 'For tea',
      category: ['Drink', 'Jugs'],
      variantCount: 2,
      variants: [{ sku: 'JUG-S', priceMinor: 1_290 }],
    },
  ]);
  const wrong = await client.listFeedProducts({ limit: 1, cursor: 'x' }, shopper());
  expect(wrong).toMatchObject({ failure: { code: 'cursor_invalid' } });
  const nowhere = await client.listFeedProducts({ limit: 1 }, shopper({ channel: 'nowhere' }));
  expect(nowhere).toMatchObject({ failure: { code: 'channel_not_found' } });
});
