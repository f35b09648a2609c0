import { productLimits as limits } from '#contracts/product/limits.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { mediaFileOf } from '#kernel/media/media-address.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  openMediaStores,
  type MediaStores,
  type OutsideStore,
} from '#platform/object-store/media-stores.ts';
import {
  FileUnavailable,
  StoreUnavailable,
  type Mark,
  type ShopStore,
} from '#platform/object-store/object-store.ts';
import { bringOutside } from './bring-outside.ts';
import { startRemoval, type PlacedFile } from './remove-leftovers.ts';

/** A file of a picture, by its picture's hash and the name that its address ends with. */
export interface MediaKey {
  readonly sha256: string;
  readonly name: string;
}

export interface StoredPart {
  /** Of the whole. */
  readonly bytes: number;
  readonly part: Buffer;
}

/** Bytes that are where they are to lie, and of which nothing is written yet. */
export interface Brought {
  /** Writes them down in the transaction that writes of what they are; what is there already stays. */
  keep(tx: Transaction): Promise<void>;
}

/** A picture of the shop's own keeping has no file where it should lie. */
export class FileMissing extends Error {}

/** In the database, or outside of it. */
interface Found {
  readonly bytes: number;
  readonly part: Buffer | null;
  readonly store: OutsideStore | null;
  readonly path: string | null;
  readonly isMissing: boolean;
}

/**
 * Where bytes of pictures lie: each file in one place, and new ones in the one that is set. The database
 * has them in rows of its own, so that one backup has all of a shop; a folder or a bucket has them beside it.
 */
export class MediaStore {
  private readonly context: Pick<ServiceContext<'product'>, 'database' | 'log'>;
  private readonly outside: MediaStores;
  /** Where new ones go. */
  readonly place: 'database' | OutsideStore;

  constructor(
    context: Pick<ServiceContext<'product'>, 'database' | 'log'> & {
      readonly settings: Pick<Settings, 'media'>;
    },
  ) {
    this.context = context;
    const markNow = (store: OutsideStore) => this.mark(store);
    this.outside = openMediaStores({ ...context, markNow });
    this.place = context.settings.media?.store ?? 'database';
  }

  /**
   * Brings bytes to where new ones lie: outside of any transaction, before anything is written of them.
   * @throws StoreUnavailable
   */
  async bring(key: MediaKey, bytes: Buffer, invocation: Invocation): Promise<Brought> {
    if (this.place === 'database') return { keep: (tx) => keepInDatabase(tx, key, bytes) };
    const at = { store: this.place, objects: this.of(this.place) };
    return bringOutside(this.context.database, at, key, bytes, invocation);
  }

  /**
   * `mediaPartBytes` from there on, or what is left; undefined where nothing of the kind is kept.
   * @throws FileMissing where it is kept, and is not to be found
   * @throws StoreUnavailable
   */
  async readPart(
    key: MediaKey,
    offset: number,
    invocation: Invocation,
  ): Promise<StoredPart | undefined> {
    const part = sql`substring(b.body from ${offset + 1}::int for ${limits.mediaPartBytes}::int)`;
    const found = await this.find(key, part, invocation);
    if (!found) return undefined;
    const { bytes } = found;
    if (found.part) return { bytes, part: found.part };
    if (offset >= bytes) return { bytes, part: Buffer.alloc(0) };
    const range = { offset, bytes: Math.min(limits.mediaPartBytes, bytes - offset) };
    const read = await this.readOutside(key, found, range, invocation);
    return read && { bytes, part: read };
  }

  /** All of it. @throws as `readPart` */
  async read(key: MediaKey, invocation: Invocation): Promise<Buffer | undefined> {
    const found = await this.find(key, sql`b.body`, invocation);
    if (!found) return undefined;
    return found.part ?? this.readOutside(key, found, undefined, invocation);
  }

