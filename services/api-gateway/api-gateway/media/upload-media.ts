import { createHash } from 'node:crypto';
import { z } from 'zod';
import { productLimits as limits } from '#contracts/product/limits.ts';
import { mediaObject } from '#contracts/product/media/objects.ts';
import { failure } from '#kernel/contract.ts';
import { fail, ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

/**
 * A whole picture in one request. It goes on in parts, since no call carries so much; what a former
 * request has brought there is not sent again.
 */
export const uploadMedia = useCase({
  name: 'adminUploadMedia',
  kind: 'command',
  audience: 'admin',
  access: 'catalog:write',
  calls: [
    ['product', 'beginUpload'],
    ['product', 'putUploadPart'],
    ['product', 'finishUpload'],
  ],
  failures: {
    picture_missing: failure('invalid'),
    digest_mismatch: failure('invalid'),
  },
  input: z.strictObject({
    bytes: z.instanceof(Buffer),
    /** As a header says it: `sha-256=…`, in Base64, with colons around it or without. */
    digest: z.string().nullable(),
  }),
  output: mediaObject,
  perform: async ({ bytes, digest }, { invocation }, { call }) => {
    if (bytes.length === 0) {
      return fail(
        'picture_missing',
        'The body is empty. Send the bytes of the picture as they are.',
      );
    }
    const hash = createHash('sha256').update(bytes).digest();
    const told = digest === null ? undefined : sha256In(digest);
    if (told !== undefined && told !== hash.toString('base64')) {
      return fail('digest_mismatch', 'The bytes that came do not have the digest that was told.');
    }
    const sha256 = hash.toString('hex');
    const begun = await call.product.beginUpload({ sha256, bytes: bytes.length }, invocation);
    if (!begun.ok) return begun;
    if (begun.value.media) return ok(begun.value.media);
    for (let { received } = begun.value; received < bytes.length;) {
      const part = bytes.subarray(received, received + limits.mediaPartBytes);
      const put = await call.product.putUploadPart(
        { sha256, offset: received, partBase64: part.toString('base64') },
        invocation,
      );
      if (!put.ok) return put;
      // Somebody else sends the same, or parts of it were put aside: it goes on from what is there.
      received = put.value.received > received ? put.value.received : received + part.length;
    }
    return call.product.finishUpload({ sha256 }, invocation);
  },
});

/** Of RFC 9530 (`Content-Digest`, `Repr-Digest`) and of RFC 3230 (`Digest`); undefined where it is none of ours. */
function sha256In(digest: string): string | undefined {
  return /(?:^|,)\s*sha-256=:?([A-Za-z0-9+/]{43}=):?/i.exec(digest)?.[1];
}
