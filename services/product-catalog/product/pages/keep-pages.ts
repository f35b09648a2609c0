import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { plainLines } from './markdown.ts';
import type { Frames } from '../content/frames.ts';
import { noSuchChannel } from '../content/read-admin-storefront.ts';
import { pageColumns, pageNotFound, type AdminPage } from './read-pages.ts';

/** All that can be read is in the frame of every page of the shop. */
const mostPages = 200;

interface Target {
  readonly handle: string;
  readonly expectedVersion?: number | undefined;
}

/** Locks the page and compares it with what the client has seen. */
export async function lockPage(
  tx: Transaction,
  channel: string,
  { handle, expectedVersion }: Target,
) {
  const held = await tx.first(sql`
    select from content_page where channel = ${channel} and handle = ${handle} for update`);
  if (!held) return pageNotFound;
  const page = (await readPage(tx, channel, handle))!;
  return conflictOf(page, expectedVersion) ?? ok(page);
}

function conflictOf({ version }: AdminPage, expectedVersion: number | undefined) {
  if (expectedVersion === undefined || version === expectedVersion) return undefined;
  return fail('version_conflict', 'The page changed in the meantime. Read it again.', { version });
}

export function readPage(tx: Transaction, channel: string, handle: string) {
  return tx.first<AdminPage>(sql`
    select ${pageColumns} from content_page p
    where p.channel = ${channel} and p.handle = ${handle}`);
}

/** Adds a page of the channel asked for, or sets its words anew. */
export function putPage({ database }: ServiceContext<'product'>): Handler<'product', 'putPage'> {
  return (input, invocation) =>
    database.transaction('put_page', invocation, async (tx) => {
      const { channel } = invocation;
      const { handle } = input;
      // One after the other in a channel: how many there are, and of which kind, is theirs together.
      // Who publishes or renames one at the same moment waits at the page's own row.
      const [of] = await tx.query<{ locales: string[] }>(
        sql`select locales from channel where code = ${channel} for update`,
      );
      if (!of) return noSuchChannel;
      await tx.query(sql`
        select from content_page where channel = ${channel} and handle = ${handle} for update`);
      const before = await readPage(tx, channel, handle);
      const refusal =
        (before && conflictOf(before, input.expectedVersion)) ??
        (await refuse(tx, channel, input, of.locales));
      if (refusal) return refusal;
      const { kind, menu, position } = input;
      const pageId = before?.pageId ?? newId();
      await tx.query(sql`
        insert into content_page (id, channel, handle, kind, menu, position)
        values (${pageId}::uuid, ${channel}, ${handle}, ${kind}, ${menu}, ${position}::int)
        on conflict (channel, handle) do update set kind = excluded.kind, menu = excluded.menu,
          position = excluded.position, version = content_page.version + 1,
          updated_at = kontor_now()`);
      await setTexts(tx, pageId, input.texts);
      const after = (await readPage(tx, channel, handle))!;
      tx.audit({ subject: `page ${channel} ${handle}`, before, after });
      return ok(after);
    });
}

async function refuse(
  tx: Transaction,
  channel: string,
  { handle, kind, texts }: InputOf<'product', 'putPage'>,
  locales: readonly string[],
) {
  const foreign = Object.keys(texts).find((locale) => !locales.includes(locale));
  if (foreign !== undefined)
    return fail('language_not_offered', `The channel has no language ${foreign}. Add it first.`, {
      locale: foreign,
    });
  const [others] = await tx.query<{ pages: number; sameKind: string | null }>(sql`
    select count(*)::int as pages, max(handle) filter (where kind = ${kind}) as same_kind
    from content_page where channel = ${channel} and handle <> ${handle}`);
  const { pages, sameKind } = others!;
  if (kind !== 'content' && sameKind !== null)
    return fail('kind_taken', `Page ${sameKind} is of this kind, and there is one of it.`, {
      handle: sameKind,
    });
  if (pages >= mostPages)
    return fail('too_many_pages', `A channel has ${mostPages} pages at most.`, { most: mostPages });
  return undefined;
}

async function setTexts(
  tx: Transaction,
  pageId: string,
  texts: InputOf<'product', 'putPage'>['texts'],
): Promise<void> {
  const given = Object.entries(texts);
  await tx.query(sql`delete from content_text where page_id = ${pageId}::uuid`);
  await tx.query(sql`
    insert into content_text (page_id, locale, title, markdown, seo_title, seo_description)
    select ${pageId}::uuid, g.* from unnest(${given.map(([locale]) => locale)}::text[],
      ${given.map(([, { title }]) => plainLines(title).replaceAll('\n', ' '))}::text[],
      ${given.map(([, { markdown }]) => plainLines(markdown))}::text[],
      ${given.map(([, { seoTitle }]) => seoTitle)}::text[],
      ${given.map(([, { seoDescription }]) => seoDescription)}::text[]) as g`);
}

/** Gives a page another handle; the one it had leads to it. */
export function renamePage(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'renamePage'> {
  return (input, invocation) =>
    database.transaction('rename_page', invocation, async (tx) => {
      const { channel } = invocation;
      const { handle, newHandle } = input;
      const locked = await lockPage(tx, channel, input);
      if (!locked.ok) return locked;
      const before = locked.value;
      if (newHandle === handle) return ok(before);
      const moved = await tx.change(sql`
        update content_page set handle = ${newHandle}, version = version + 1,
          updated_at = kontor_now()
        where id = ${before.pageId}::uuid and not exists (
          select from content_page where channel = ${channel} and handle = ${newHandle})`);
      if (moved === 0) return fail('handle_taken', 'Another page has this handle.');
      await tx.query(sql`
        insert into former_page_handle (channel, handle, page_id)
        values (${channel}, ${handle}, ${before.pageId}::uuid)
        on conflict (channel, handle) do update set page_id = excluded.page_id`);
      const after = (await readPage(tx, channel, newHandle))!;
      tx.audit({ subject: `page ${channel} ${newHandle}`, before, after });
      tx.afterwards(() => frames.forget());
      return ok(after);
    });
}

/** Takes away a page that nobody was ever shown. */
export function deletePage({
  database,
}: ServiceContext<'product'>): Handler<'product', 'deletePage'> {
  return ({ handle, expectedVersion }, invocation) =>
    database.transaction('delete_page', invocation, async (tx) => {
      const { channel } = invocation;
      const locked = await lockPage(tx, channel, { handle, expectedVersion });
      if (!locked.ok) return locked;
      const gone = await tx.change(sql`
        delete from content_page where id = ${locked.value.pageId}::uuid and not ever_published`);
      if (gone === 0)
        return fail('page_was_published', 'Shoppers were shown it. Unpublish it instead.');
      tx.audit({ subject: `page ${channel} ${handle}`, before: locked.value });
      return ok({});
    });
}
