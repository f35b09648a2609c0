import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { adminPagesOf } from './admin-pages.ts';
import { pagesOf, type KindOfPage, type SeenShop } from './every-page.ts';
import { writeIndex } from './write-index.ts';

export interface PictureOrder {
  readonly shop: SeenShop;
  readonly browser: Browser;
  /** Where the pictures go. */
  readonly folder: string;
  /** Whose pages; both unless told. */
  readonly of?: 'shop' | 'admin' | undefined;
  /** Only pages whose name begins so. */
  readonly only?: string | undefined;
  readonly say: (line: string) => void;
}

/** Widths and heights of the devices, in CSS pixels. */
const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1_280, height: 900 } },
} as const;

/** Longer pages are cut off here, in CSS pixels: nobody looks at a picture that is longer. */
const longest = 4_000;

/** Of 100: text stays sharp, and a picture of a page takes some 30 kB. */
const quality = 55;

const schemes = ['light', 'dark'] as const;

/** The pictures that there are of a page, and what each shows besides. */
function picturesOf(name: string): { readonly file: string; readonly words: string }[] {
  return Object.keys(devices).flatMap((device) =>
    schemes.map((scheme) => ({
      file: fileOf(name, device, scheme),
      words: `${device}, ${scheme}`,
    })),
  );
}

function fileOf(name: string, device: string, scheme: string): string {
  return `${name}-${device}-${scheme}.webp`;
}

/** A picture of every page on every device, light and dark, named `product-phone-dark.webp`. */
export async function takePictures(order: PictureOrder): Promise<void> {
  await mkdir(order.folder, { recursive: true });
  const { shop, only, of } = order;
  const kinds = [
    ...(of === 'admin' ? [] : pagesOf(shop, only)),
    ...(of === 'shop' ? [] : adminPagesOf(shop, only)),
  ];
  for (const kind of kinds)
    for (const device of Object.keys(devices) as (keyof typeof devices)[])
      await takeOne(order, kind, device);
  const all = [...pagesOf(shop), ...adminPagesOf(shop)];
  await writeIndex(
    order.folder,
    all.map(({ name }) => ({ name, pictures: picturesOf(name) })),
  );
}

async function takeOne(
  { shop, browser, folder, say }: PictureOrder,
  kind: KindOfPage,
  device: keyof typeof devices,
): Promise<void> {
  const context = await browser.newContext({ ...devices[device], reducedMotion: 'reduce' });
  try {
    // A stream that goes on keeps a page from coming to rest.
    await context.addInitScript(
      `if (location.protocol !== 'about:') localStorage.setItem('kontor-live', 'off')`,
    );
    const page = await context.newPage();
    await kind.open(page, shop);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const file = fileOf(kind.name, device, colorScheme);
      await writeFile(join(folder, file), await takePicture(page));
      say(file);
    }
  } finally {
    await context.close();
  }
}

/** The whole page, as WebP, which Playwright does not write. */
async function takePicture(page: Page): Promise<Buffer> {
  await page.waitForLoadState('networkidle');
  // Frames of other origins are drawn in sight alone.
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const { width } = page.viewportSize()!;
  await page.setViewportSize({ width, height: Math.min(height, longest) });
  // Pictures further down load when they come into sight.
  await page.evaluate(
    `(async () => {
      for (const image of document.images) image.loading = 'eager';
      await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
      await document.fonts.ready;
    })()`,
  );
  await page.waitForLoadState('networkidle');
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
  await session.detach();
  return Buffer.from(data, 'base64');
}
