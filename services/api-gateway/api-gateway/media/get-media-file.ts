import { z } from 'zod';
import { mediaPromises } from '#contracts/product/media/objects.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

/** A picture or a size of it as a whole, read in parts. */
export const getMediaFile = useCase({
  name: 'getMediaFile',
  kind: 'query',
  audience: 'store',
  access: 'public',
  // Everybody is shown the same.
  identity: 'ignored',
  calls: [['product', 'getMediaPart']],
  input: mediaPromises.getMediaPart.input.omit({ offset: true }),
  output: z.strictObject({ contentType: z.string(), bytes: z.instanceof(Buffer) }),
  perform: async ({ sha256, file }, { invocation }, { call }) => {
    const parts: Buffer[] = [];
    for (let offset = 0; ;) {
      const read = await call.product.getMediaPart({ sha256, file, offset }, invocation);
      if (!read.ok) return read;
      const part = Buffer.from(read.value.partBase64, 'base64');
      parts.push(part);
      offset += part.length;
      if (part.length === 0 || offset >= read.value.bytes) {
        return ok({ contentType: read.value.contentType, bytes: Buffer.concat(parts) });
      }
    }
  },
});
