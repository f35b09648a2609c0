import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { markPath } from '#platform/object-store/marked-store.ts';
import { StoreUnavailable } from '#platform/object-store/object-store.ts';
import { harmCases } from './harm-cases-for-tests.ts';
import {
  away,
  filesIn,
  leftovers,
  missingNow,
  moveAll,
  placesOf,
  removeAll,
  seen,
  sent,
  staffOf,
  storing,
  type WorldNow,
} from './stored-world-for-tests.ts';

/** Another place for pictures than the database. */
export function storeCases(worldNow: WorldNow): void {
  afterEach(() => {
    armFailpoints(undefined);
    letGo();
  });
  describe('in a bucket', () => {
    keptOutside(worldNow);
    neverARowWithoutFile(worldNow);
    missed(worldNow);
    unreachable(worldNow);
  });
  describe('a move', () => {
    moved(worldNow);
  });
  harmCases(worldNow);
}

function keptOutside(worldNow: WorldNow): void {
  test('pictures and their sizes are read at the same addresses, and go with their picture', async () => {
    const world = worldNow();
    const { client, keepsIn } = world;
    const kept = await sent(world, 's3');
    const sizes = keepsIn('s3').stories[0]!;
    const { actor, channel, locale } = world.shop.invocation();
    await sizes.advance(kept.sha256, systemInvocation(actor, { channel, locale }));
    const places = await placesOf(world, kept.sha256);
    expect(places.map(({ name }) => name)).toEqual(['320.webp', '400x20.png', '640.webp']);
    expect(places.at(1)).toMatchObject({ place: 's3' });
    const original = must(await seen(world, kept.url), 'read');
    const bytes = Buffer.from(original.partBase64, 'base64');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept.sha256);
    expect(original).toMatchObject({ contentType: 'image/png', bytes: kept.bytes });
    const small = must(await seen(world, `/media/${kept.sha256}/320.jpg`), 'made');
    expect(small.contentType).toBe('image/jpeg');
    expect(await leftovers(world)).toEqual([]);

    const own = () => filesIn(world, kept.sha256);
    expect(own().length).toBeGreaterThan(0);
    const stale = { sha256: kept.sha256, expectedVersion: kept.version + 1 };
    expect(await client.deleteMedia(stale, staffOf(world))).toMatchObject({
      failure: { code: 'version_conflict' },
    });
    must(await client.deleteMedia({ sha256: kept.sha256 }, staffOf(world)), 'deleted');
    // Who has just been told where it lies reads it still.
    expect(own()).toEqual(await leftovers(world));
    await removeAll(world);
    expect([own(), await leftovers(world)]).toEqual([[], []]);
  });
}

function neverARowWithoutFile(worldNow: WorldNow): void {
  test('what was written when a process died is removed, and never was a picture', async () => {
    const world = worldNow();
    await world.keepsIn('s3').keeping.store.of('s3').prepare();
    const before = filesIn(world).length;
    for (const [place, more] of [
      ['store:s3.write:before', 0],
      ['store:s3.write:after', 1],
      ['commit:product.keep_picture:before', 1],
    ] as const) {
      armFailpoints(`${place}=throw`);
      await expect(sent(world, 's3'), place).rejects.toThrow(place);
      armFailpoints(undefined);
      expect(filesIn(world).length - before, place).toBe(more);
      expect(await leftovers(world), place).toHaveLength(1);
      await removeAll(world);
      expect(filesIn(world).length - before, place).toBe(0);
    }
  });

  test('what took too long is not kept once its file is being removed', async () => {
    const world = worldNow();
    const place = 'store:s3.write:after';
    armFailpoints(`${place}=hold`);
    const slow = sent(world, 's3').then(
      () => 'kept',
      (error: unknown) => error,
    );
    await expect.poll(() => isHeld(place), { timeout: 60_000 }).toBe(true);
    const before = filesIn(world).length;
    await removeAll(world);
    expect(filesIn(world)).toHaveLength(before - 1);
    letGo(place);
    expect(await slow).toBeInstanceOf(StoreUnavailable);
    const rows = await world.shop
      .database('product')
      .query<{ path: string }>(sql`select path from media_file where store = 's3'`);
    const lost = rows.filter(({ path }) => !world.bucket.objects.has(path));
    expect(lost).toEqual([]);
  });
}

