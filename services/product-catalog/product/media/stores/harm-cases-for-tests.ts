import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { markPath } from '#platform/object-store/marked-store.ts';
import { FileUnavailable } from '#platform/object-store/object-store.ts';
import { takePicture } from '../receive-upload.ts';
import {
  away,
  drawn,
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
  type World,
  type WorldNow,
} from './stored-world-for-tests.ts';

/** What goes wrong with a store is neither the shop's end nor its pictures'. */
export function harmCases(worldNow: WorldNow): void {
  describe('a store that', () => {
    afterEach(() => {
      Object.assign(worldNow().bucket, { hangs: false, isDown: false, mayList: true });
      worldNow().bucket.broken.clear();
    });
    hangs(worldNow);
    isNotTheShops(worldNow);
    tellsNothing(worldNow);
    hasOneBadFile(worldNow);
    lostAPicture(worldNow);
    staysAway(worldNow);
    isUnknownToOlderOnes(worldNow);
  });
}

/** Queries are given 3 s before a service counts as hung. */
const patienceMs = 3_000;

function hangs(worldNow: WorldNow): void {
  test('hangs is said of its pictures before the service counts as hung, and is left alone', async () => {
    const world = worldNow();
    const { bucket, client, keepsIn, shop } = world;
    const kept = await sent(world, 's3');
    bucket.hangs = true;
    const asked = Array.from({ length: 100 }, () => seen(world, kept.url));
    // All else of the service goes on meanwhile.
    must(await client.listMedia({ limit: 1 }, staffOf(world)), 'listed');
    for (const one of await Promise.all(asked)) expect(one).toMatchObject(away);
    // So many may hang at once, and those who came in their place; the others were never sent.
    expect(bucket.hanging).toBeLessThanOrEqual(64);
    const stores = keepsIn('s3').keeping.store;
    const error = await stores.of('s3').read('any').then(String, String);
    const [, withinMs] = /did not answer within (\d+) ms/.exec(error)!;
    expect(Number(withinMs)).toBeLessThan(patienceMs - 500);
    expect(await missingNow(world)).toBe(0);
    const gauges = await shop.kontor.opened('product').gauges!();
    expect(gauges['kontor.pictures.stores_away']).toBe(1);
    bucket.hangs = false;
    await expect.poll(async () => (await seen(world, kept.url)).ok, { timeout: 60_000 }).toBe(true);
    const after = await shop.kontor.opened('product').gauges!();
    expect(after['kontor.pictures.stores_away']).toBe(0);
  });
}

function isNotTheShops(worldNow: WorldNow): void {
  test('is not mounted, or another shop’s, is not taken for empty', async () => {
    const world = worldNow();
    const { folder, shop } = world;
    const kept = await sent(world, 'folder');
    // Its sizes were made where the shop itself keeps them.
    const isKeptThere = async () => {
      const places = await placesOf(world, kept.sha256);
      return places.some(({ name, place }) => place === 'folder' && name === '400x20.png');
    };
    const other = await sent(world, 'folder');
    must(await world.client.deleteMedia({ sha256: other.sha256 }, staffOf(world)), 'deleted');
    const waiting = await leftovers(world);
    expect(waiting).toHaveLength(1);

    const aside = `${folder}-aside`;
    await rename(folder, aside);
    await mkdir(folder);
    const refuses = async (how: string) => {
      expect(await seen(world, kept.url), how).toMatchObject(away);
      await expect(removeAll(world), how).rejects.toThrow(markPath);
      await expect(sent(world, 'folder'), how).rejects.toThrow(markPath);
      const moved = await moveAll(world, 's3');
      expect(moved.failed, how).toBeGreaterThan(0);
      const { keeping } = world.keepsIn('folder');
      await expect(keeping.store.of('folder').write('a/b', Buffer.from('b'))).rejects.toThrow(
        markPath,
      );
      expect([await isKeptThere(), await missingNow(world)], how).toEqual([true, 0]);
      expect(await leftovers(world), how).toEqual(expect.arrayContaining(waiting));
    };
    await refuses('empty');
    await writeFile(join(folder, markPath), 'ae2d6b4e-6cf5-4c5e-8d0e-6b8f6b0c1a11\n');
    await refuses('of another shop');
    await rm(folder, { recursive: true });
    await rename(aside, folder);
    must(await seen(world, kept.url), 'mounted again');
    await removeAll(world);
    expect(await leftovers(world)).toEqual([]);

    const anew = `${folder}-anew`;
    await mkdir(anew);
    const elsewhere = storing(shop, { store: 'folder', folder: anew });
    await expect(elsewhere.keeping.store.of('folder').prepare()).rejects.toThrow(markPath);
    const mark = await readFile(join(folder, markPath));
    await writeFile(join(anew, markPath), mark);
    await elsewhere.keeping.store.of('folder').prepare();
    await rm(anew, { recursive: true });
  });
}

