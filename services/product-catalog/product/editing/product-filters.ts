import { channelsSeenBy, type Actor } from '#kernel/actor.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { categoryNamed } from '../storefront/former-shelves.ts';

type Filters = Omit<InputOf<'product', 'listAdminProducts'>, 'limit' | 'cursor' | 'sort'>;

/** So many units of a variant are few. */
const fewUnits = 5;

/**
 * The condition under which the actor looks at a product `p`: it is offered in one of their
 * channels. One that is offered nowhere is for those who may act in all.
 */
export function seenBy(actor: Actor): Statement {
  const seen = channelsSeenBy(actor);
  if (seen === null) return sql`true`;
  return sql`exists (
    select from listing l where l.product_id = p.id and l.channel = any(${seen}::text[]))`;
}

/** Of a `product`: whoever acts in one of these sees it. */
export const listedIn = sql`
  array(select l.channel from listing l where l.product_id = product.id order by l.channel)`;

/** The conditions of what is asked for, of a product `p`. */
export function productConditions(asked: Filters, actor: Actor): Statement[] {
  const { vendor, sku, barcode, status, handle, category, updatedSince } = asked;
  // What is missing or sold out elsewhere is the business of the other shops.
  const within = asked.channel === undefined ? channelsSeenBy(actor) : [asked.channel];
  return [
    when(vendor, (value) => sql`lower(vendor) = lower(${value})`),
    when(sku, (value) =>
      hasVariant(sql`lower(v.sku) = lower(${value}) or lower(v.supplier_sku) = lower(${value})`),
    ),
    when(barcode, (value) =>
      hasVariant(sql`v.barcode <> '' and lower(v.barcode) = lower(${value})`),
    ),
    when(status, (value) => sql`status = ${value}`),
    when(handle, (value) => sql`handle = ${value}`),
    when(
      asked.channel,
      (value) => sql`exists (
      select from listing l where l.product_id = p.id and l.channel = ${value})`,
    ),
    when(
      category,
      (value) => sql`category_id in (
      with recursive within as (
        select ${categoryNamed(sql`${value}`)} as id
        union all select c.id from category c join within w on c.parent_id = w.id)
      select id from within)`,
    ),
    when(asked.missing, (value) =>
      value === 'image' ? sql`image_url is null` : lacksPrice(within),
    ),
    when(asked.stock, (value) => stockConditions[value](within)),
    when(updatedSince, (value) => sql`updated_at >= ${value}::timestamptz`),
  ].filter((condition) => condition !== undefined);
}

/** What is asked by the beginnings of words, of which nobody knows how common they are. */
export function productGuess({ query, title }: Filters): Statement | undefined {
  const guesses = [when(title, hasTitle), when(query, anywhere)].filter((one) => one !== undefined);
  return guesses.length === 0 ? undefined : joinSql(guesses, ' and ');
}

function when<T>(value: T | undefined, condition: (value: T) => Statement): Statement | undefined {
  return value === undefined ? undefined : condition(value);
}

/** Beginnings of words of the title in any order, or of the vendor, a SKU or a barcode. */
function anywhere(text: string): Statement {
  const begun = `${escaped(text.trim().toLowerCase())}%`;
  return sql`(${hasTitle(text)} or lower(vendor) like ${begun} or id = any(array(
    select v.product_id from variant v where lower(v.sku) like ${begun}
    union select v.product_id from variant v where v.barcode <> '' and lower(v.barcode) like ${begun})))`;
}

function hasTitle(text: string): Statement {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu);
  if (!words) return sql`false`;
  return sql`title_words(title) @@ ${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** Read first, for it names few products. */
function hasVariant(condition: Statement): Statement {
  return sql`id = any(array(select v.product_id from variant v where ${condition}))`;
}

/** A variant without a price in a channel in which the product is offered, or anywhere; or no variant. */
function lacksPrice(within: readonly string[] | null): Statement {
  const channels = within === null ? sql`true` : sql`l.channel = any(${within}::text[])`;
  return sql`(not exists (select from variant v where v.product_id = p.id)
    or exists (select from variant v where v.product_id = p.id and (
      not exists (select from price r where r.variant_id = v.id)
      or exists (select from listing l where l.product_id = p.id and ${channels} and not exists (
        select from price r where r.variant_id = v.id and r.channel = l.channel)))))`;
}

type Within = readonly string[] | null;
const stockConditions = {
  in_stock: isInStock,
  out_of_stock: (within: Within) => sql`not ${isInStock(within)}`,
  low: (within: Within) => sql`exists (
    select from variant v where v.product_id = p.id and v.tracked
      and (${unitsOf(within)}) between 1 and ${fewUnits})`,
};

function isInStock(within: Within): Statement {
  return sql`exists (
    select from variant v where v.product_id = p.id and (not v.tracked
      or v.inventory_policy = 'continue' or (${unitsOf(within)}) > 0))`;
}

/** Units of a variant `v` that can be sold in these channels. */
export function unitsOf(within: Within): Statement {
  const here = within === null ? [] : [sql`s.channels && ${['*', ...within]}::text[]`];
  const conditions = joinSql([sql`s.sku = v.sku`, sql`s.available > 0`, ...here], ' and ');
  return sql`select coalesce(sum(s.available), 0) from variant_stock s where ${conditions}`;
}
