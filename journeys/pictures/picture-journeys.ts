import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { OutputOf } from '#platform/calls/service.ts';
import { expectStatus, type ApiClient } from '../people/api-client.ts';
import { runCommand } from '../run-command.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { bomb, fromTelephone, halves, noiseOf, wildSvg } from './made-pictures.ts';

type MediaObject = OutputOf<'product', 'getMedia'>;
type Refusal = { code: string; details?: unknown };

const partBytes = 524_288;
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const upload = (staff: ApiClient, file: Buffer | string, headers: Record<string, string> = {}) =>
  staff.post<MediaObject & Refusal>('/v1/admin/media', Buffer.from(file), { headers });

type ShopNow = () => JourneyShop;

/** Pictures from whoever has them to whoever sees them. */
export function pictureJourneys(shopNow: ShopNow): void {
  describe('pictures', () => {
    keptUpright(shopNow);
    madeInSizes(shopNow);
    refusedWhereNone(shopNow);
    drawnOnly(shopNow);
    sentInParts(shopNow);
    keptWhileShown(shopNow);
    fetchedFromOutside(shopNow);
  });
}

async function read(shopNow: ShopNow, path: string) {
  const reply = await fetch(`${shopNow().url}${path}`);
  return { reply, bytes: Buffer.from(await reply.arrayBuffer()) };
}

