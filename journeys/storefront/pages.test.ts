import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
});
afterAll(() => shop.close());

const asPerson = { Accept: 'text/html,application/xhtml+xml' };

async function open(path: string, headers: Record<string, string> = asPerson) {
  const response = await fetch(`${shop.url}${path}`, { headers, redirect: 'manual' });
  return { response, text: await response.text() };
}

describe('pages', () => {
  test.each([
    ['/', 'Kontor Demo Store'],
    ['/categories/food-drink', 'Food &amp; Drink'],
    ['/search?query=coffee', '“coffee”'],
    ['/search', 'What are you looking for?'],
    ['/pages/terms', 'Terms'],
    ['/de', 'Essen &amp; Trinken'],
    ['/de/products/haraz-sun-dried', 'In den Warenkorb'],
    ['/products/haraz-sun-dried', 'Haraz Sun-Dried'],
  ])('%s is a whole page of its own', async (path, heading) => {
    const { response, text } = await open(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(text).toContain(heading);
    expect(text).toContain('<main id="main">');
    expect(text).not.toMatch(/undefined|\[object |NaN/);
  });

  test.each([
    ['/products/haraz-sun-dried', /€[\d.,]+ \/ kg/],
    ['/de/products/haraz-sun-dried', /[\d.,]+\s€ \/ kg/],
    ['/categories/food-drink/coffee', /€[\d.,]+ \/ kg/],
  ])('%s says what a kilogram costs', async (path, price) => {
    const { text } = await open(path);
    expect(text.replaceAll(/<!--.*?-->/g, '')).toMatch(price);
  });

  test('the first picture of a list is fetched before all others, those below when they are seen', async () => {
    const { text } = await open('/categories/food-drink/coffee');
    const grid = text.slice(text.indexOf('<ul class="cards"'));
    const pictures = [...grid.matchAll(/<img[^>]*>/g)].map(([tag]) => tag);
    expect(pictures.length).toBeGreaterThan(8);
    const first = pictures.filter((tag) => tag.includes('fetchpriority="high"'));
    expect(first).toEqual([pictures[0]]);
    expect(first[0]).not.toContain('loading=');
    expect(pictures.at(-1)).toContain('loading="lazy"');
    for (const tag of pictures) expect(tag).toMatch(/width="\d+" height="\d+"/);
  });

  test('nothing runs on a page that has not its nonce, which no other page has', async () => {
    const [one, other] = [await open('/'), await open('/')];
    const [ones, others] = [one, other].map(({ response, text }) => {
      const policy = response.headers.get('content-security-policy')!;
      const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'/.exec(policy)![1]!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      const running = scripts.filter((tag) => !tag.includes('application/ld+json'));
      expect(running.length).toBeGreaterThan(0);
      for (const tag of running) expect(tag).toContain(`nonce="${nonce}"`);
      expect(text).not.toMatch(/<[^>]+\s(on\w+|style)=/);
      return nonce;
    });
    expect(ones).not.toBe(others);
  });

  test('what a page loads is named by its content, compressed, and kept for ever', async () => {
    const { text } = await open('/');
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) {
      const response = await fetch(`${shop.url}${path}`, { headers: { 'Accept-Encoding': 'br' } });
      expect(response.status, path).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      if (!path.endsWith('.woff2')) expect(response.headers.get('content-encoding')).toBe('br');
    }
    const script = assets.find((path) => path.endsWith('.js'))!;
    const sent = await fetch(`${shop.url}${script}`, { headers: { 'Accept-Encoding': 'br' } });
    expect(Number(sent.headers.get('content-length'))).toBeLessThan(20_000);
  });

  test.each(['/nothing', '/products/nothing', '/categories/nothing', '/xx/search'])(
    '%s is a page that says that nothing is there, and no search engine keeps it',
    async (path) => {
      const { response, text } = await open(path);
      expect(response.status).toBe(404);
      expect(text).toContain('There is nothing at this address');
      expect(text).toContain('<meta name="robots" content="noindex"');
      expect(text).not.toContain('rel="canonical"');
    },
  );

  test.each([
    ['/en', '/'],
    ['/en/search?query=tea&sort=price', '/search?query=tea&sort=price'],
    ['/en//evil.example/tea', '/evil.example/tea'],
  ])('%s, in the language that needs no name, is the page at %s', async (path, location) => {
    const { response } = await open(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, location]);
  });

  test.each([
    ['/cart/lines', '/cart'],
    ['/de/cart/lines/some-line', '/de/cart'],
    ['/checkout', '/cart'],
    ['/de/checkout', '/de/cart'],
    ['/checkout/c1/complete', '/checkout/c1'],
    ['/de/checkout/c1/details', '/de/checkout/c1'],
    ['/account/devices/d1/end', '/account/devices'],
    ['/withdrawal-from-contract/confirm?by=hand', '/withdrawal-from-contract'],
  ])('%s, where a form is sent, leads who opens it to %s', async (path, location) => {
    const { response } = await open(path);
    expect([response.status, response.headers.get('location')]).toEqual([303, location]);
  });

  test('programs are told as ever where nothing is', async () => {
    for (const [path, headers] of [
      ['/v1/nothing', asPerson],
      ['/nothing', { Accept: 'application/json' }],
    ] as const) {
      const { response, text } = await open(path, headers);
      expect(response.status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ code: 'route_not_found' });
    }
  });
});

