import { z } from 'zod';
import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import { PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

export type AdminPage = OutputOf<'product', 'getAdminPage'>;
type PublishedText = OutputOf<'product', 'getPublishedText'>;

/** What a text was published as. The version before kept none: there it is what its page is. */
export const textKind = sql`coalesce(v.kind, p.kind)`;
/** Where a page stands for shoppers, in the same way. */
export const menuShown = sql`case when p.published_kind is null then p.menu else p.published_menu end`;
export const positionShown = sql`coalesce(p.published_position, p.position)`;

/**
 * Words that a shop was given to begin with: they call themselves the demo shop's, or name its
 * address, until somebody puts words of the shop's own in their place.
 */
const isSample = sql`v.markdown ~* '(^|[^[:alnum:]])demo ?shop|kontor[.]example'`;

/**
 * A page as staff see it. `changed` compares word for word, languages that came or went
 * included, and what the page is and where it stands.
 */
export const pageColumns = sql`p.id as page_id, p.handle, p.kind, p.menu, p.position, p.published,
  p.version, p.updated_at,
  coalesce((select json_object_agg(t.locale, json_build_object('title', t.title,
      'markdown', t.markdown, 'seoTitle', t.seo_title, 'seoDescription', t.seo_description))
    from content_text t where t.page_id = p.id), '{}'::json) as texts,
  coalesce((select json_agg(json_build_object('textId', v.id, 'locale', v.locale,
      'number', v.number, 'publishedAt', to_char(v.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'sample', ${isSample})
      order by v.locale)
    from published_text v where v.page_id = p.id and v.ended_at is null), '[]'::json) as shown,
  not p.published
    or (p.kind, p.menu, p.position)
      is distinct from (coalesce(p.published_kind, p.kind), ${menuShown}, ${positionShown})
    or exists (
    select from (select * from content_text t where t.page_id = p.id) t
    full join (select * from published_text v where v.page_id = p.id and v.ended_at is null) v
      on v.locale = t.locale
    where (t.title, t.markdown, t.seo_title, t.seo_description)
      is distinct from (v.title, v.markdown, v.seo_title, v.seo_description)) as changed`;

const textColumns = sql`v.id as text_id, v.locale, v.number, v.published_at, p.handle,
  ${textKind} as kind,
  v.title, v.markdown, v.body_html, v.sha256`;

export const pageNotFound = fail('page_not_found', 'There is no such page in this channel.');

export function listAdminPages({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminPages'> {
  return async (_input, invocation) =>
    ok(
      wholeList(
        await database.query<AdminPage>(
          sql`select ${pageColumns} from content_page p where p.channel = ${invocation.channel}
            order by p.position, p.handle`,
          invocation,
        ),
      ),
    );
}

export function getAdminPage({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getAdminPage'> {
  return async ({ handle }, invocation) => {
    const page = await database.first<AdminPage>(
      sql`select ${pageColumns} from content_page p
        where p.channel = ${invocation.channel} and p.handle = ${handle}`,
      invocation,
    );
    return page ? ok(page) : pageNotFound;
  };
}

const versions = new PageOrder('published texts', z.tuple([z.uuid()]));

/** All versions of a page that shoppers were shown, the newest first. */
export function listPublishedTexts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listPublishedTexts'> {
  return async ({ handle, limit, cursor }, invocation) => {
    const order = versions.within({ handle });
    const after = order.after(cursor);
    if (!after.ok) return after;
    const [page] = await database.query<{ id: string }>(
      sql`select id from content_page
        where channel = ${invocation.channel} and handle = ${handle}`,
      invocation,
    );
    if (!page) return pageNotFound;
    const rows = await database.query<PublishedText>(
      sql`select ${textColumns} from published_text v join content_page p on p.id = v.page_id
        where v.page_id = ${page.id}::uuid
          and v.id < ${after.value?.[0] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
        order by v.id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      order.pageOf(
        rows,
        limit,
        ({ textId }) => [textId],
        (row) => row,
      ),
    );
  };
}

/** What somebody was shown, for as long as the shop is there. */
export function getPublishedText({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getPublishedText'> {
  return async ({ textId }, invocation) => {
    const text = await database.first<PublishedText>(
      sql`select ${textColumns} from published_text v join content_page p on p.id = v.page_id
        where v.id = ${textId}::uuid and v.channel = ${invocation.channel}`,
      invocation,
    );
    return text ? ok(text) : fail('text_not_found', 'There is no such text in this channel.');
  };
}
