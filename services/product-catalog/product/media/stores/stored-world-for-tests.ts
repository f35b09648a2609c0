import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { MediaSettings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import { markPath } from '#platform/object-store/marked-store.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import type { BucketForTests } from '#platform/test-kit/s3-for-tests.ts';
import type { TestKontor } from '#platform/test-kit/testing.ts';
import type { Catalog } from '../../catalog-for-tests.ts';
import { mediaIn } from '../media-operations.ts';
import { takePicture } from '../receive-upload.ts';

export type Storing = ReturnType<typeof mediaIn>;

/** Pictures of the catalog, as a process keeps them that is set so. */
export function storing(shop: TestKontor, media: MediaSettings): Storing {
  const database = shop.database('product');
  const context = { database, log: openLogger('silent'), settings: { media } };
  return mediaIn(context as unknown as ServiceContext<'product'>);
}

export interface World extends Catalog {
  readonly bucket: BucketForTests;
  readonly folder: string;
  readonly keepsIn: (store: MediaSettings['store']) => Storing;
}

export type WorldNow = () => World;

export const staffOf = ({ shop }: World) =>
  shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });

/** Bytes of a picture that nobody sent before, wide enough for two sizes. */
export async function drawn() {
  const [r, g, b] = createHash('sha256').update(randomUUID()).digest();
  const background = { r: r!, g: g!, b: b! };
  const file = await sharp({ create: { width: 400, height: 20, channels: 3, background } })
    .png()
    .toBuffer();
  return { file, digest: createHash('sha256').update(file).digest('hex') };
}

export async function sent(world: World, store: MediaSettings['store']) {
  const { file, digest } = await drawn();
  const { keeping } = world.keepsIn(store);
  const kept = must(await takePicture(keeping, staffOf(world), digest, file), 'kept');
  // Its sizes are made meanwhile, and kept where the shop itself keeps them.
  await world.shop.settle();
  return kept;
}

/** As the gateway reads it, from the process that keeps new ones in the database. */
export async function seen({ client, shop }: World, url: string) {
  const [, , sha256, file] = url.split('/');
  return client.getMediaPart({ sha256: sha256!, file: file!, offset: 0 }, shop.invocation());
}

export const placesOf = ({ shop }: World, sha256: string) =>
  shop.database('product').query<{ name: string; place: string }>(sql`
    select name, 'database' as place from media_body where sha256 = ${sha256}
    union all select name, store from media_file where sha256 = ${sha256} order by name`);

export const leftovers = async ({ shop }: World) =>
  (
    await shop
      .database('product')
      .query<{ path: string }>(sql`select path from media_leftover order by path`)
  ).map(({ path }) => path);

/** What waits to be removed is removed now, as the story does it once its time has come. */
export async function removeAll(world: World): Promise<void> {
  const [, removal] = world.keepsIn('s3').stories;
  const { actor, channel, locale } = world.shop.invocation();
  for (const path of await leftovers(world))
    await removal!.advance(path, systemInvocation(actor, { channel, locale }));
}

/** Files of pictures in the bucket, beside what says whose they are. */
export const filesIn = ({ bucket }: World, of = '') =>
  [...bucket.objects.keys()].filter((key) => key !== markPath && key.includes(of));

export const missingNow = async ({ shop }: World) =>
  (await shop.kontor.opened('product').gauges!())['kontor.pictures.missing'];

export const away = { failure: { code: 'picture_store_unavailable' } };

/** Everything, as the command asks for it. */
export async function moveAll(world: World, to: MediaSettings['store']) {
  const { moveMedia } = world.keepsIn(to).operations;
  const sum = { moved: 0, missing: 0, failed: 0 };
  for (let cursor: string | null | undefined; cursor !== null;) {
    const told = must(await moveMedia(cursor ? { cursor } : {}, staffOf(world)), 'moved');
    sum.moved += told.moved;
    sum.missing += told.missing;
    sum.failed += told.failed;
    cursor = told.nextCursor;
  }
  return sum;
}
