import { KontorProblem, told, type Schemas } from '@kontor/sdk';
import { kontor } from '../../asking/kontor.ts';
import { sha256Of } from '../../files/sha256.ts';

const partBytes = 524_288;
/** The most that the shop takes of one picture: more is refused before it is read. */
export const mostBytes = 10_485_760;

/** What a browser offers where files are chosen. */
export const taken = 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/svg+xml';

const mostAttempts = 5;

/**
 * Uploads a picture in parts, from where an earlier try ended. The same bytes are the same picture.
 * @throws KontorProblem where the shop does not take it
 */
export async function uploadPicture(file: File): Promise<Schemas['MediaObject']> {
  const bytes = await file.arrayBuffer();
  const sha256 = await sha256Of(bytes);
  const body = { sha256, bytes: bytes.byteLength };
  const begun = await told(kontor.POST('/v1/admin/media/uploads', { body }));
  if (begun.media) return begun.media;
  for (let offset = begun.received; offset < bytes.byteLength;) {
    const part = await told(
      kontor.PUT('/v1/admin/media/uploads/{sha256}/parts/{offset}', {
        params: { path: { sha256, offset } },
        body: bytes.slice(offset, offset + partBytes),
        bodySerializer: (given) => given as ArrayBuffer,
        headers: { 'Content-Type': 'application/octet-stream' },
      }),
    );
    offset = part.received;
  }
  const params = { path: { sha256 } };
  const finish = () => told(kontor.POST('/v1/admin/media/uploads/{sha256}/finish', { params }));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await finish();
    } catch (error) {
      // The shop measures others just now: it says when to ask again.
      if (!(error instanceof KontorProblem) || error.code !== 'pictures_busy') throw error;
      if (attempt >= mostAttempts) throw error;
      const waitMs = (error.retryAfterSeconds ?? 1) * 1_000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
