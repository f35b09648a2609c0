import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import { mediaAddress, mediaFileOf, type MediaType } from '#kernel/media/media-address.ts';
import { fail } from '#kernel/result.ts';
import type { Database } from '#platform/data/database.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

/** Where somebody says which picture is shown, by the name that the field has in what they send. */
interface Named {
  readonly field: string;
  readonly url: string;
}
interface Kept {
  readonly sha256: string;
  readonly type: MediaType;
  readonly width: number;
  readonly height: number;
}

const ownAddress = /^\/media\/([0-9a-f]{64})(?:\/(.*))?$/;

function sha256Of(url: string): string | undefined {
  return ownAddress.exec(url)?.[1];
}

/**
 * Which of these addresses of the shop's own keeping lead to no picture that it keeps. Others are not
 * looked at. What is kept stays until the transaction is over.
 */
export async function missingAmong(
  tx: Transaction,
  urls: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = [...new Set(urls)].filter((url) => sha256Of(url) !== undefined);
  if (own.length === 0) return new Set();
  const rows = await tx.query<Kept>(sql`
    select sha256, type, width, height from media_object
    where sha256 = any (${own.map((url) => sha256Of(url)!)}::text[]) order by sha256 for share`);
  const kept = new Map(rows.map((row) => [row.sha256, row]));
  return new Set(own.filter((url) => !leadsTo(url, kept.get(sha256Of(url)!))));
}

/** Refuses what names a picture of the shop's own keeping that it does not keep. */
export async function refuseMissing(tx: Transaction, named: readonly Named[]) {
  const gone = await missingAmong(
    tx,
    named.map(({ url }) => url),
  );
  const missing = named.find(({ url }) => gone.has(url));
  if (missing === undefined) return undefined;
  const { field, url } = missing;
  return fail(
    'picture_not_found',
    `${field}: the shop keeps no picture at ${url}. Upload it first, and take the address that is answered.`,
    { field },
  );
}

/** Whether an address is that of a picture or of one of its sizes. */
function leadsTo(url: string, kept: Kept | undefined): boolean {
  if (kept === undefined) return false;
  const file = mediaFileOf(ownAddress.exec(url)?.[2] ?? '');
  return file?.kind === 'size' ? kept.type !== 'svg' : url === mediaAddress(kept);
}

/** What has to be seen of those of these pictures of which somebody said it, by address. */
export async function readFocals(
  database: Database,
  urls: readonly string[],
): Promise<ReadonlyMap<string, FocalPoint>> {
  const own = urls.filter((url) => sha256Of(url) !== undefined);
  if (own.length === 0) return new Map();
  const rows = await database.query<{ url: string; x: number; y: number }>(sql`
    select k.url, o.focal_x as x, o.focal_y as y
    from unnest(${own}::text[]) as k (url) join media_object o on o.sha256 = media_sha256(k.url)
    where o.focal_x is not null`);
  return new Map(rows.map(({ url, x, y }) => [url, { x, y }]));
}