describe('languages', () => {
  test('each page says where it is in the others, and the switch leads there', async () => {
    for (const path of ['/', '/products/haraz-sun-dried', '/categories/food-drink']) {
      const german = path === '/' ? '/de' : `/de${path}`;
      const [one, other] = [await open(path), await open(german)];
      const told = ({ text }: { text: string }) =>
        [...text.matchAll(/hreflang="([^"]+)" href="http:\/\/[^/]+(\/[^"]*)"/g)].map(
          ([, language, at]) => [language, at],
        );
      expect(told(one)).toEqual([
        ['en', path],
        ['de', german],
        ['x-default', path],
      ]);
      expect(told(other)).toEqual(told(one));
      expect(one.text).toContain(`<a href="${german}" hreflang="de" lang="de">Deutsch</a>`);
      expect(other.text).toMatch(/<html lang="de" dir="ltr">/);
    }
  });

  test('a filtered list is for people alone', async () => {
    const filtered = await open('/categories/food-drink?vendor=Teekontor+Nord');
    expect(filtered.response.status).toBe(200);
    expect(filtered.text).toContain('<meta name="robots" content="noindex"');
    const [, count] = /(\d+) articles/.exec(filtered.text)!;
    expect(Number(count)).toBeLessThan(49);
  });
});

describe('a product', () => {
  test('is shown as it was chosen, by values or by its article number', async () => {
    const first = await open('/products/haraz-sun-dried');
    const sku = /name="sku" value="([^"]+)"/.exec(first.text)![1]!;
    const options = [...first.text.matchAll(/name="(option-\d)" value="([^"]+)"/g)];
    const other = options.find(
      ([tag], at) => at > 0 && options[at - 1]![1] === options[at]![1] && tag,
    );
    const chosen = await open(
      `/products/haraz-sun-dried?${other![1]}=${encodeURIComponent(other![2]!)}`,
    );
    const otherSku = /name="sku" value="([^"]+)"/.exec(chosen.text)![1]!;
    expect(otherSku).not.toBe(sku);
    const byNumber = await open(`/products/haraz-sun-dried?variant=${otherSku}`);
    expect(byNumber.text).toContain(`name="sku" value="${otherSku}"`);
    // One address for search engines, whatever is chosen.
    expect(chosen.text).toMatch(/rel="canonical" href="[^"?]+\/products\/haraz-sun-dried"/);
  });

  test('tells search engines each price and what is there', async () => {
    const { text } = await open('/products/haraz-sun-dried');
    const [, data] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)!;
    const told = JSON.parse(data!) as { '@type': string; offers: { price: string }[] };
    expect(told['@type']).toBe('Product');
    expect(told.offers.length).toBeGreaterThan(1);
    for (const offer of told.offers) {
      expect(offer).toMatchObject({
        priceCurrency: 'EUR',
        price: expect.stringMatching(/^\d+\.\d\d$/),
        availability: expect.stringMatching(
          /^https:\/\/schema\.org\/(InStock|OutOfStock|BackOrder)$/,
        ),
      });
    }
  });
});

