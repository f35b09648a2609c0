import { productLimits as limits } from '#contracts/product/limits.ts';
import { fileNameOf, mediaFileOf, type MediaFile } from '#kernel/media/media-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { FileUnavailable, StoreUnavailable } from '#platform/object-store/object-store.ts';
import {
  contentTypes,
  mediaNotFound,
  picturesBusy,
  unlessStoreAway,
  type MediaRow,
} from './media-rows.ts';
import { PicturesBusy } from './picture-queue.ts';
import type { Keeping } from './keeping.ts';
import { FileMissing } from './stores/media-store.ts';

type Original = Pick<MediaRow, 'sha256' | 'type' | 'width' | 'height'>;
type Size = MediaFile & { kind: 'size' };

/** A part of a picture or of a size of it. A size is made by whoever asks first, and kept for all. */
export function getMediaPart(sizes: Sizes): Handler<'product', 'getMediaPart'> {
  const { store } = sizes.keeping;
  const read: Handler<'product', 'getMediaPart'> = async (
    { sha256, file: name, offset },
    invocation,
  ) => {
    const file = mediaFileOf(name);
    if (!file) return mediaNotFound;
    const contentType = contentTypes[file.kind === 'size' ? file.format : file.type];
    const answer = (part: Buffer, bytes: number) =>
      ok({ contentType, bytes, partBase64: part.toString('base64') });
    try {
      const stored = await store.readPart({ sha256, name }, offset, invocation);
      if (stored) return answer(stored.part, stored.bytes);
      if (file.kind === 'original') return mediaNotFound;
      const made = await sizes.make(sha256, file, invocation, true);
      if (!made) return mediaNotFound;
      return answer(made.subarray(offset, offset + limits.mediaPartBytes), made.length);
    } catch (error) {
      if (error instanceof PicturesBusy) return picturesBusy;
      if (error instanceof FileMissing) return fileMissing;
      if (error instanceof FileUnavailable) return fileNotGiven;
      throw error;
    }
  };
  return (input, invocation) => unlessStoreAway(read(input, invocation));
}

const fileMissing = fail(
  'picture_unavailable',
  'The shop keeps this picture, but its file is not where it should lie. Those who run the shop are told.',
);

const fileNotGiven = fail(
  'picture_unavailable',
  'The shop keeps this picture, but its file is not given where it lies. Those who run the shop are told.',
);

/** Sizes of pictures as they are made: each once, however many ask for it. */
export class Sizes {
  readonly keeping: Keeping;
  private readonly making = new Map<string, Promise<Buffer | undefined>>();

  constructor(keeping: Keeping) {
    this.keeping = keeping;
  }

  /**
   * @param isAwaited whether somebody waits for it: otherwise it takes its turn behind those
   * @returns undefined where there is no such picture, or none that has sizes
   * @throws PicturesBusy where it cannot be its turn in time
   */
  make(
    sha256: string,
    { width, format }: Size,
    invocation: Invocation,
    isAwaited: boolean,
  ): Promise<Buffer | undefined> {
    const name = `${width}.${format}`;
    const key = `${sha256}/${name}`;
    const under = this.making.get(key);
    if (under) return under;
    const made = this.makeOnce(sha256, { kind: 'size', width, format }, invocation, isAwaited);
    this.making.set(key, made);
    return made.finally(() => this.making.delete(key));
  }

  private async makeOnce(
    sha256: string,
    { width, format }: Size,
    invocation: Invocation,
    isAwaited: boolean,
  ): Promise<Buffer | undefined> {
    const { database, store, pictures } = this.keeping;
    const original = await database.first<Original>(
      sql`select sha256, type, width, height from media_object where sha256 = ${sha256}`,
      invocation,
    );
    if (!original || original.type === 'svg') return undefined;
    const bytes = await store.read({ sha256, name: fileNameOf(original) }, invocation);
    if (!bytes) return undefined;
    const made = await pictures.size(bytes, width, format, isAwaited);
    try {
      const brought = await store.bring({ sha256, name: `${width}.${format}` }, made, invocation);
      await database.transaction('keep_size', invocation, (tx) => brought.keep(tx));
    } catch (error) {
      // Who waits for it has it; it is made again for the next one.
      if (!isAwaited || !(error instanceof StoreUnavailable)) throw error;
    }
    return made;
  }
}
