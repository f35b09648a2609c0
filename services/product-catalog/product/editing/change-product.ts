import type { FieldOwner } from '#contracts/fields.ts';
import { fail, ok } from '#kernel/result.ts';
import { newId } from '#kernel/ids.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  changeLockedProduct,
  lockProduct,
  settleChange,
  type LockedProduct,
} from './change-locked-product.ts';
import { refuseMissing } from '../content/kept-pictures.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { refuseWithoutRate } from './missing-rates.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import { categoryNamed, collectionNamed } from '../storefront/former-shelves.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { textNames, textRecord, textsOfRecord } from '../product-table.ts';
import { removeDocuments } from '../read-model/refresh-documents.ts';
import { optionsDocument } from '../stored/documents.ts';
import { setProductAttributes } from './set-attributes.ts';

type Refusal = Extract<
  Awaited<ReturnType<Handler<'product', 'createProduct'>>>,
  { ok: false }
>['failure'];
type Fields = Omit<InputOf<'product', 'changeProduct'>, 'productId' | 'expectedVersion'>;

/** A draft, listed in the channel of whoever makes it. */
export function createProduct({
  database,
}: ServiceContext<'product'>): Handler<'product', 'createProduct'> {
  return (input, invocation) =>
    database.command<OutputOf<'product', 'createProduct'>, Refusal>(
      'createProduct',
      input,
      invocation,
      async (tx) => {
        const productId = newId();
        const listed = await tx.change(sql`
        with made as (
          insert into product (id, handle, title, status)
          select ${productId}::uuid, ${input.handle}, ${input.title}, 'draft'
          where not exists (select from product where handle = ${input.handle})
          on conflict do nothing returning id)
        insert into listing (product_id, channel)
        select made.id, c.code from made left join channel c on c.code = ${invocation.channel}
        where c.code is not null`);
        const locked = await lockProduct(tx, { productId });
        if (!locked.ok) return handleTaken;
        if (listed === 0) return channelNotFound;
        const done = await setFields(tx, locked.value, input);
        if (!done.ok) return done;
        return ok(await settleChange(tx, locked.value, []));
      },
    );
}

/** Sets what is given; publishing and archiving are a status like any other field. */
export function changeProduct(
  context: ServiceContext<'product'>,
): Handler<'product', 'changeProduct'> {
  return ({ productId, expectedVersion, ...fields }, invocation) =>
    changeLockedProduct(
      context,
      'change_product',
      { productId, expectedVersion, fieldsOf: fieldsReadBy(fields) },
      invocation,
      (tx, locked) => changeFields(tx, locked, fields, context.settings),
    );
}

/** Within a change of the product. */
export async function changeFields(
  tx: Transaction,
  locked: LockedProduct,
  fields: Fields,
  settings: Settings,
) {
  return (
    (await refuseOptionNames(tx, locked, fields)) ??
    (await refuseLive(tx, locked, fields, settings)) ??
    setFields(tx, locked, fields)
  );
}

/** A product that appears has all values that are required, its variants too. */
function fieldsReadBy({ attributes, status }: Fields): FieldOwner[] {
  if (status === 'active') return ['product', 'variant'];
  return attributes === undefined ? [] : ['product'];
}

/** Removes what nobody can have bought, or, where that is asked for, what can be bought no more. */
export function deleteProduct({
  database,
}: ServiceContext<'product'>): Handler<'product', 'deleteProduct'> {
  return ({ published = 'keep', ...target }, invocation) =>
    database.transaction('delete_product', invocation, async (tx) => {
      const locked = await lockProduct(tx, target);
      if (!locked.ok) return locked;
      const { productId, version, publishedAt, handle, status } = locked.value;
      if (publishedAt !== null && published === 'keep')
        return fail('product_was_published', 'The product was published. Archive it instead.');
      if (publishedAt !== null && status !== 'archived')
        return fail('product_was_published', 'The product was published. Archive it first.');
      const variants = await tx.query<{
        sku: string;
        policy: 'deny' | 'continue';
        tracked: boolean;
      }>(
        sql`select sku, inventory_policy as policy, tracked from variant where product_id = ${productId}::uuid`,
      );
      await removeDocuments(tx, [productId]);
      // What people may have a link to is told to be gone, under each name that it had.
      if (publishedAt !== null)
        await tx.query(sql`
          insert into removed_product_handle (handle)
          select ${handle} union select handle from former_product_handle
          where product_id = ${productId}::uuid
          on conflict (handle) do update set removed_at = kontor_now()`);
      await tx.query(sql`delete from product where id = ${productId}::uuid`);
      if (variants.length > 0) {
        tx.emit({
          type: 'product.variants_changed',
          aggregateId: productId,
          aggregateVersion: version + 1,
          data: { variants: variants.map((variant) => ({ ...variant, removed: true })) },
        });
      }
      tx.audit({ subject: `product ${productId}`, before: { handle, version } });
      return ok({});
    });
}

