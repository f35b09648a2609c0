import type { ServiceContext } from '#platform/calls/service.ts';
import type { MediaStore } from './stores/media-store.ts';
import type { Pictures } from './pictures.ts';

/** What pictures are kept with. */
export interface Keeping extends Pick<ServiceContext<'product'>, 'database'> {
  readonly pictures: Pictures;
  readonly store: MediaStore;
}
