import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { buildDocuments } from './build-documents.ts';
import { definitionNumber } from './definition.ts';
import { changesDocuments } from '../search/document-writes.ts';
import { followRules } from '../structure/rules/follow-rules.ts';
import type { Ruled } from '../structure/rules/read-rules.ts';
import {
  loadCategories,
  loadEditions,
  loadSources,
  type ProductSource,
} from './document-source.ts';
import { kindOfTerm, shelvedKinds } from './terms.ts';
import { withNewWords } from '../words/known-words.ts';

/** Locks products in one order, so that two changes of the same ones cannot wait for each other. */
export async function lockProducts(tx: Transaction, productIds: readonly string[]) {
  await tx.query(
    sql`select from product where id = any (${productIds}::uuid[]) order by id for update`,
  );
}

/**
 * Makes the read-model documents of these products anew from what is stored, in the transaction of
 * the change. The caller has locked the products. Of drafts and archived ones nothing remains.
 */
export async function refreshDocuments(
  tx: Transaction,
  productIds: readonly string[],
  built = definitionNumber,
): Promise<void> {
  if (productIds.length === 0) return;
  const [stored, categories, { editions, fields, rules }] = await Promise.all([
    loadSources(tx, productIds),
    loadCategories(tx, productIds),
    loadEditions(tx),
    removeDocuments(tx, productIds),
  ]);
  const sources = rules.length === 0 ? stored : await ruled(tx, productIds, stored, rules);
  const byPath = new Map(categories.map((category) => [category.path, category]));
  const documents = sources.flatMap((source) =>
    editions.flatMap((edition) =>
      buildDocuments(source, edition, { categories: byPath, fields }, edition.now),
    ),
  );
  if (documents.length === 0) return;
  changesDocuments(tx, shelvesOf(documents));
  await tx.query(sql`
    with given as materialized (
      select * from json_to_recordset(${json(withNewWords(tx, documents))}::json) as x (
        edition_id int, product_id uuid, valid_from timestamptz, valid_to timestamptz, handle text,
        price_minor bigint, name_key text, in_stock boolean, terms text[], shelves text[],
        card json, page json, text_search regconfig, title text, names text, description text,
        exact_title text[], exact_names text[], exact text[], title_words smallint, words text[],
        shown_words text[],
        numbers jsonb)),
    paged as (
      insert into page (edition_id, product_id, valid_from, body)
      select edition_id, product_id, valid_from, page from given),
    shelved as (
      insert into shelf (edition_id, term, product_id, valid_from, price_minor, name_key)
      select edition_id, hashtextextended(shelf, 0), product_id, valid_from, price_minor, name_key
      from given, unnest(shelves) as shelf),
    numbered as (
      insert into number_shelf (edition_id, key, value, product_id, valid_from)
      select edition_id, n.key, v.value::numeric, product_id, valid_from
      from given, jsonb_each(numbers) n, jsonb_array_elements_text(n.value) v),
    learnt as (
      insert into search_word (edition_id, word, shown, backwards, trigrams)
      select n.edition_id, n.word, n.shown, reverse(w.form),
        case when w.form = n.word then search_trigrams(n.word) end
      from (
          select distinct on (edition_id, word) edition_id, text_search, word, shown
          from given, unnest(words, shown_words) as w (word, shown)) n,
        lateral (
          select n.word as form
          union select unnest(tsvector_to_array(to_tsvector(n.text_search, n.word)))) w
      where not exists (
        select from search_word k where k.edition_id = n.edition_id and k.word = n.word))
    insert into document (edition_id, product_id, valid_from, valid_to, handle, price_minor,
      name_key, in_stock, terms, terms_hash, search, title_words, card, built, numbers)
    select edition_id, product_id, valid_from, valid_to, handle, price_minor, name_key, in_stock,
      terms, hash_array_extended(terms, 0),
      array_to_tsvector(titled || array(select '=' || word from unnest(titled) as word)
        || named || array(select '+' || word from unnest(named) as word) || exact)
        || strip(to_tsvector('simple', names)) || strip(to_tsvector(text_search, description)),
      title_words, card, ${built}, nullif(numbers, '{}')
    from given, lateral (
      select tsvector_to_array(to_tsvector(text_search, title)
          || to_tsvector('simple', title)) || exact_title as titled,
        tsvector_to_array(to_tsvector(text_search, names)) || exact_names as named
      -- Else PostgreSQL puts what makes them into each place where they stand, and it is made twice.
      offset 0) as stemmed`);
}

/** What products stand in by hand, and from now on by the rules. */
async function ruled(
  tx: Transaction,
  productIds: readonly string[],
  sources: readonly ProductSource[],
  rules: readonly Ruled[],
): Promise<ProductSource[]> {
  const handles = await followRules(tx, productIds, rules);
  const byRule = new Set(rules.map(({ handle }) => handle));
  return sources.map((source) => ({
    ...source,
    collections: [
      ...source.collections.filter((handle) => !byRule.has(handle)),
      ...(handles.get(source.productId) ?? []),
    ],
  }));
}

export async function removeDocuments(
  tx: Transaction,
  productIds: readonly string[],
): Promise<void> {
  const removed = await tx.query<{ terms: string[] }>(sql`
    with pages as (delete from page where product_id = any (${productIds}::uuid[])),
      shelves as (delete from shelf where product_id = any (${productIds}::uuid[])),
      numbers as (delete from number_shelf where product_id = any (${productIds}::uuid[]))
    delete from document where product_id = any (${productIds}::uuid[]) returning terms`);
  changesDocuments(tx, shelvesOf(removed));
}

/** All shelves that documents stand on. */
export function shelvesOf(documents: readonly { readonly terms: readonly string[] }[]): string[] {
  const terms = new Set(documents.flatMap((document) => document.terms));
  return [...terms].filter((text) => shelvedKinds.has(kindOfTerm(text)));
}
