import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import type { Frames } from './frames.ts';
import { pageNotFound, textKind } from '../pages/read-pages.ts';

/** What frames every page of the shop, in the channel and language asked for. */
export function getStorefront(
  editions: Editions,
  frames: Frames,
): Handler<'product', 'getStorefront'> {
  return async (_input, invocation) => {
    const edition = await editions.find(invocation);
    const frame = edition && (await frames.of(edition));
    return frame ? ok(frame) : channelNotFound;
  };
}

type Page = OutputOf<'product', 'getPage'>;
interface Row extends Omit<Page, 'seo'> {
  readonly seoTitle: string;
  readonly seoDescription: string;
}

/** A page as it was published last, by its handle or one that it had before. */
export function getPage(
  { database }: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'getPage'> {
  return async ({ handle }, invocation) => {
    const edition = await editions.find(invocation);
    if (!edition) return channelNotFound;
    const { channel, locale } = edition;
    const shown = (which: ReturnType<typeof sql>) =>
      database.first<Row>(
        sql`
          select p.handle, ${textKind} as kind, v.locale, v.title, v.body_html, v.seo_title, v.seo_description,
            v.id as text_id, v.published_at,
            array(select locale from published_text o where o.page_id = p.id and o.ended_at is null
              order by locale) as locales
          from content_page p join published_text v on v.page_id = p.id and v.ended_at is null
          join channel c on c.code = p.channel
          where p.channel = ${channel} and p.published and ${which}
          order by v.locale = ${locale} desc, left(v.locale, 2) = left(${locale}, 2) desc,
            v.locale = c.default_locale desc, v.locale limit 1`,
        invocation,
      );
    const row =
      (await shown(sql`p.handle = ${handle}`)) ??
      (await shown(sql`p.id = (select page_id from former_page_handle
        where channel = ${channel} and handle = ${handle})`));
    if (!row) return pageNotFound;
    const { seoTitle, seoDescription, ...page } = row;
    return ok({ ...page, seo: { title: seoTitle, description: seoDescription } });
  };
}
