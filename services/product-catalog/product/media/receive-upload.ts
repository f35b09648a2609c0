import { createHash } from 'node:crypto';
import { productLimits as limits } from '#contracts/product/limits.ts';
import { fileNameOf } from '#kernel/media/media-address.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Keeping } from './keeping.ts';
import { startSizes } from './make-sizes.ts';
import {
  mediaOf,
  mediaStatement,
  picturesBusy,
  unlessStoreAway,
  type MediaRow,
} from './media-rows.ts';
import type { Brought } from './stores/media-store.ts';
import { PicturesBusy } from './picture-queue.ts';
import type { CleanPicture, Unfit } from './pictures.ts';

type Context = Pick<ServiceContext<'product'>, 'database'>;

interface Received {
  readonly bytes: number;
  readonly received: number;
}

/** How much of an upload is there without a gap. Of `media_upload u`. */
const receivedBytes = sql`
  coalesce((select sum(size) from (
    select length(p.body) as size, p.at,
      sum(length(p.body)) over (order by p.at) - length(p.body) as before
    from media_upload_part p where p.channel = u.channel and p.sha256 = u.sha256) parts
  where parts.at = parts.before), 0)::int as received`;

function uploadStatement(channel: string, sha256: string) {
  return sql`
    select u.bytes, ${receivedBytes} from media_upload u
    where u.channel = ${channel} and u.sha256 = ${sha256}`;
}

/** The picture that became of these bytes, or that they are. */
function knownStatement(sha256: string) {
  return sql`${mediaStatement(sha256)}
    or o.sha256 = (select s.sha256 from media_source s where s.source_sha256 = ${sha256})`;
}

/**
 * What the shop has of these bytes, if its file is there: what was lost is as if it had never been sent.
 * @throws StoreUnavailable
 */
export async function knownPicture(
  { database, store }: Pick<Keeping, 'database' | 'store'>,
  sha256: string,
  invocation: Invocation,
): Promise<MediaRow | undefined> {
  const known = await database.first<MediaRow>(knownStatement(sha256), invocation);
  if (!known) return undefined;
  const key = { sha256: known.sha256, name: fileNameOf(known) };
  return (await store.look(key, invocation)) === 'kept' ? known : undefined;
}

/** Says what is there of these bytes: all of it as a picture, or how far an upload has come. */
export function beginUpload(keeping: Keeping): Handler<'product', 'beginUpload'> {
  const begin: Handler<'product', 'beginUpload'> = async ({ sha256, bytes }, invocation) => {
    const known = await knownPicture(keeping, sha256, invocation);
    if (known) return ok({ sha256, bytes, received: bytes, media: mediaOf(known) });
    return keeping.database.transaction('begin_upload', invocation, async (tx) => {
      const { channel } = invocation;
      // What was sent in vain is sent again from the beginning.
      await tx.query(sql`
        delete from media_upload
        where channel = ${channel} and sha256 = ${sha256} and (problem is not null or bytes <> ${bytes})`);
      await tx.query(sql`
        insert into media_upload (channel, sha256, bytes) values (${channel}, ${sha256}, ${bytes})
        on conflict do nothing`);
      const { received } = (await tx.first<Received>(uploadStatement(channel, sha256)))!;
      tx.audit({ subject: `upload ${sha256}`, after: { bytes } });
      return ok({ sha256, bytes, received, media: null });
    });
  };
  return (input, invocation) => unlessStoreAway(begin(input, invocation));
}

/** Keeps a part under its offset; the same part once more changes nothing. */
export function putUploadPart({ database }: Context): Handler<'product', 'putUploadPart'> {
  return ({ sha256, offset, partBase64 }, invocation) =>
    database.transaction('put_upload_part', invocation, async (tx) => {
      const { channel } = invocation;
      const upload = await tx.first<{ bytes: number }>(sql`
        select bytes from media_upload
        where channel = ${channel} and sha256 = ${sha256} and problem is null for update`);
      if (!upload) return uploadNotFound;
      const part = Buffer.from(partBase64, 'base64');
      const expected = Math.min(limits.mediaPartBytes, upload.bytes - offset);
      if (part.length !== expected) {
        return fail(
          'part_misplaced',
          `At this offset a part of ${Math.max(expected, 0)} bytes belongs, and this one has ${part.length}.`,
        );
      }
      await tx.query(sql`
        insert into media_upload_part (channel, sha256, at, body)
        values (${channel}, ${sha256}, ${offset}, ${part}::bytea)
        on conflict (channel, sha256, at) do update set body = excluded.body`);
      const { received, bytes } = (await tx.first<Received>(uploadStatement(channel, sha256)))!;
      tx.audit({ subject: `upload ${sha256}`, after: { offset } });
      return ok({ sha256, bytes, received, media: null });
    });
}

