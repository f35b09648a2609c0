import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import { halves } from '../pictures/made-pictures.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

interface Kept {
  readonly sha256: string;
  readonly url: string;
}

let shop: JourneyShop;
let wide: Kept;
let small: Kept;
const handle = 'haraz-sun-dried';

beforeAll(async () => {
  shop = await openJourneyShop();
  const { staff } = shop;
  const upload = async (file: Promise<Buffer>) =>
    expectStatus(await staff.post<Kept>('/v1/admin/media', await file), 200);
  wide = await upload(halves(1_500, 1_000).jpeg().toBuffer());
  small = await upload(halves(200, 200).png().toBuffer());
  const { items } = expectStatus(
    await staff.get<{ items: { productId: string; handle: string }[] }>(
      `/v1/admin/products?handle=${handle}`,
    ),
    200,
  );
  const media = [
    { url: wide.url, altText: 'As the product says' },
    { url: small.url, altText: '' },
  ];
  expectStatus(await staff.patch(`/v1/admin/products/${items[0]!.productId}`, { media }), 200);
  await shop.settle();
  const alt = { de: 'Halb rot, halb blau' };
  const focal = { x: 81, y: 10 };
  expectStatus(await staff.patch(`/v1/admin/media/${wide.sha256}`, { alt, focal }), 200);
  await shop.settle();
});
afterAll(() => shop.close());

async function picturesOf(path: string): Promise<string[]> {
  const reply = await fetch(`${shop.url}${path}`, { headers: { accept: 'text/html' } });
  expect([path, reply.status]).toEqual([path, 200]);
  return [...(await reply.text()).matchAll(/<img[^>]*>/g)].map(([tag]) => tag);
}

const shown = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

