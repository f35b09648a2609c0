import { createHash } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Frames } from '../content/frames.ts';
import { lockPage, readPage } from './keep-pages.ts';
import { htmlOfMarkdown } from './markdown.ts';
import type { AdminPage } from './read-pages.ts';
import { tellTexts } from './tell-texts.ts';

/**
 * Shows a page as it is now: its words, what it is and where it stands. Of each language whose words
 * differ from what is shown a version is written that is never changed, and of all where the page
 * became another kind; publishing the same once more writes none.
 */
export function publishPage(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'publishPage'> {
  return (input, invocation) =>
    database.transaction('publish_page', invocation, async (tx) => {
      const { channel } = invocation;
      const locked = await lockPage(tx, channel, input);
      if (!locked.ok) return locked;
      const before = locked.value;
      if (Object.keys(before.texts).length === 0)
        return fail('page_without_texts', 'The page has no words yet. Write them first.');
      if (!before.changed) return ok(before);
      const taken = await shownAs(tx, channel, before);
      if (taken) return taken;
      await writeVersions(tx, channel, before);
      await tellTexts(tx, untold(before.pageId));
      await tx.query(sql`
        update content_page set published = true, ever_published = true, published_kind = kind,
          published_menu = menu, published_position = position, version = version + 1, updated_at = kontor_now()
        where id = ${before.pageId}::uuid`);
      const after = (await readPage(tx, channel, before.handle))!;
      tx.audit({ subject: `page ${channel} ${after.handle}`, before, after });
      tx.afterwards(() => frames.forget());
      return ok(after);
    });
}

/** A refusal while shoppers are still shown another page as what this one is to be. */
async function shownAs(tx: Transaction, channel: string, { pageId, kind }: AdminPage) {
  if (kind === 'content') return undefined;
  const other = await tx.first<{ handle: string }>(sql`
    select handle from content_page where channel = ${channel} and published
      and published_kind = ${kind} and id <> ${pageId}::uuid limit 1`);
  if (!other) return undefined;
  const { handle } = other;
  return fail('kind_taken', `Shoppers are shown page ${handle} as this kind. Publish that first.`, {
    handle,
  });
}

/** What began or ended in this very transaction. */
function untold(pageId: string) {
  return sql`v.page_id = ${pageId}::uuid and (v.told = 0 or (v.ended_at is not null and not v.end_told))`;
}

async function writeVersions(
  tx: Transaction,
  channel: string,
  { pageId, kind, texts }: AdminPage,
): Promise<void> {
  await tx.query(sql`
    update published_text v set ended_at = kontor_now()
    where v.page_id = ${pageId}::uuid and v.ended_at is null and (
      coalesce(v.kind, ${kind}) <> ${kind} or not exists (
      select from content_text t where t.page_id = v.page_id and t.locale = v.locale
        and (t.title, t.markdown, t.seo_title, t.seo_description)
          = (v.title, v.markdown, v.seo_title, v.seo_description)))`);
  const shown = await tx.query<{ locale: string }>(sql`
    select locale from published_text where page_id = ${pageId}::uuid and ended_at is null`);
  const kept = new Set(shown.map(({ locale }) => locale));
  const fresh = Object.entries(texts).filter(([locale]) => !kept.has(locale));
  await tx.query(sql`
    insert into published_text (id, page_id, channel, kind, locale, number, title, markdown, body_html,
      seo_title, seo_description, sha256)
    select g.id, ${pageId}::uuid, ${channel}, ${kind}, g.locale,
      1 + coalesce((select max(number) from published_text b
        where b.page_id = ${pageId}::uuid and b.locale = g.locale), 0),
      g.title, g.markdown, g.body_html, g.seo_title, g.seo_description, g.sha256
    from unnest(${fresh.map(() => newId())}::uuid[],
      ${fresh.map(([locale]) => locale)}::text[],
      ${fresh.map(([, { title }]) => title)}::text[],
      ${fresh.map(([, { markdown }]) => markdown)}::text[],
      ${fresh.map(([, { markdown }]) => htmlOfMarkdown(markdown))}::text[],
      ${fresh.map(([, { seoTitle }]) => seoTitle)}::text[],
      ${fresh.map(([, { seoDescription }]) => seoDescription)}::text[],
      ${fresh.map(([, words]) => hashOf(words))}::text[])
      as g (id, locale, title, markdown, body_html, seo_title, seo_description, sha256)`);
}

/** SHA-256 of title and Markdown with an empty line between them. */
function hashOf({ title, markdown }: { title: string; markdown: string }): string {
  return createHash('sha256').update(`${title}\n\n${markdown}`).digest('hex');
}

/** Takes a page from shoppers. What was published of it is kept. */
export function unpublishPage(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'unpublishPage'> {
  return (input, invocation) =>
    database.transaction('unpublish_page', invocation, async (tx) => {
      const { channel } = invocation;
      const locked = await lockPage(tx, channel, input);
      if (!locked.ok) return locked;
      const before = locked.value;
      if (!before.published) return ok(before);
      await tx.query(sql`
        update published_text set ended_at = kontor_now()
        where page_id = ${before.pageId}::uuid and ended_at is null`);
      await tellTexts(tx, untold(before.pageId));
      await tx.query(sql`
        update content_page set published = false, version = version + 1, updated_at = kontor_now()
        where id = ${before.pageId}::uuid`);
      const after = (await readPage(tx, channel, before.handle))!;
      tx.audit({ subject: `page ${channel} ${after.handle}`, before, after });
      tx.afterwards(() => frames.forget());
      return ok(after);
    });
}
