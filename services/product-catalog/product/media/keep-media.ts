import { holdsChannels } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { fail, ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';
import {
  mediaColumns,
  mediaNotFound,
  mediaOf,
  mediaStatement,
  type MediaRow,
} from './media-rows.ts';
import { startRemoval, type PlacedFile } from './stores/remove-leftovers.ts';

type Context = ServiceContext<'product'>;

const sorts = new ListSorts('media', sql`o.id`, {
  created: { by: sql`o.created_at`, kind: 'time' },
});

/** Where pictures stand beside products and variants: few rows, looked through. Of `media_object o`. */
const isOnPages = sql`(
  exists (select from channel c where position(o.sha256 in c.look::text) > 0)
  or exists (select from storefront s where position(o.sha256 in s.notice::text || s.scenes::text) > 0)
  or exists (select from category g where media_sha256(g.image_url) = o.sha256)
  or exists (select from category_text w where position(o.sha256 in w.description_html) > 0)
  or exists (select from menu n where position(o.sha256 in n.items::text) > 0)
  or exists (select from content_text t where position(o.sha256 in t.markdown) > 0)
  or exists (select from published_text t where position(o.sha256 in t.markdown) > 0))`;
const isOnProducts = sql`(
  exists (select from media m where media_sha256(m.url) = o.sha256)
  or exists (select from variant v where media_sha256(v.image_url) = o.sha256))`;

/** The youngest first. Products are counted whosever they are: a picture is one for all channels. */
export function listMedia({ database }: Context): Handler<'product', 'listMedia'> {
  return async ({ limit, cursor, used }, invocation) => {
    const list = sorts.open('created_descending', { used }, cursor);
    if (!list.ok) return list;
    const unused = sql`not ${isOnProducts} and not ${isOnPages}`;
    const page = pageStatement({
      table: sql`media_object o`,
      id: sql`o.id`,
      columns: mediaColumns,
      conditions: [
        used === undefined
          ? sql`true`
          : used === 'no'
            ? unused
            : sql`(${isOnProducts} or ${isOnPages})`,
      ],
      list: list.value,
      limit,
    });
    const rows = await database.list<MediaRow & Keyed>(page, false, invocation);
    const { items, nextCursor } = list.value.pageOf(rows, limit);
    return ok({ items: items.map(mediaOf), nextCursor });
  };
}

export function getMedia({ database }: Context): Handler<'product', 'getMedia'> {
  return async ({ sha256 }, invocation) => {
    const found = await database.first<MediaRow>(mediaStatement(sha256), invocation);
    return found ? ok(mediaOf(found)) : mediaNotFound;
  };
}

/** Says in words what a picture shows, and what of it has to be seen; products that show it say so, too. */
export function describeMedia({ database }: Context): Handler<'product', 'describeMedia'> {
  return ({ sha256, alt = {}, focal, expectedVersion }, invocation) =>
    database.transaction('describe_media', invocation, async (tx) => {
      const locked = await lockMedia(tx, sha256);
      if (!locked.ok) return locked;
      const before = locked.value;
      if (expectedVersion !== undefined && expectedVersion !== before.version)
        return overtaken(before);
      const given = Object.entries(alt);
      const texts = given.filter(([, text]) => text !== null && text !== '');
      await tx.query(sql`
        delete from media_alt where sha256 = ${sha256}
          and locale = any (${given.map(([locale]) => locale)}::text[])`);
      await tx.query(sql`
        insert into media_alt (sha256, locale, text)
        select ${sha256}, g.* from unnest(${texts.map(([locale]) => locale)}::text[],
          ${texts.map(([, text]) => text)}::text[]) as g`);
      await tx.query(sql`
        update media_object set version = version + 1,
          focal_x = case when ${focal !== undefined} then ${focal?.x ?? null}::int else focal_x end,
          focal_y = case when ${focal !== undefined} then ${focal?.y ?? null}::int else focal_y end
        where sha256 = ${sha256}`);
      const after = (await tx.first<MediaRow>(mediaStatement(sha256)))!;
      const isSeen = given.length > 0 || focal !== undefined;
      if (isSeen && after.products > 0) await startRebuild(tx, 'picture', sha256);
      tx.audit({ subject: `picture ${sha256}`, before: told(before), after: told(after) });
      return ok(mediaOf(after));
    });
}

function told({ alt, focalX, focalY, version }: MediaRow): object {
  return { alt, focalX, focalY, version };
}

/** Takes a picture away that nothing shows: unused ones are listed, and staff say which go. */
export function deleteMedia({ database }: Context): Handler<'product', 'deleteMedia'> {
  return ({ sha256, expectedVersion }, invocation) =>
    database.transaction('delete_media', invocation, async (tx) => {
      const locked = await lockMedia(tx, sha256);
      if (!locked.ok) return locked;
      if (expectedVersion !== undefined && expectedVersion !== locked.value.version)
        return overtaken(locked.value);
      const [uses] = await tx.query<{
        products: boolean;
        pages: boolean;
        descriptions: boolean;
      }>(sql`
        select ${isOnProducts} as products, ${isOnPages} as pages,
          exists (select from product p where position(o.sha256 in p.description_html) > 0)
          or exists (select from translation t where position(o.sha256 in t.description_html) > 0)
          as descriptions
        from media_object o where o.sha256 = ${sha256}`);
      const by = Object.entries(uses!).flatMap(([place, isUsed]) => (isUsed ? [place] : []));
      if (by.length > 0) {
        const message = `It is shown by ${by.join(', ')}. Take it out there first.`;
        return fail('media_in_use', message, { by });
      }
      const files = await tx.query<PlacedFile>(sql`
        delete from media_file where sha256 = ${sha256} returning store, path`);
      await tx.query(sql`delete from media_object where sha256 = ${sha256}`);
      await startRemoval(tx, files);
      const { type, width, height } = locked.value;
      tx.audit({ subject: `picture ${sha256}`, before: { type, width, height } });
      return ok({});
    });
}

/** A picture is its channel's, and that of all products that show it. */
async function lockMedia(tx: Transaction, sha256: string) {
  const held = await tx.first(sql`
    select from media_object where sha256 = ${sha256} for update`);
  const row = held && (await tx.first<MediaRow>(mediaStatement(sha256)));
  if (!row) return mediaNotFound;
  const { actor } = tx.invocation;
  if (actor.channels === '*') return ok(row);
  const shown = await tx.query<{ channel: string | null }>(sql`
    select l.channel from (
      select m.product_id from media m where media_sha256(m.url) = ${sha256}
      union select v.product_id from variant v where media_sha256(v.image_url) = ${sha256}) p
    left join listing l using (product_id)`);
  const channels = [row.channel, ...shown.map(({ channel }) => channel ?? '')];
  return holdsChannels(actor, channels) ? ok(row) : mediaNotHeld;
}

const overtaken = ({ version }: MediaRow) =>
  fail('version_conflict', 'The picture changed in the meantime. Read it again.', { version });

const mediaNotHeld = channelNotHeld(
  'The picture is of a channel that is not yours, or shown there.',
);
