import type { ServiceContext } from '#platform/calls/service.ts';
import { deleteMedia, describeMedia, getMedia, listMedia } from './keep-media.ts';
import { fetchMedia } from './fetch-media.ts';
import { makeSizes } from './make-sizes.ts';
import { moveMedia } from './stores/move-media.ts';
import { MediaStore } from './stores/media-store.ts';
import { removeLeftovers } from './stores/remove-leftovers.ts';
import { Pictures } from './pictures.ts';
import { getMediaPart, Sizes } from './read-media-part.ts';
import { beginUpload, finishUpload, putUploadPart } from './receive-upload.ts';

/** Pictures that the shop keeps. */
export function mediaIn(context: ServiceContext<'product'>) {
  const { database } = context;
  const keeping = { database, pictures: new Pictures(), store: new MediaStore(context) };
  const sizes = new Sizes(keeping);
  const operations = {
    beginUpload: beginUpload(keeping),
    putUploadPart: putUploadPart(context),
    finishUpload: finishUpload(keeping),
    fetchMedia: fetchMedia(keeping),
    listMedia: listMedia(context),
    getMedia: getMedia(context),
    describeMedia: describeMedia(context),
    deleteMedia: deleteMedia(context),
    getMediaPart: getMediaPart(sizes),
    moveMedia: moveMedia(keeping),
  };
  return {
    operations,
    keeping,
    stories: [makeSizes(sizes), removeLeftovers(context, keeping.store)],
  };
}