async function setFields(tx: Transaction, locked: LockedProduct, fields: Fields) {
  const { productId } = locked;
  const refusal = await refuseFields(tx, locked, fields);
  if (refusal) return refusal;
  const after = fields.status ?? locked.status;
  const attributesRefused = await setProductAttributes(tx, locked, {
    given: fields.attributes,
    shown: after === 'active',
    appears: after === 'active' && locked.status !== 'active',
  });
  if (attributesRefused) return attributesRefused;
  const description =
    fields.descriptionHtml === undefined ? undefined : sanitiseDescription(fields.descriptionHtml);
  const columns = {
    handle: fields.handle,
    title: fields.title,
    description_html: description?.html,
    description_text: description?.text,
    ...textRecord(fields),
    tags: fields.tags && [...new Set(fields.tags)],
    status: fields.status,
    options:
      fields.optionNames &&
      optionsDocument.wrap(
        fields.optionNames.map(
          (name) => locked.options.find((option) => option.name === name) ?? { name, values: [] },
        ),
      ),
    image_url: fields.media && (fields.media[0]?.url ?? null),
  };
  await tx.query(sql`
    update product p set (handle, title, description_html, description_text, ${textNames},
      tags, status, options, image_url) = (
      select x.handle, x.title, x.description_html, x.description_text, ${textsOfRecord},
        x.tags, x.status, x.options, x.image_url
      from jsonb_populate_record(p, ${json(columns)}::jsonb) x),
      category_id = case when ${fields.category !== undefined}
        then ${categoryNamed(sql`${fields.category ?? null}::text`)} else p.category_id end
    where p.id = ${productId}::uuid`);
  if (fields.handle !== undefined && fields.handle !== locked.handle)
    await tx.query(sql`
      insert into former_product_handle (handle, product_id)
      values (${locked.handle}, ${productId}::uuid)
      on conflict (handle) do update set product_id = excluded.product_id`);
  await tx.query(sql`
    update product set published_at = kontor_now()
    where id = ${productId}::uuid and status = 'active' and published_at is null`);
  if (fields.media) await setMedia(tx, productId, fields.media);
  if (fields.collections) await setCollections(tx, productId, fields.collections);
  return ok([]);
}

async function refuseLive(
  tx: Transaction,
  { productId, status }: LockedProduct,
  fields: Fields,
  settings: Settings,
) {
  if (fields.status !== 'active' || status === 'active') return undefined;
  return refuseWithoutRate(tx, { productId }, settings);
}

async function refuseFields(tx: Transaction, { productId, handle }: LockedProduct, fields: Fields) {
  const collections = fields.collections ?? [];
  const found = (await tx.first<{
    taken: boolean;
    category: boolean;
    collections: number;
  }>(sql`
    select exists (select from product where handle = ${fields.handle ?? handle} and id <> ${productId}::uuid) as taken,
      ${categoryNamed(sql`${fields.category ?? null}::text`)} is not null as category,
      (select count(*)::int from unnest(${[...new Set(collections)]}::text[]) as k (handle)
        where ${collectionNamed(sql`k.handle`)} is not null) as collections`))!;
  if (found.taken) return handleTaken;
  if (typeof fields.category === 'string' && !found.category)
    return fail('category_not_found', 'There is no such category. Add it first.');
  if (found.collections < new Set(collections).size)
    return fail('collection_not_found', 'One of the collections does not exist. Add it first.');
  const media = fields.media ?? [];
  return refuseMissing(
    tx,
    media.map(({ url }, at) => ({ field: `media.${at}.url`, url })),
  );
}

async function refuseOptionNames(
  tx: Transaction,
  { productId, options }: LockedProduct,
  { optionNames }: Fields,
) {
  if (optionNames === undefined) return undefined;
  const same = JSON.stringify(optionNames) === JSON.stringify(options.map(({ name }) => name));
  if (same) return undefined;
  const [variant] = await tx.query<object>(
    sql`select from variant where product_id = ${productId}::uuid limit 1`,
  );
  if (variant === undefined) return undefined;
  return fail(
    'options_in_use',
    'The product has variants with the options it has. Remove them first.',
  );
}

async function setMedia(tx: Transaction, productId: string, media: NonNullable<Fields['media']>) {
  await tx.query(sql`delete from media where product_id = ${productId}::uuid`);
  await tx.query(sql`
    insert into media (product_id, position, url, alt_text)
    select ${productId}::uuid, place, url, alt_text
    from unnest(${media.map(({ url }) => url)}::text[], ${media.map(({ altText }) => altText)}::text[])
      with ordinality as x (url, alt_text, place)`);
}

/** Where it stays in one it keeps its place there. What stands in one by its rule, the rule alone says. */
async function setCollections(tx: Transaction, productId: string, handles: readonly string[]) {
  const named = sql`select ${collectionNamed(sql`k.handle`)} as id
    from unnest(${handles}::text[]) as k (handle)`;
  await tx.query(sql`
    delete from collection_product where product_id = ${productId}::uuid
      and collection_id not in (select n.id from (${named}) n where n.id is not null)
      and collection_id not in (select o.id from collection o where o.rule is not null)`);
  await tx.query(sql`
    insert into collection_product (collection_id, product_id)
    select distinct o.id, ${productId}::uuid from (${named}) n
    join collection o on o.id = n.id and o.rule is null
    on conflict do nothing`);
}

const handleTaken = fail('handle_taken', 'Another product has this handle. Choose another one.');