function keptUpright(shopNow: ShopNow): void {
  test('are kept upright, without place and person, and the same file is the same picture', async () => {
    const { staff } = shopNow();
    const file = await fromTelephone(900, 600);
    expect(file.includes('Ada Sievers')).toBe(true);
    const kept = expectStatus(await upload(staff, file), 200);
    expect(kept).toMatchObject({ width: 600, height: 900, contentType: 'image/jpeg', alt: {} });
    expect(kept.url).toBe(`/media/${kept.sha256}/600x900.jpg`);
    expect(kept.widths).toEqual([320, 640]);
    expect(expectStatus(await upload(staff, file), 200)).toEqual(kept);

    const { reply, bytes } = await read(shopNow, kept.url);
    expect(reply.status).toBe(200);
    expect(sha256Of(bytes)).toBe(kept.sha256);
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(reply.headers.get('content-security-policy')).toContain('sandbox');
    expect(bytes.includes('Ada Sievers')).toBe(false);
    const about = await sharp(bytes).metadata();
    expect([about.exif, about.xmp, about.iptc, about.orientation]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    // What was at the left is at the top once it is turned by a quarter.
    const pixel = await sharp(bytes)
      .extract({ left: 300, top: 20, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(pixel[0]).toBeGreaterThan(200);
    expect(pixel[2]).toBeLessThan(60);
  });
}

function madeInSizes(shopNow: ShopNow): void {
  test('come in sizes that are made once, never larger than they are, and no others', async () => {
    const { staff } = shopNow();
    const file = await halves(1_000, 500, 7).png().toBuffer();
    const { sha256, url } = expectStatus(await upload(staff, file), 200);
    const sized = async (name: string) => {
      const { reply, bytes } = await read(shopNow, `/media/${sha256}/${name}`);
      expect([name, reply.status]).toEqual([name, 200]);
      const { format, width } = await sharp(bytes).metadata();
      return [reply.headers.get('content-type'), format, width];
    };
    expect(await sized('320.webp')).toEqual(['image/webp', 'webp', 320]);
    expect(await sized('640.jpg')).toEqual(['image/jpeg', 'jpeg', 640]);
    expect(await sized('320.avif')).toEqual(['image/avif', 'heif', 320]);
    expect(await sized('1920.webp')).toEqual(['image/webp', 'webp', 1_000]);
    const many = await Promise.all(
      Array.from({ length: 12 }, () => read(shopNow, `/media/${sha256}/960.webp`)),
    );
    expect(new Set(many.map(({ bytes }) => sha256Of(bytes))).size).toBe(1);
    for (const none of [
      `/media/${sha256}/321.webp`,
      `/media/${sha256}/640.png`,
      `/media/${sha256}/1x1.png`,
      `/media/${sha256.replace(/^./, (one) => (one === 'a' ? 'b' : 'a'))}/640.webp`,
      `${url}.webp`,
    ]) {
      const { reply } = await read(shopNow, none);
      expect([none, reply.status, reply.headers.get('cache-control')]).toEqual([
        none,
        404,
        'no-store',
      ]);
    }
  });
}

function refusedWhereNone(shopNow: ShopNow): void {
  test('are what their bytes say, and what is none or a trap is refused', async () => {
    const { staff } = shopNow();
    const refused = async (bytes: Buffer | string, headers = {}) => {
      const { status, body } = await upload(staff, bytes, headers);
      return [status, body.code];
    };
    const png = await halves(40, 40, 9).png().toBuffer();
    expect(await refused('<html><script>alert(1)</script></html>')).toEqual([
      422,
      'picture_type_unsupported',
    ]);
    expect(await refused('%PDF-1.7', { 'content-type': 'image/png' })).toEqual([
      422,
      'picture_type_unsupported',
    ]);
    expect(await refused(png.subarray(0, 70))).toEqual([422, 'picture_unreadable']);
    expect(await refused(await bomb(30_000, 30_000))).toEqual([422, 'picture_too_large']);
    expect(await refused(await bomb(16_384, 3))).toEqual([422, 'picture_too_large']);
    expect(await refused('')).toEqual([422, 'picture_missing']);
    expect(await refused(Buffer.alloc(10_485_761))).toEqual([413, 'body_too_large']);
    const digest = (bytes: Buffer) =>
      `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
    expect(await refused(png, { 'content-digest': digest(Buffer.from('x')) })).toEqual([
      422,
      'digest_mismatch',
    ]);
    const right = await upload(staff, png, {
      'content-digest': digest(png),
      'content-type': 'text/html',
    });
    expect(expectStatus(right, 200).contentType).toBe('image/png');
  });
}

function drawnOnly(shopNow: ShopNow): void {
  test('that are drawn of lines do nothing but draw', async () => {
    const { staff } = shopNow();
    const kept = expectStatus(await upload(staff, wildSvg), 200);
    expect(kept).toMatchObject({
      contentType: 'image/svg+xml',
      width: 40,
      height: 20,
      widths: [],
    });
    const { bytes } = await read(shopNow, kept.url);
    const text = bytes.toString();
    expect(text).toMatch(/^<svg [^>]*viewBox="0 0 40 20"/);
    expect(text).toContain('fill="url(#sky)"');
    expect(text).toContain('href="#sky"');
    expect(text).toContain('stop-color:#fff');
    expect(text).not.toMatch(
      /script|alert|evil|\son\w+=|foreignObject|iframe|animate|<set|<image|import|DOCTYPE/i,
    );
    const sized = await read(shopNow, `/media/${kept.sha256}/640.webp`);
    expect(sized.reply.status).toBe(404);
  });
}

function sentInParts(shopNow: ShopNow): void {
  test('that are large come in parts, which go on where they broke off', async () => {
    const { staff } = shopNow();
    const noise = noiseOf(700 * 700 * 3);
    const file = await sharp(noise, { raw: { width: 700, height: 700, channels: 3 } })
      .png()
      .toBuffer();
    expect(file.length).toBeGreaterThan(partBytes);
    const sha256 = sha256Of(file);
    const uploads = '/v1/admin/media/uploads';
    const begin = () =>
      staff.post<{ received: number; media: MediaObject | null }>(uploads, {
        sha256,
        bytes: file.length,
      });
    const put = (offset: number, part: Buffer) =>
      staff.put<Refusal>(`${uploads}/${sha256}/parts/${offset}`, part);
    const finish = () => staff.post<MediaObject & Refusal>(`${uploads}/${sha256}/finish`, {});
    expect((await put(0, file.subarray(0, partBytes))).status).toBe(404);
    expect(expectStatus(await begin(), 200)).toMatchObject({ received: 0, media: null });
    expect((await put(0, file.subarray(0, 1_000))).body.code).toBe('part_misplaced');
    expect(expectStatus(await put(0, file.subarray(0, partBytes)), 200)).toMatchObject({
      received: partBytes,
    });
    expect((await finish()).body.code).toBe('upload_incomplete');
    expect(expectStatus(await begin(), 200)).toMatchObject({ received: partBytes });
    for (let at = partBytes; at < file.length; at += partBytes) {
      expectStatus(await put(at, file.subarray(at, at + partBytes)), 200);
    }
    const kept = expectStatus(await finish(), 200);
    expect(kept).toMatchObject({ width: 700, height: 700 });
    expect(expectStatus(await begin(), 200).media).toEqual(kept);
    // More than a part goes out as a whole as well.
    const { bytes } = await read(shopNow, kept.url);
    expect(sha256Of(bytes)).toBe(kept.sha256);
    expect(bytes.length).toBeGreaterThan(partBytes);

    const spoilt = Buffer.from(file.subarray(0, 900));
    const other = { sha256: sha256Of(Buffer.from('other')), bytes: spoilt.length };
    expectStatus(await staff.post(uploads, other), 200);
    expectStatus(await staff.put(`${uploads}/${other.sha256}/parts/0`, spoilt), 200);
    const wrong = await staff.post<Refusal>(`${uploads}/${other.sha256}/finish`, {});
    expect([wrong.status, wrong.body.code]).toEqual([422, 'digest_mismatch']);
  });
}

function keptWhileShown(shopNow: ShopNow): void {
  test('stay as long as something shows them, and staff delete what nothing does', async () => {
    const { staff } = shopNow();
    const first = expectStatus(await upload(staff, await halves(30, 20, 1).png().toBuffer()), 200);
    const other = expectStatus(await upload(staff, await halves(30, 20, 2).png().toBuffer()), 200);
    const alt = { en: 'Red and blue', de: 'Rot und Blau' };
    const path = `/v1/admin/media/${first.sha256}`;
    const described = expectStatus(
      await staff.patch<MediaObject>(path, { alt, focal: { x: 20, y: 50 } }),
      200,
    );
    expect(described).toMatchObject({ alt, focal: { x: 20, y: 50 }, version: 2, products: 0 });
    const german = await staff.patch<MediaObject>(path, { alt: { en: null } });
    expect(expectStatus(german, 200)).toMatchObject({
      alt: { de: alt.de },
      focal: { x: 20, y: 50 },
    });

    expect(expectStatus(await staff.get<MediaObject>(path), 200)).toMatchObject({ version: 3 });

    const made = await staff.post<{ productId: string }>('/v1/admin/products', {
      handle: `shown-${first.sha256.slice(0, 8)}`,
      title: 'Shown',
      media: [{ url: first.url, altText: '' }],
    });
    const { productId } = expectStatus(made, 201);
    const unused = async () =>
      expectStatus(
        await staff.get<{ items: MediaObject[] }>('/v1/admin/media?used=no&limit=100'),
        200,
      ).items.map(({ sha256 }) => sha256);
    expect(await unused()).toContain(other.sha256);
    expect(await unused()).not.toContain(first.sha256);
    const inUse = await staff.send<Refusal>('DELETE', path, {});
    expect([inUse.status, inUse.body.code]).toEqual([409, 'media_in_use']);
    expect((await staff.send('DELETE', `/v1/admin/media/${other.sha256}`, {})).status).toBe(204);
    expect((await read(shopNow, other.url)).reply.status).toBe(404);
    expectStatus(await staff.patch(`/v1/admin/products/${productId}`, { media: [] }), 200);
    expect((await staff.send('DELETE', path, {})).status).toBe(204);
    expect((await staff.get(path)).status).toBe(404);
  });
}

function fetchedFromOutside(shopNow: ShopNow): void {
  test('are fetched from outside alone, and a file whose pictures are not to be had goes in', async () => {
    const { staff, url } = shopNow();
    for (const inside of [
      `${url}/media/demo/haraz-sun-dried.svg`,
      'http://169.254.169.254/',
      'http://[::1]/',
    ]) {
      const refused = await staff.post<Refusal>('/v1/admin/media/fetch', { url: inside });
      expect([inside, refused.status, refused.body.code]).toEqual([inside, 422, 'address_refused']);
    }
    const folder = await mkdtemp(join(tmpdir(), 'kontor-pictures-'));
    const file = join(folder, 'file.csv');
    const picture = `${url}/media/demo/haraz-sun-dried.svg`;
    const rows = [
      'Handle,Title,Variant SKU,Variant Price,Image Src,Image Alt Text',
      `pictured,Pictured,PICTURED-1,9.00,${picture},A jug`,
      `pictured-too,Pictured too,PICTURED-2,9.00,${picture},A jug`,
    ];
    await writeFile(file, rows.join('\n'));
    const report = join(folder, 'report.csv');
    const words = ['import', 'products', file, '--pictures', '--report', report];
    const imported = await runCommand([...words, '--url', url, '--key', staff.token!]);
    expect(imported.output).toContain('2 products created');
    expect(imported.output).toContain('its address stays as the file has it');
    expect((await readFile(report, 'utf8')).match(/picture_not_fetched/g)).toHaveLength(2);
    const shown = await staff.get<{ media: object[] }>('/v1/products/pictured');
    expect(expectStatus(shown, 200).media).toEqual([{ url: picture, altText: 'A jug' }]);
    await rm(folder, { recursive: true, force: true });
  });
}
