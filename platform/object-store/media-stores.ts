import type { Settings } from '../ground/settings.ts';
import type { Logger } from '../telemetry/log.ts';
import { BoundedStore } from './bounded-store.ts';
import { FolderStore } from './folder-store.ts';
import { MarkedStore } from './marked-store.ts';
import { withFailpoints, type Mark, type ObjectStore, type ShopStore } from './object-store.ts';
import { S3Store } from './s3-store.ts';

/** Where files of pictures can lie beside the database, by the name that their rows have. */
export type OutsideStore = 'folder' | 's3';

export interface MediaStores {
  readonly of: Readonly<Partial<Record<OutsideStore, ShopStore>>>;
  /** How many of them failed when they were last asked. */
  away(): number;
}

interface Opening {
  readonly settings: Pick<Settings, 'media'>;
  readonly log: Logger;
  readonly markNow: (store: OutsideStore) => Promise<Mark>;
}

/** A folder that hangs holds a thread for each: half of those that Node has for files are left to others. */
const atOnce = { folder: 2, s3: 32 } as const;
const toldEveryMs = 60_000;

/** Those that are set: also one that takes nothing new any more, for what lies there still. */
export function openMediaStores({ settings: { media }, log, markNow }: Opening): MediaStores {
  const opened: BoundedStore[] = [];
  const open = (name: OutsideStore, named: string, store: ObjectStore): ShopStore => {
    let toldAtMs = -Infinity;
    const marked = new MarkedStore(store, named, () => markNow(name));
    const bounded = new BoundedStore(marked, {
      named,
      atOnce: atOnce[name],
      onAway: ({ message }) => {
        if (performance.now() - toldAtMs < toldEveryMs) return;
        toldAtMs = performance.now();
        log.error({ store: name, error: message }, 'where pictures lie does not serve them');
      },
    });
    opened.push(bounded);
    return withFailpoints(name, bounded);
  };
  const { folder, s3 } = media ?? {};
  return {
    of: {
      ...(folder === undefined
        ? {}
        : { folder: open('folder', `the folder ${folder}`, new FolderStore(folder)) }),
      ...(s3 === undefined
        ? {}
        : { s3: open('s3', `the bucket ${s3.bucket} at ${s3.endpoint}`, new S3Store(s3)) }),
    },
    away: () => opened.filter(({ isAway }) => isAway).length,
  };
}
