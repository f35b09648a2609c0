import type { Settings } from '../ground/settings.ts';
import { FolderStore } from './folder-store.ts';
import { withFailpoints, type ObjectStore } from './object-store.ts';
import { S3Store } from './s3-store.ts';

/** Where files of pictures can lie beside the database, by the name that their rows have. */
export type OutsideStore = 'folder' | 's3';

/** Those that are set: also one that takes nothing new any more, for what lies there still. */
export function openMediaStores({
  media,
}: Pick<Settings, 'media'>): Readonly<Partial<Record<OutsideStore, ObjectStore>>> {
  return {
    ...(media?.folder === undefined
      ? {}
      : { folder: withFailpoints('folder', new FolderStore(media.folder)) }),
    ...(media?.s3 === undefined ? {} : { s3: withFailpoints('s3', new S3Store(media.s3)) }),
  };
}
