import { z } from 'zod';
import { productLimits as limits } from '#contracts/product/limits.ts';
import { product } from '#contracts/product/index.ts';
import { route, useCaseRoute, type Route, type RouteReply } from '../declaring/route.ts';
import { getMediaFile } from '../media/get-media-file.ts';
import { uploadMedia } from '../media/upload-media.ts';

const operations = product.operations;
const admin = { tag: 'Pictures', audience: 'admin' } as const;
const picture = operations.getMedia.input;
/** As browsers do: what is drawn of lines could say what else to fetch or run. */
const alone = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const aYear = 31_536_000;

/** Pictures that the shop keeps, as staff bring them and as everybody sees them. */
export const mediaRoutes: readonly Route[] = [
  useCaseRoute({
    method: 'GET',
    path: '/media/{sha256}/{file}',
    tag: 'Pictures',
    summary: 'Read a picture, or one of its sizes',
    description:
      '`{width}x{height}.{type}` is the picture itself, as the shop tells its address; `{width}.webp`, `.avif` and `.jpg` are sizes of 320, 640, 960, 1280 and 1920 pixels, never wider than the picture. What an address leads to never changes.',
    performs: getMediaFile,
    params: getMediaFile.input,
    replies: { 200: 'image/*' },
    reports: asPicture,
  }),
  useCaseRoute({
    ...admin,
    method: 'POST',
    path: '/v1/admin/media',
    summary: 'Upload a picture',
    description:
      'The body is the picture: JPEG, PNG, WebP, AVIF, GIF or SVG, up to 10 MB and 50 million pixels; what it is, its bytes say. It is turned upright and written anew without EXIF and places; an SVG without anything that runs or fetches. `Content-Digest: sha-256=:…:` is compared. The same bytes are the same picture, so it may be sent again. Where a connection is slow, upload it in parts.',
    performs: uploadMedia,
    bodyForm: 'raw',
    bodyBytesMax: limits.mediaBytes,
    body: z.unknown(),
    input: ({ body, headers }) => ({
      bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      digest: digestIn(headers),
    }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/media/uploads',
    operationId: 'adminBeginMediaUpload',
    summary: 'Begin to upload a picture in parts, or go on',
    description:
      '`received` says from where on to send; `media` is the picture where the shop has it already. What is not finished within a week is forgotten.',
    calls: ['product', 'beginUpload'],
    body: operations.beginUpload.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/media/uploads/{sha256}/parts/{offset}',
    operationId: 'adminPutMediaUploadPart',
    summary: 'Upload a part of a picture',
    description:
      'The body is 524288 bytes from that offset on, a multiple of as many; the last part is what is left.',
    calls: ['product', 'putUploadPart'],
    bodyForm: 'raw',
    bodyBytesMax: limits.mediaPartBytes,
    params: picture.extend({ offset: z.coerce.number().int().min(0) }),
    body: z.unknown(),
    input: ({ params, body }) => ({
      ...params,
      partBase64: (Buffer.isBuffer(body) ? body : Buffer.alloc(0)).toString('base64'),
    }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/media/uploads/{sha256}/finish',
    operationId: 'adminFinishMediaUpload',
    summary: 'Make a picture of what was uploaded',
    calls: ['product', 'finishUpload'],
    params: picture,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/media/fetch',
    operationId: 'adminFetchMedia',
    summary: 'Fetch a picture from an address',
    description:
      'Of the public internet, by http or https, up to 10 MB within some seconds. It is then as one that was uploaded.',
    calls: ['product', 'fetchMedia'],
    body: operations.fetchMedia.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/media/moves',
    operationId: 'adminMoveMedia',
    summary: 'Move files of pictures to where new ones go',
    description:
      'Some of those that lie elsewhere, as after a change of `KONTOR_MEDIA_STORE`. Ask again with the `nextCursor` of the answer as `cursor` until it is null; it can be stopped at any time, and begun anew. Addresses stay as they are. `kontor media move` asks for all of them.',
    calls: ['product', 'moveMedia'],
    body: operations.moveMedia.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/media',
    operationId: 'adminListMedia',
    summary: 'List pictures, the youngest first',
    calls: ['product', 'listMedia'],
    query: operations.listMedia.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/media/{sha256}',
    operationId: 'adminGetMedia',
    summary: 'Read about a picture',
    calls: ['product', 'getMedia'],
    params: picture,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PATCH',
    path: '/v1/admin/media/{sha256}',
    operationId: 'adminUpdateMedia',
    summary: 'Say what a picture shows',
    description: 'Sets what is given. Of `alt`, what is missing stays and null takes away.',
    calls: ['product', 'describeMedia'],
    params: picture,
    body: operations.describeMedia.input.omit({ sha256: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/media/{sha256}',
    operationId: 'adminDeleteMedia',
    summary: 'Delete a picture that nothing shows',
    description: '`GET /v1/admin/media?used=no` lists those.',
    calls: ['product', 'deleteMedia'],
    status: 204,
    params: picture,
    input: ({ params }) => params,
  }),
];

function asPicture({ contentType, bytes }: { contentType: string; bytes: Buffer }): RouteReply {
  return {
    status: 200,
    body: bytes,
    headers: {
      'Content-Type': contentType,
      'Cache-Control': `public, max-age=${aYear}, immutable`,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Security-Policy': alone,
    },
  };
}

function digestIn(headers: Readonly<Record<string, string | string[] | undefined>>): string | null {
  const told = headers['content-digest'] ?? headers['repr-digest'] ?? headers['digest'];
  return typeof told === 'string' ? told : null;
}