describe('a picture that the shop keeps', () => {
  test('is offered in the sizes that it has, with the place that it needs', async () => {
    const [main, second] = await picturesOf(`/products/${handle}`);
    const address = `/media/${wide.sha256}`;
    expect(shown(main!, 'srcset')).toBe(
      [320, 640, 960, 1_280].map((one) => `${address}/${one}.webp ${one}w`).join(', ') +
        `, ${address}/1920.webp 1500w`,
    );
    expect(shown(main!, 'src')).toBe(`${address}/640.jpg`);
    // Half as wide again as the square that it covers.
    expect(shown(main!, 'sizes')).toBe(
      '(max-width: 56rem) 150vw, (max-width: 75rem) 76.5vw, 57.8rem',
    );
    expect([shown(main!, 'width'), shown(main!, 'height')]).toEqual(['1500', '1000']);
    expect(shown(main!, 'fetchpriority')).toBe('high');
    expect(main).not.toContain('loading=');
    // There is but one size of what is smaller than all.
    expect(shown(second!, 'src')).toBe(`/media/${small.sha256}/320.jpg`);
    expect([shown(second!, 'srcset'), shown(second!, 'loading')]).toEqual([undefined, 'lazy']);
    for (const offered of shown(main!, 'srcset')!.split(', ')) {
      const [path, width] = offered.split(' ');
      const reply = await fetch(`${shop.url}${path}`);
      const about = await sharp(Buffer.from(await reply.arrayBuffer())).metadata();
      expect([path, reply.status, `${about.width}w`]).toEqual([path, 200, width]);
    }
  });

  test('says what it shows in the language of the page', async () => {
    const [german] = await picturesOf(`/de/products/${handle}`);
    expect(shown(german!, 'alt')).toBe('Halb rot, halb blau');
    const [english] = await picturesOf(`/products/${handle}`);
    expect(shown(english!, 'alt')).toBe('As the product says');
  });

  test('is on cards, and in what is shared, as it needs to be there', async () => {
    const cards = await picturesOf('/categories/food-drink/coffee');
    const card = cards.find((tag) => tag.includes(wide.sha256))!;
    expect(shown(card, 'sizes')).toBe(
      '(max-width: 56rem) 69vw, (max-width: 70rem) 46.5vw, 26.3rem',
    );
    const page = await (await fetch(`${shop.url}/products/${handle}`)).text();
    expect(page).toContain(`/media/${wide.sha256}/1280.jpg"`);
  });

  test('shows where it is cut what has to be seen', async () => {
    const [main, second] = await picturesOf(`/products/${handle}`);
    expect([shown(main!, 'class'), shown(second!, 'class')]).toEqual(['fx-8 fy-1', undefined]);
    const cards = await picturesOf('/categories/food-drink/coffee');
    expect(
      shown(
        cards.find((tag) => tag.includes(wide.sha256))!,
        'class',
      ),
    ).toBe('fx-8 fy-1');
    const { style } = /<link rel="stylesheet" href="(?<style>[^"]*shop[^"]*)"/.exec(
      await (await fetch(`${shop.url}/`)).text(),
    )!.groups!;
    const css = await (await fetch(new URL(style!, shop.url))).text();
    expect(css).toMatch(/\.fx-8\{--fx:\s*80%\}/);
  });

  test('stays beside the line of a cart, whose address it is', async () => {
    const page = await (await fetch(`${shop.url}/products/${handle}`)).text();
    const form = /<form[^>]*id="buy"[^]*?<\/form>/.exec(page)![0];
    const fields = [...form.matchAll(/<input[^>]*>/g)].flatMap(([tag]): [string, string][] => {
      const name = shown(tag, 'name');
      return name === undefined || tag.includes('type="radio"')
        ? []
        : [[name, shown(tag, 'value')!]];
    });
    const bought = await fetch(new URL(shown(form, 'action')!, shop.url), {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin', origin: shop.url },
      body: new URLSearchParams(fields),
    });
    expect(bought.status).toBe(303);
    const cookie = bought.headers.getSetCookie().map((one) => one.split(';')[0]);
    const cart = await fetch(`${shop.url}/cart`, { headers: { cookie: cookie.join('; ') } });
    const [line] = [...(await cart.text()).matchAll(/<img[^>]*>/g)].map(([tag]) => tag);
    expect(shown(line!, 'srcset')).toContain(`/media/${wide.sha256}/320.webp 320w`);
    expect(shown(line!, 'sizes')).toBe('9rem');
  });

  test('is shown by scenes and as the logo, sharp and cut as it should be, if the shop keeps it', async () => {
    const { staff } = shop;
    const words = { en: { heading: 'Halves', text: '', linkLabel: '' } };
    const scene = (url: string) => ({
      scenes: [{ picture: { url, altText: 'Halves' }, link: null, product: null, words }],
    });
    const look = (url: string) => ({
      colours: { action: null, link: null, sale: null },
      logo: { url, altText: 'Sign', width: 300, height: 100 },
      favicon: null,
    });
    const put = (part: string, body: object) =>
      staff.put<{ code: string; detail: string }>(`/v1/admin/storefront/${part}`, body);
    const none = `/media/${'0'.repeat(64)}/10x10.png`;
    for (const url of [none, wide.url.replace('1500x', '1501x'), `/media/${wide.sha256}/x.png`]) {
      const refused = [await put('scenes', scene(url)), await put('look', look(url))];
      expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
        [422, 'picture_not_found'],
        [422, 'picture_not_found'],
      ]);
      expect(
        refused.map(({ text }) => /scenes\.0\.picture\.url|logo\.url/.exec(text)?.[0]),
      ).toEqual(['scenes.0.picture.url', 'logo.url']);
    }
    expectStatus(await put('scenes', scene(wide.url)), 200);
    expectStatus(await put('look', look(wide.url)), 200);
    await expect.poll(async () => (await picturesOf('/'))[1]).toContain('class="fx-8 fy-1"');
    const page = await (await fetch(`${shop.url}/`)).text();
    const [logo] = /<picture>[^]*?<\/picture>/.exec(page)!;
    expect(logo).toContain(`/media/${wide.sha256}/320.webp 320w`);
    expect(logo).toContain('sizes="120px"');
    expect(logo).toContain(`src="${wide.url}"`);
  });
});