  /**
   * Where it lies, and whether it does: `lost` is what is written down and is not there, or is not given.
   * @throws StoreUnavailable
   */
  async look(key: MediaKey, invocation: Invocation): Promise<'kept' | 'unknown' | PlacedFile> {
    const found = await this.find(key, sql`null::bytea`, invocation);
    if (!found) return 'unknown';
    const { store, path, bytes } = found;
    if (store === null || path === null) return 'kept';
    try {
      const last = await this.of(store).read(path, { offset: bytes - 1, bytes: 1 });
      return last?.length === 1 ? 'kept' : { store, path };
    } catch (error) {
      if (error instanceof FileUnavailable) return { store, path };
      throw error;
    }
  }

  /** Makes place for what was lost, and is brought anew. */
  async leaveLost(tx: Transaction, { path }: PlacedFile): Promise<void> {
    const left = await tx.query<PlacedFile>(sql`
      delete from media_file where path = ${path} returning store, path`);
    await startRemoval(tx, left);
  }

  /** Stores that failed when they were last asked. */
  away(): number {
    return this.outside.away();
  }

  /** @throws StoreUnavailable where nobody set how it is reached */
  of(store: OutsideStore): ShopStore {
    const objects = this.outside.of[store];
    if (objects) return objects;
    const name = store === 's3' ? 'KONTOR_MEDIA_S3_…' : 'KONTOR_MEDIA_FOLDER';
    throw new StoreUnavailable(`pictures lie in a store that is not set: ${name}`);
  }

  private async mark(store: OutsideStore): Promise<Mark> {
    const mark = await this.context.database.first<Mark>(sql`
      select id::text, exists (select from media_file where store = ${store})
        or exists (select from media_leftover where store = ${store}) as is_used
      from media_mark`);
    return mark!;
  }

  private find(
    { sha256, name }: MediaKey,
    part: ReturnType<typeof sql>,
    invocation: Invocation,
  ): Promise<Found | undefined> {
    return this.context.database.first<Found>(
      sql`
        select coalesce(f.bytes, length(b.body)) as bytes, ${part} as part, f.store, f.path,
          f.missing_at is not null as is_missing
        from (select) one
        left join media_body b on b.sha256 = ${sha256} and b.name = ${name}
        left join media_file f on f.sha256 = ${sha256} and f.name = ${name}
        where b.sha256 is not null or f.sha256 is not null`,
      invocation,
    );
  }

  /** A size that is gone is forgotten, for it is made again; a picture that is gone waits for a person. */
  private async readOutside(
    key: MediaKey,
    { store, path, bytes, isMissing }: Found,
    range: { offset: number; bytes: number } | undefined,
    invocation: Invocation,
  ): Promise<Buffer | undefined> {
    const { database, log } = this.context;
    const read = await this.of(store!).read(path!, range);
    const isWhole = read?.length === (range?.bytes ?? bytes);
    if (isWhole) {
      const found = sql`
        update media_file set missing_at = null
        where path = ${path} and missing_at is not null returning path`;
      if (isMissing) await database.write('find_media_file', found, invocation);
      return read;
    }
    if (mediaFileOf(key.name)?.kind === 'size') {
      const forgotten = sql`delete from media_file where path = ${path} returning path`;
      await database.write('forget_media_file', forgotten, invocation);
      return undefined;
    }
    if (!isMissing) {
      log.error({ picture: key.sha256, store, path }, 'a picture has no file where it should lie');
      const missed = sql`
        update media_file set missing_at = kontor_now()
        where path = ${path} and missing_at is null returning path`;
      await database.write('miss_media_file', missed, invocation);
    }
    throw new FileMissing(`${key.sha256}/${key.name} is not at ${path} in ${store}`);
  }
}

async function keepInDatabase(tx: Transaction, { sha256, name }: MediaKey, bytes: Buffer) {
  await tx.query(sql`
    insert into media_body (sha256, name, body)
    select o.sha256, ${name}, ${bytes}::bytea from media_object o where o.sha256 = ${sha256}
    on conflict do nothing`);
}