function tellsNothing(worldNow: WorldNow): void {
  test('may not say what is there has lost nothing for that, and operators are told what to allow', async () => {
    const world = worldNow();
    const { bucket, keepsIn } = world;
    const [kept, other] = [await sent(world, 's3'), await sent(world, 's3')];
    const places = await placesOf(world, kept.sha256);
    const [path] = filesIn(world, kept.sha256);
    const bytes = bucket.objects.get(path!)!;
    bucket.objects.delete(path!);
    bucket.mayList = false;
    expect(await seen(world, kept.url)).toMatchObject({ failure: { code: 'picture_unavailable' } });
    must(await seen(world, other.url), 'others are shown');
    const reading = keepsIn('s3').keeping.store.of('s3').read(path!);
    await expect(reading).rejects.toThrow(FileUnavailable);
    await expect(reading).rejects.toThrow('s3:ListBucket');
    expect([await placesOf(world, kept.sha256), await missingNow(world)]).toEqual([places, 0]);
    bucket.mayList = true;
    bucket.objects.set(path!, bytes);
    must(await seen(world, kept.url), 'there again');
  });
}

function hasOneBadFile(worldNow: WorldNow): void {
  test('has one bad file keeps that one alone, and a later move brings it', async () => {
    const world = worldNow();
    const { bucket } = world;
    await moveAll(world, 's3');
    const [bad, good] = [await sent(world, 's3'), await sent(world, 's3')];
    await moveAll(world, 's3');
    const [path] = filesIn(world, bad.sha256).filter((key) => key.endsWith(bad.url.slice(72)));
    bucket.broken.add(path!);
    const placeOf = async ({ sha256 }: { sha256: string }) =>
      (await placesOf(world, sha256)).find(({ name }) => name === '400x20.png')?.place;
    expect(await moveAll(world, 'folder')).toMatchObject({ failed: 1, missing: 0 });
    expect([await placeOf(bad), await placeOf(good)]).toEqual(['s3', 'folder']);
    bucket.broken.clear();
    expect(await moveAll(world, 'folder')).toEqual({ moved: 1, missing: 0, failed: 0 });
    expect(await placeOf(bad)).toBe('folder');
    await moveAll(world, 'database');
    await removeAll(world);
  });
}

