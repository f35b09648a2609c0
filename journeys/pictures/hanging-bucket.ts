import sharp from 'sharp';
import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Opened {
  readonly shop: JourneyShop;
  readonly bucket: { hangs?: boolean };
}

/** More than it takes for a gateway to leave a service alone that does not answer. */
const manyAtOnce = 20;

/** Pictures are away with their bucket, and nothing else is. */
export function hangingBucket(opened: () => Opened): void {
  test('a bucket that hangs takes its pictures away and not the catalog', async () => {
    const { shop, bucket } = opened();
    const colour = { r: 9, g: 99, b: 199 };
    const create = { width: 30, height: 20, channels: 3, background: colour } as const;
    const file = await sharp({ create }).png().toBuffer();
    const sent = await shop.staff.post<{ url: string }>('/v1/admin/media', file);
    const address = `${shop.url}${expectStatus(sent, 200).url}`;
    bucket.hangs = true;
    try {
      const replies = await Promise.all(
        Array.from({ length: manyAtOnce }, async () => {
          const reply = await fetch(address);
          const { code } = (await reply.json()) as { code: string };
          return [reply.status, code, Number(reply.headers.get('retry-after')) > 0];
        }),
      );
      expect(replies).toEqual(replies.map(() => [503, 'picture_store_unavailable', true]));
      for (let look = 0; look < 3; look += 1)
        expectStatus(await shop.staff.get('/v1/products?limit=1'), 200);
    } finally {
      bucket.hangs = false;
    }
    const shown = async () => {
      const reply = await fetch(address);
      await reply.arrayBuffer();
      return reply.status;
    };
    await expect.poll(shown, { timeout: 60_000, interval: 250 }).toBe(200);
  });
}