/** Makes a picture of what was received. What is none is kept aside with the reason. */
export function finishUpload(keeping: Keeping): Handler<'product', 'finishUpload'> {
  const { database } = keeping;
  const finish: Handler<'product', 'finishUpload'> = async ({ sha256 }, invocation) => {
    const { channel } = invocation;
    const known = await knownPicture(keeping, sha256, invocation);
    if (known) return ok(mediaOf(known));
    const upload = await database.first<Received>(uploadStatement(channel, sha256), invocation);
    if (!upload) return uploadNotFound;
    if (upload.received < upload.bytes) {
      const { received, bytes } = upload;
      const message = `${received} of ${bytes} bytes are there. Send the rest from that offset on.`;
      return fail('upload_incomplete', message, { received });
    }
    const bytes = await wholeUpload(keeping, channel, sha256);
    if (digestOf(bytes) !== sha256) {
      await setAside(keeping, invocation, sha256, 'digest_mismatch');
      const message = 'The bytes that came do not have the digest that was told. Send them again.';
      return fail('digest_mismatch', message);
    }
    return takePicture(keeping, invocation, sha256, bytes);
  };
  return (input, invocation) => unlessStoreAway(finish(input, invocation));
}

/** Cleans and keeps a picture that is here as a whole. @throws StoreUnavailable */
export async function takePicture(
  keeping: Keeping,
  invocation: Invocation,
  source: string,
  bytes: Buffer,
) {
  const clean = await cleaned(keeping, invocation, source, bytes);
  if (clean === 'busy') return picturesBusy;
  if (typeof clean === 'string') {
    await setAside(keeping, invocation, source, clean);
    return refusals[clean];
  }
  const picture = { ...clean, sha256: digestOf(clean.bytes) };
  const { database, store } = keeping;
  const key = { sha256: picture.sha256, name: fileNameOf(picture) };
  const found = await store.look(key, invocation);
  const brought = await store.bring(key, picture.bytes, invocation);
  return database.transaction('keep_picture', invocation, async (tx) => {
    if (typeof found !== 'string') await store.leaveLost(tx, found);
    const isLost = typeof found !== 'string';
    return ok(mediaOf(await keepPicture(tx, { brought, isLost }, source, picture)));
  });
}

/** Bytes that the shop made of a picture and lost are what they were: they are not written anew. */
async function cleaned(
  { database, pictures }: Keeping,
  invocation: Invocation,
  source: string,
  bytes: Buffer,
): Promise<CleanPicture | Unfit | 'busy'> {
  const lost = await database.first<MediaRow>(mediaStatement(source), invocation);
  if (lost) return { bytes, type: lost.type, width: lost.width, height: lost.height };
  try {
    return await pictures.clean(bytes);
  } catch (error) {
    if (error instanceof PicturesBusy) return 'busy';
    throw error;
  }
}

async function keepPicture(
  tx: Transaction,
  { brought, isLost }: { brought: Brought; isLost: boolean },
  source: string,
  { sha256, bytes, type, width, height }: CleanPicture & { readonly sha256: string },
): Promise<MediaRow> {
  const { channel } = tx.invocation;
  const made = await tx.change(sql`
    insert into media_object (sha256, type, bytes, width, height, channel)
    values (${sha256}, ${type}, ${bytes.length}, ${width}, ${height}, ${channel})
    on conflict do nothing`);
  // What it led to may be lost, and these bytes come to something else in this release.
  await tx.query(sql`
    insert into media_source (source_sha256, sha256) values (${source}, ${sha256})
    on conflict (source_sha256) do update set sha256 = excluded.sha256`);
  await tx.query(sql`delete from media_upload where channel = ${channel} and sha256 = ${source}`);
  if (made === 1 || isLost) {
    await brought.keep(tx);
    startSizes(tx, sha256);
  }
  const row = (await tx.first<MediaRow>(mediaStatement(sha256)))!;
  tx.audit({ subject: `picture ${sha256}`, after: { type, width, height } });
  return row;
}

async function wholeUpload({ database }: Context, channel: string, sha256: string) {
  const parts = await database.query<{ body: Buffer }>(sql`
    select body from media_upload_part where channel = ${channel} and sha256 = ${sha256} order by at`);
  return Buffer.concat(parts.map(({ body }) => body));
}

/** For people to look at; whoever sends it again begins anew. */
async function setAside(
  { database }: Context,
  invocation: Invocation,
  sha256: string,
  problem: string,
): Promise<void> {
  const { channel } = invocation;
  const statement = sql`
    update media_upload set problem = ${problem}
    where channel = ${channel} and sha256 = ${sha256} returning sha256`;
  await database.write('set_upload_aside', statement, invocation);
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const uploadNotFound = fail(
  'upload_not_found',
  'No such upload is under way. Begin it with its digest and its size.',
);
const refusals = {
  picture_type_unsupported: fail(
    'picture_type_unsupported',
    'This is no JPEG, PNG, WebP, AVIF, GIF or SVG, whatever its name says.',
  ),
  picture_unreadable: fail(
    'picture_unreadable',
    'The picture is damaged, or nothing is left of it without what could do harm. Save it anew and send that.',
  ),
  picture_too_large: fail(
    'picture_too_large',
    `A picture has ${limits.mediaPixels / 1_000_000} million pixels at most, all its frames together, and ${limits.mediaSidePixels} along a side. Make it smaller first.`,
    { mostPixels: limits.mediaPixels },
  ),
} as const;