function missed(worldNow: WorldNow): void {
  test('a picture without its file is told to operators, and is there again with it', async () => {
    const world = worldNow();
    const { bucket } = world;
    const kept = await sent(world, 's3');
    const key = filesIn(world, kept.sha256)[0]!;
    const bytes = bucket.objects.get(key)!;
    bucket.objects.delete(key);
    expect(await seen(world, kept.url)).toMatchObject({
      failure: { code: 'picture_unavailable' },
    });
    expect(await missingNow(world)).toBe(1);
    bucket.objects.set(key, bytes);
    must(await seen(world, kept.url), 'there again');
    expect(await missingNow(world)).toBe(0);
  });

  test('a size without its file is made again', async () => {
    const world = worldNow();
    const { bucket, keepsIn, shop } = world;
    const { sha256 } = await sent(world, 's3');
    const part = { sha256, file: '320.avif', offset: 0 };
    const read = keepsIn('s3').operations.getMediaPart;
    must(await read(part, shop.invocation()), 'made');
    const isIt = (one: string) => one.includes(sha256) && one.endsWith('320.avif');
    bucket.objects.delete([...bucket.objects.keys()].find(isIt)!);
    must(await read(part, shop.invocation()), 'made again');
    expect([...bucket.objects.keys()].filter(isIt)).toHaveLength(1);
    expect(await missingNow(world)).toBe(0);
  });
}

function unreachable(worldNow: WorldNow): void {
  test('a bucket that is away, or lets nobody in, takes nothing and loses nothing', async () => {
    const world = worldNow();
    const { bucket, folder, shop } = world;
    const kept = await sent(world, 's3');
    bucket.isDown = true;
    expect(await seen(world, kept.url)).toMatchObject(away);
    await expect(sent(world, 's3')).rejects.toThrow('answers 503 SlowDown');
    bucket.isDown = false;
    must(await seen(world, kept.url), 'back');
    const wrong = { ...bucket.settings, secret: 'of somebody else' };
    const stranger = storing(shop, { store: 's3', s3: wrong });
    await expect(sent({ ...world, keepsIn: () => stranger }, 's3')).rejects.toThrow(
      'answers 403 SignatureDoesNotMatch',
    );
    const unmounted = storing(shop, { store: 'folder', folder: `${folder}-not-there` });
    await expect(sent({ ...world, keepsIn: () => unmounted }, 'folder')).rejects.toThrow(
      'is not there; make it, or mount it',
    );
    await removeAll(world);
  });
}

function moved(worldNow: WorldNow): void {
  test('leads through all stores and back; addresses and bytes stay', async () => {
    const world = worldNow();
    const kept = await sent(world, 'database');
    const before = must(await seen(world, kept.url), 'read');
    for (const place of ['s3', 'folder', 'database'] as const) {
      const { moved: files } = await moveAll(world, place);
      expect(files, place).toBeGreaterThan(0);
      const places = await placesOf(world, kept.sha256);
      expect(new Set(places.map((one) => one.place)), place).toEqual(new Set([place]));
      expect(must(await seen(world, kept.url), place)).toEqual(before);
      expect(await moveAll(world, place), place).toEqual({ moved: 0, missing: 0, failed: 0 });
      await removeAll(world);
      expect(must(await seen(world, kept.url), place)).toEqual(before);
    }
    // What says whose they are stays.
    expect(filesIn(world)).toEqual([]);
    expect([...world.bucket.objects.keys()]).toEqual([markPath]);
    const left = await readdir(world.folder, { recursive: true, withFileTypes: true });
    expect(left.filter((one) => one.isFile()).map(({ name }) => name)).toEqual([markPath]);
  });

  test('that was stopped or is made twice at once leaves each file in one place', async () => {
    const world = worldNow();
    const all = [await sent(world, 'database'), await sent(world, 'database')];
    armFailpoints('commit:product.move_media_file:before=throw@2');
    await expect(moveAll(world, 's3')).rejects.toThrow('move_media_file');
    armFailpoints(undefined);
    for (const { url } of all) must(await seen(world, url), 'while it is under way');
    await Promise.all([moveAll(world, 's3'), moveAll(world, 's3')]);
    for (const { sha256, url } of all) {
      const names = (await placesOf(world, sha256)).map(({ name, place }) => `${place} ${name}`);
      expect(new Set(names).size, String(names)).toBe(names.length);
      expect(names).toContain('s3 400x20.png');
      expect(names).not.toContain('database 400x20.png');
      must(await seen(world, url), 'moved');
    }
    await removeAll(world);
    for (const { url } of all) must(await seen(world, url), 'and what was left is removed');
  });
}