describe('what leads on', () => {
  const countOf = async (path: string) => {
    const reply = await fetch(`${shop.url}/v1/products/search?category=${path}&limit=1`);
    return ((await reply.json()) as { matches: number }).matches;
  };

  test('is a department with how many articles it has, on the home page and while somebody types', async () => {
    const count = await countOf('food-drink');
    const counted = (language: string, word: string) =>
      new RegExp(
        `href="${language}/categories/food-drink"><span>[^<]+</span><span[^>]*>${count} ${word}<`,
      );
    expect((await open('/')).text).toMatch(counted('', 'articles'));
    expect((await open('/de')).text).toMatch(counted('/de', 'Artikel'));
    const reply = await fetch(`${shop.url}/v1/products/suggestions?query=coff`);
    const { categories } = (await reply.json()) as {
      categories: { path: string; products: number }[];
    };
    const coffee = categories.find(({ path }) => path === 'food-drink/coffee');
    expect(coffee?.products).toBe(await countOf('food-drink/coffee'));
  });

  test('is what is near to a search that finds nothing, and all departments', async () => {
    const { text } = await open('/search?query=haraz+submarine');
    expect(text).toMatch(/<h3 id="nearest">Did you mean<\/h3>/);
    expect(text).toMatch(
      /<a class="chip" href="\/search\?query=haraz">haraz<span[^>]*>\d+ article/,
    );
    expect(text).toContain('href="/categories/food-drink"');
    const german = (await open('/de/search?query=kafxxqzzw')).text;
    expect(german).toMatch(/Meinten Sie[^]*href="\/de\/search\?query=kaf/);
  });

  test('tells whoever waits for what is sold out where they are told that it is back', async () => {
    const { text } = await open('/search?query=gesha');
    const card = /<li class="card">[^]*?<\/li>/.exec(text)![0];
    expect(card).toContain(
      '<a class="tell" href="/products/gesha-reserve#watch">Tell me when it is back<span class="visually-hidden">: Gesha Reserve</span></a>',
    );
    expect((await open('/products/gesha-reserve')).text).toMatch(/class="fields watch" id="watch"/);
    const german = (await open('/de/search?query=gesha')).text;
    expect(german).toContain('href="/de/products/gesha-reserve#watch">Bescheid bekommen');
  });

  test('is told to search engines with what a kilogram costs', async () => {
    const { text } = await open('/products/haraz-sun-dried');
    const [, data] = /<script type="application\/ld\+json"[^>]*>([^]*?)<\/script>/.exec(text)!;
    expect(data).toMatch(
      /"priceSpecification":\{"@type":"UnitPriceSpecification","price":"[\d.]+","priceCurrency":"EUR","valueAddedTaxIncluded":true,"referenceQuantity":\{"@type":"QuantitativeValue","value":1,"unitCode":"KGM"\}/,
    );
  });
});

describe('a list', () => {
  test('goes on where it stopped, and none comes twice', async () => {
    const seen = new Set<string>();
    let path: string | undefined = '/categories/food-drink?sort=price_ascending';
    let pages = 0;
    while (path !== undefined && pages < 20) {
      const { response, text } = await open(path);
      expect(response.status).toBe(200);
      const handles = [...text.matchAll(/class="card"><a href="\/products\/([^"]+)"/g)];
      expect(handles.length).toBeGreaterThan(0);
      for (const [, handle] of handles) {
        expect(seen.has(handle!), handle).toBe(false);
        seen.add(handle!);
      }
      path = /<a class="button plain" href="([^"]+)" rel="next"/
        .exec(text)?.[1]
        ?.replaceAll('&amp;', '&');
      pages += 1;
    }
    expect(pages).toBeGreaterThan(1);
    expect(path).toBeUndefined();
  });

  test('keeps what is asked for as text, whatever it says', async () => {
    const wicked = `"><script>alert(1)</script></title>`;
    const { text } = await open(`/search?query=${encodeURIComponent(wicked)}&sort=%3Cb%3E`);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script>alert(1)&lt;/script>');
  });
});

test('a list that is narrowed by options stays so in another language, by the words of that one', async () => {
  interface Answer {
    readonly matches: number;
    readonly facets: {
      readonly options: readonly { name: string; values: { value: string; count: number }[] }[];
    };
  }
  const category = 'food-drink/coffee';
  const search = async (language: string, query: string) => {
    const reply = await fetch(`${shop.url}/v1/products/search?category=${category}&${query}`, {
      headers: { 'Accept-Language': language },
    });
    return (await reply.json()) as Answer;
  };
  const [english, german] = await Promise.all([search('en', 'limit=1'), search('de', 'limit=1')]);
  const called = ({ facets }: Answer) =>
    facets.options.flatMap(({ name, values }) => values.map(({ value }) => `${name}:${value}`));
  const words = called(english).filter((word) => !called(german).includes(word));
  expect(words.length).toBeGreaterThan(1);
  const [one, another] = words as [string, string];
  const asked = new URLSearchParams([
    ['option', one],
    ['option', another],
    ['sort', 'name'],
  ]).toString();
  const { text } = await open(`/categories/${category}?${asked}`);
  const [, link] = /<a href="([^"]+)" hreflang="de"/.exec(text)!;
  const { response } = await open(link!.replaceAll('&amp;', '&'));
  expect(response.status).toBe(303);
  const location = new URL(response.headers.get('location')!, shop.url);
  expect(location.pathname).toBe(`/de/categories/${category}`);
  expect(location.searchParams.get('sort')).toBe('name');
  const options = location.searchParams.getAll('option');
  expect(options).toHaveLength(2);
  for (const option of options) expect(called(german)).toContain(option);
  const shown = await open(`${location.pathname}${location.search}`);
  expect(shown.response.status).toBe(200);
  const counts = await Promise.all([
    search('en', `${asked}&limit=20`),
    search('de', `${location.search.slice(1)}&limit=20`),
  ]);
  expect(counts[1].matches).toBe(counts[0].matches);
  expect(counts[0].matches).toBeGreaterThan(0);
  // What is known in no language finds nothing, and leads nowhere.
  const unknown = await open(`/de/categories/${category}?option=Farbe:Unsichtbar`);
  expect(unknown.response.status).toBe(200);
});
