import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import type { Frames } from '../../content/frames.ts';
import { refuseMissing } from '../../content/kept-pictures.ts';
import type { Editions } from '../../read-model/editions.ts';
import { startRebuild } from '../../read-model/rebuild-documents.ts';
import { changesDocuments } from '../../search/document-writes.ts';
import { categoryNamed } from '../../storefront/former-shelves.ts';
import { categoryColumns, categoryNotFound } from '../put-category.ts';

type Display = OutputOf<'product', 'getCategoryDisplay'>;
type Given = InputOf<'product', 'putCategoryDisplay'>;

interface Row extends Omit<Display, 'picture'> {
  readonly imageUrl: string | null;
  readonly imageAlt: string;
}

const displayOf = (condition: Statement) => sql`
  select ${categoryColumns}, image_url, image_alt, channels,
    coalesce((select json_object_agg(t.locale, json_build_object(
        'descriptionHtml', t.description_html, 'seoTitle', t.seo_title,
        'seoDescription', t.seo_description) order by t.locale)
      from category_text t where t.category_id = category.id), '{}') as texts
  from category where ${condition}`;

const shown = ({ imageUrl, imageAlt, ...row }: Row): Display => ({
  ...row,
  picture: imageUrl === null ? null : { url: imageUrl, altText: imageAlt },
});

/** What the page of a category shows, as staff keep it. */
export function getCategoryDisplay({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getCategoryDisplay'> {
  return async ({ path }, invocation) => {
    const row = await database.first<Row>(
      displayOf(sql`id = ${categoryNamed(sql`${path}`)}`),
      invocation,
    );
    return row ? ok(shown(row)) : categoryNotFound;
  };
}

/** Says what the page of a category shows, and to whom; products that lie in it follow in the background. */
export function putCategoryDisplay(
  { database }: ServiceContext<'product'>,
  frames: Frames,
  editions: Editions,
): Handler<'product', 'putCategoryDisplay'> {
  return (given, invocation) =>
    database.transaction('put_category_display', invocation, async (tx) => {
      const { path, picture, channels, expectedVersion } = given;
      const held = await tx.first<{ id: string }>(
        sql`select id from category where path = ${path} for update`,
      );
      if (held === undefined) return categoryNotFound;
      const before = shown((await tx.first<Row>(displayOf(sql`id = ${held.id}::uuid`)))!);
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion)
        return fail('version_conflict', 'The category changed in the meantime. Read it again.', {
          version,
        });
      const refused = (await refuseChannels(tx, channels)) ?? (await refusePicture(tx, picture));
      if (refused) return refused;
      await write(tx, held.id, given);
      const after = shown((await tx.first<Row>(displayOf(sql`id = ${held.id}::uuid`)))!);
      // The way to a product leads through the categories that shoppers see.
      if (JSON.stringify(before.channels) !== JSON.stringify(after.channels)) {
        await startRebuild(tx, 'category', path);
        changesDocuments(tx);
        tx.afterwards(() => {
          frames.forget();
          editions.forget();
        });
      }
      tx.audit({ subject: `category ${path}`, before, after });
      return ok(after);
    });
}

async function refuseChannels(tx: Transaction, channels: Given['channels']) {
  const unknown = await tx.first<{ code: string }>(sql`
    select k.code from unnest(${channels ?? []}::text[]) as k (code)
    where not exists (select from channel c where c.code = k.code) limit 1`);
  return unknown && fail('channel_not_found', `There is no channel ${unknown.code}.`);
}

async function refusePicture(tx: Transaction, picture: Given['picture']) {
  return picture ? refuseMissing(tx, [{ field: 'picture.url', url: picture.url }]) : undefined;
}

async function write(tx: Transaction, id: string, { picture, texts, channels }: Given) {
  await tx.query(sql`
    update category set image_url = ${picture?.url ?? null}, image_alt = ${picture?.altText ?? ''},
      channels = ${channels === null ? null : [...new Set(channels)].toSorted()}::text[],
      version = version + 1, updated_at = kontor_now()
    where id = ${id}::uuid`);
  const said = Object.entries(texts)
    .map(([locale, text]) => {
      const { html } = sanitiseDescription(text.descriptionHtml);
      const [seoTitle, seoDescription] = [text.seoTitle.trim(), text.seoDescription.trim()];
      return { locale, html, seoTitle, seoDescription };
    })
    .filter(({ html, seoTitle, seoDescription }) => html || seoTitle || seoDescription);
  await tx.query(sql`delete from category_text where category_id = ${id}::uuid`);
  await tx.query(sql`
    insert into category_text (category_id, locale, description_html, seo_title, seo_description)
    select ${id}::uuid, x.* from unnest(${said.map(({ locale }) => locale)}::text[],
      ${said.map(({ html }) => html)}::text[], ${said.map(({ seoTitle }) => seoTitle)}::text[],
      ${said.map(({ seoDescription }) => seoDescription)}::text[]) as x`);
}
