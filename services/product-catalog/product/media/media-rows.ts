import { mediaAddress, widthsOf, type MediaType } from '#kernel/media/media-address.ts';
import { fail } from '#kernel/result.ts';
import { StoreUnavailable } from '#platform/object-store/object-store.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export type MediaObject = OutputOf<'product', 'getMedia'>;

export interface MediaRow {
  readonly sha256: string;
  readonly type: MediaType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly alt: Record<string, string>;
  readonly focalX: number | null;
  readonly focalY: number | null;
  readonly channel: string;
  readonly version: number;
  readonly createdAt: string;
  readonly products: number;
}

/** Of `media_object o`. */
export const mediaColumns = sql`
  o.sha256, o.type, o.bytes, o.width, o.height, o.focal_x, o.focal_y, o.channel, o.version, o.created_at,
  coalesce((select json_object_agg(a.locale, a.text) from media_alt a where a.sha256 = o.sha256), '{}') as alt,
  (select count(*)::int from (
    select m.product_id from media m where media_sha256(m.url) = o.sha256
    union select v.product_id from variant v where media_sha256(v.image_url) = o.sha256) shown) as products`;

export function mediaStatement(sha256: string): Statement {
  return sql`select ${mediaColumns} from media_object o where o.sha256 = ${sha256}`;
}

export const contentTypes: Readonly<Record<MediaType | 'avif', string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  avif: 'image/avif',
};

export function mediaOf({ focalX, focalY, type, ...row }: MediaRow): MediaObject {
  const { sha256, width, height, bytes, alt, channel, version, createdAt, products } = row;
  return {
    sha256,
    url: mediaAddress({ sha256, width, height, type }),
    contentType: contentTypes[type],
    bytes,
    width,
    height,
    widths: widthsOf({ type, width }),
    alt,
    focal: focalX === null || focalY === null ? null : { x: focalX, y: focalY },
    channel,
    version,
    createdAt,
    products,
  };
}

export const mediaNotFound = fail('media_not_found', 'There is no such picture.');
export const picturesBusy = fail(
  'pictures_busy',
  'Many pictures are being worked on. Ask again shortly.',
);
const storeAway = fail(
  'picture_store_unavailable',
  'The folder or the bucket where this shop keeps pictures does not serve right now. Those who run the shop are told. Ask again shortly.',
);

/** What was asked for, or that the store of pictures is away: nothing else is. */
export async function unlessStoreAway<Done>(
  asked: Promise<Done>,
): Promise<Done | typeof storeAway> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof StoreUnavailable) return storeAway;
    throw error;
  }
}
