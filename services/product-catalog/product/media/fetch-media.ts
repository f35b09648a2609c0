import { createHash } from 'node:crypto';
import { productLimits as limits } from '#contracts/product/limits.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler } from '#platform/calls/service.ts';
import { fetchPublic, NotFetched, publicFetching } from '#platform/public-internet/fetch-public.ts';
import type { Keeping } from './keeping.ts';
import { mediaOf, picturesBusy, unlessStoreAway } from './media-rows.ts';
import { knownPicture, takePicture } from './receive-upload.ts';

/** Each holds 10 MB at most, and a connection that somebody else can make slow. */
const atOnceMost = 4;

/** Takes a picture from an address of the public internet: what stands in files of other shops. */
export function fetchMedia(
  keeping: Keeping,
  fetching = publicFetching,
): Handler<'product', 'fetchMedia'> {
  let underWay = 0;
  return async ({ url }, invocation) => {
    if (underWay >= atOnceMost) return picturesBusy;
    underWay += 1;
    try {
      const bytes = await fetchPublic(url, limits.mediaBytes, fetching);
      const source = createHash('sha256').update(bytes).digest('hex');
      return await unlessStoreAway(keptOf(keeping, source, bytes, invocation));
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error;
      const code = error.code === 'unreachable' ? 'picture_unreachable' : error.code;
      return fail(code, error.message);
    } finally {
      underWay -= 1;
    }
  };
}

async function keptOf(keeping: Keeping, source: string, bytes: Buffer, invocation: Invocation) {
  const known = await knownPicture(keeping, source, invocation);
  return known ? ok(mediaOf(known)) : takePicture(keeping, invocation, source, bytes);
}
