import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { expectedVersion, expectsSinceVersion2, versionConflict } from '../../overtaken.ts';
import { productLimits as limits } from '../limits.ts';
import { locale, page, pageFailures, pageOf, timestamp } from '../../shapes.ts';
import { ofKind } from '../../text-kinds.ts';
import { upTo } from '../admin-shapes.ts';
import { focalPoint } from './media-url.ts';

/** Pictures that a shop keeps. Schemas only. */

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({
    description: 'SHA-256 of the bytes, in lower-case hexadecimal',
    examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  });
const bytes = z.int().min(1).max(limits.mediaBytes);
const picture = z.strictObject({ sha256 });

export const mediaObject = z
  .strictObject({
    sha256,
    url: z.string().meta({ description: 'Of the picture itself; it never changes' }),
    contentType: z.string(),
    bytes: z.int(),
    width: z.int(),
    height: z.int(),
    /** Each at `/media/{sha256}/{width}.webp`, `.avif` and `.jpg`. */
    widths: z.array(z.int()),
    alt: z.record(locale, z.string()),
    focal: focalPoint.nullable(),
    channel: z.string().meta({ description: 'In which it was uploaded' }),
    version: z.int(),
    createdAt: timestamp,
    /** Products that show it. */
    products: z.int(),
  })
  .meta({ id: 'MediaObject' });

const received = z
  .strictObject({
    sha256,
    bytes: z.int(),
    received: z.int().meta({ description: 'Bytes that are there from the beginning on' }),
    media: mediaObject.nullable().meta({ description: 'Where the shop has it already' }),
  })
  .meta({ id: 'MediaUpload' });

const notFound = { media_not_found: failure('not_found') };
const uploadNotFound = { upload_not_found: failure('not_found') };
const busy = { pictures_busy: failure('unavailable') };
/** The folder or bucket where pictures lie; nothing else of the shop is away. */
const storeAway = { picture_store_unavailable: failure('unavailable') };
/** Why bytes are no picture that a shop keeps. */
const pictureFailures = {
  picture_type_unsupported: failure('invalid'),
  picture_unreadable: failure('invalid'),
  picture_too_large: failure('invalid', z.strictObject({ mostPixels: z.int() })),
  ...busy,
  ...storeAway,
};

const reads = { access: 'catalog:read' } as const;
const writes = { access: 'catalog:write', idempotency: 'natural' } as const;

/**
 * A picture comes in parts, each under its offset, and is taken once all are there and have the digest
 * that was told: what broke off goes on where it stopped. The same bytes are the same picture.
 */
export const mediaPromises = {
  beginUpload: command({
    ...writes,
    scope: 'channel',
    input: z.strictObject({ sha256, bytes }),
    output: received,
    failures: storeAway,
  }),
  putUploadPart: command({
    ...writes,
    scope: 'channel',
    input: z.strictObject({
      sha256,
      offset: z.int().min(0).multipleOf(limits.mediaPartBytes),
      partBase64: ofKind(
        'code',
        z
          .string()
          .min(4)
          .max(4 * Math.ceil(limits.mediaPartBytes / 3)),
      ),
    }),
    output: received,
    failures: { ...uploadNotFound, part_misplaced: failure('invalid') },
  }),
  /** Looks at what came, turns it upright, takes out what it tells besides the picture, and keeps it. */
  finishUpload: command({
    ...writes,
    scope: 'channel',
    input: picture,
    output: mediaObject,
    failures: {
      ...uploadNotFound,
      upload_incomplete: failure('conflict', z.strictObject({ received: z.int() })),
      digest_mismatch: failure('invalid'),
      ...pictureFailures,
    },
  }),
  /** From an address of the public internet, as files of other shops have them. */
  fetchMedia: command({
    ...writes,
    scope: 'channel',
    input: z.strictObject({
      url: ofKind('code', z.string().max(limits.mediaAddress)).meta({
        examples: ['https://cdn.shop.example/cup.jpg'],
      }),
    }),
    output: mediaObject,
    failures: {
      address_refused: failure('invalid'),
      picture_unreachable: failure('invalid'),
      ...pictureFailures,
    },
  }),
  listMedia: query({
    ...reads,
    input: page.extend({
      used: z.enum(['yes', 'no']).optional().meta({
        description: '`no`: no product, page, notice or look of any channel shows it',
      }),
    }),
    output: pageOf(mediaObject),
    failures: pageFailures,
  }),
  getMedia: query({ ...reads, input: picture, output: mediaObject, failures: notFound }),
  /** Sets what is given; of `alt`, null takes a language away. */
  describeMedia: command({
    ...writes,
    scope: 'thing',
    input: picture.extend({
      alt: z
        .record(locale, upTo(limits.pictureAlt, 'goods').nullable())
        .optional()
        .meta({ examples: [{ en: 'A blue cup', de: 'Eine blaue Tasse' }] }),
      focal: focalPoint.nullable().optional(),
      expectedVersion,
    }),
    output: mediaObject,
    failures: { ...notFound, ...versionConflict },
  }),
  /** What nothing shows. */
  deleteMedia: command({
    ...expectsSinceVersion2,
    ...writes,
    scope: 'thing',
    input: picture.extend({ expectedVersion }),
    output: z.strictObject({}),
    failures: {
      ...notFound,
      ...versionConflict,
      media_in_use: failure('conflict', z.strictObject({ by: z.array(z.string()) })),
    },
  }),
  /** A part of a picture, or of one of its sizes, which is made where nobody asked for it before. */
  getMediaPart: query({
    access: 'public',
    input: picture.extend({
      file: ofKind('code', z.string().max(20)),
      offset: z.int().min(0).multipleOf(limits.mediaPartBytes),
    }),
    output: z.strictObject({
      contentType: z.string(),
      bytes: z.int(),
      partBase64: z.string(),
    }),
    failures: {
      ...notFound,
      ...busy,
      ...storeAway,
      picture_unavailable: failure('unavailable'),
    },
  }),
  /** Some of the files that do not lie where new ones go; again and again, until `nextCursor` is null. */
  moveMedia: command({
    ...writes,
    scope: 'all',
    input: z.strictObject({
      cursor: ofKind(
        'code',
        z
          .string()
          .max(90)
          .regex(/^[0-9a-f]{64}\/[\dx]{1,11}\.\w{3,4}$/),
      )
        .optional()
        .meta({
          description: 'As the answer before told it; from the beginning where it is left out',
          examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08/640.webp'],
        }),
    }),
    output: z
      .strictObject({
        store: z.string().meta({ description: '`database`, `folder` or `s3`' }),
        moved: z.int(),
        missing: z.int().meta({ description: 'Pictures whose file is not where it should lie' }),
        failed: z.int().meta({ description: 'Files that were not given or not taken: ask again' }),
        problems: z.array(z.string()).meta({
          description: 'What stays where it is, with the reason',
          examples: [[]],
        }),
        nextCursor: z.string().nullable().meta({ description: 'Null: that was all' }),
      })
      .meta({ id: 'MediaMove' }),
  }),
};