function lostAPicture(worldNow: WorldNow): void {
  test('lost a picture takes it again from whoever uploads it', async () => {
    const world = worldNow();
    const { bucket, client, keepsIn } = world;
    const { file, digest } = await drawn();
    const { keeping } = keepsIn('s3');
    const upload = async (bytes: Buffer) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const asked = { sha256, bytes: bytes.length };
      const begun = must(await client.beginUpload(asked, staffOf(world)), 'begun');
      if (begun.media) return 'known';
      const part = { sha256, offset: 0, partBase64: bytes.toString('base64') };
      must(await client.putUploadPart(part, staffOf(world)), 'part');
      return must(await client.finishUpload({ sha256 }, staffOf(world)), 'finished');
    };
    const kept = must(await takePicture(keeping, staffOf(world), digest, file), 'kept');
    await world.shop.settle();
    const [path] = filesIn(world, kept.sha256);
    const bytes = bucket.objects.get(path!)!;
    expect(await upload(file)).toBe('known');
    // As it was sent, and as the shop itself had it.
    for (const again of [file, bytes]) {
      for (const key of filesIn(world, kept.sha256)) bucket.objects.delete(key);
      await world.shop.database('product').query(sql`
        delete from media_body where sha256 = ${kept.sha256}`);
      await world.shop.database('product').query(sql`
        insert into media_file (sha256, name, store, path, bytes)
        values (${kept.sha256}, '400x20.png', 's3', ${path!}, ${bytes.length})
        on conflict do nothing`);
      expect(await seen(world, kept.url)).toMatchObject({
        failure: { code: 'picture_unavailable' },
      });
      expect(await upload(again)).toMatchObject({ sha256: kept.sha256 });
      const shown = must(await seen(world, kept.url), 'shown again');
      expect(Buffer.from(shown.partBase64, 'base64')).toEqual(bytes);
      expect(await missingNow(world)).toBe(0);
      await removeAll(world);
    }
  });
}

interface Held {
  readonly state: string;
  readonly heldAs: string | null;
}

const storyOf = ({ shop }: World, name: string, id: string) =>
  shop.database('product').first<Held>(sql`
    select state, held_as from story where name = ${name} and id = ${id}`);

function staysAway(worldNow: WorldNow): void {
  test('stays away is asked again for a day, then its story waits for staff, and a move reopens it', async () => {
    const world = worldNow();
    const { bucket, client, shop } = world;
    const kept = await sent(world, 's3');
    must(await client.deleteMedia({ sha256: kept.sha256 }, staffOf(world)), 'deleted');
    const [path] = (await leftovers(world)).filter((one) => one.includes(kept.sha256));
    bucket.isDown = true;
    await shop.database('product').query(sql`
      update story set attempts = 299, next_attempt_at = kontor_now()
      where name = 'remove_media_file' and id = ${path!}`);
    const now = () => storyOf(world, 'remove_media_file', path!);
    await expect.poll(now, { timeout: 60_000 }).toEqual({ state: 'held', heldAs: 'not_removed' });
    const asked = { stuck: 'listed', service: 'product' } as const;
    const owner = shop.invocation({ actor: shop.staff(['settings:read']) });
    const { stuck } = must(await client.listWaitingWork(asked, owner), 'listed');
    const [told] = stuck.filter(({ id }) => id === path);
    expect(told?.reason).toMatch(/^not_removed: .*503 SlowDown/);
    bucket.isDown = false;
    await moveAll(world, 'database');
    await expect.poll(now, { timeout: 60_000 }).toBeUndefined();
    expect(filesIn(world, kept.sha256)).toEqual([]);
  });
}

function isUnknownToOlderOnes(worldNow: WorldNow): void {
  test('an older release does not know keeps no file of what that deletes', async () => {
    const world = worldNow();
    const kept = await sent(world, 's3');
    const [path] = filesIn(world, kept.sha256);
    const database = world.shop.database('product');
    // Sizes that it made lie in the database, where it keeps them.
    await database.query(sql`
      insert into media_body (sha256, name, body) values (${kept.sha256}, '320.jpg', 'older')
      on conflict do nothing`);
    must(await seen(world, `/media/${kept.sha256}/320.jpg`), 'read');
    await database.query(sql`delete from media_object where sha256 = ${kept.sha256}`);
    expect(await leftovers(world)).toContain(path);
    await moveAll(world, 'database');
    expect(await storyOf(world, 'remove_media_file', path!)).toMatchObject({ state: 'open' });
    await removeAll(world);
    expect(filesIn(world, kept.sha256)).toEqual([]);
  });
}
