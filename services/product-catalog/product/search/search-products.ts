import { z } from 'zod';
import { PageOrder } from '#platform/data/page-cursor.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import type { Editions, OpenEdition } from '../read-model/editions.ts';
import { asNamedNow } from '../storefront/former-shelves.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { SharedReads } from '../storefront/tick-batch.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { FacetCounter } from './count-facets.ts';
import { choicesOf, type SearchInput } from './entry-filters.ts';
import { Finder } from './find-products.ts';
import { KeptAnswers, shelfOf, type Moment } from './kept-answers.ts';
import { optionsInLanguage, type Option } from './options-in-language.ts';
import type { Synonyms } from './synonyms.ts';

const mostMatches = 100_000_000;
const allPages = new PageOrder('matches', z.tuple([z.int().min(1).max(mostMatches)]));
/** What is searched for in words and finds fewer costs too little to be kept. */
const fewestKept = 200;
/** What was found may change before it is counted; then it is found anew. */
const attempts = 5;

type Asked = SearchInput & { readonly translatedOptions?: readonly Option[] };

/** What may have been meant where nothing was found: names of before, words of another language. */
async function askedOtherwise(
  database: Database,
  asked: SearchInput,
  edition: OpenEdition,
  by: Invocation,
): Promise<Asked | undefined> {
  const [named, translatedOptions] = await Promise.all([
    edition.isRelisting ? undefined : asNamedNow(database, asked, by),
    optionsInLanguage(database, asked, edition, by),
  ]);
  if (translatedOptions === undefined) return named;
  return { ...(named ?? asked), option: undefined, options: translatedOptions, translatedOptions };
}

/** Whether an answer is worth keeping: one that is kept and never told again costs more than it saves. */
function toldAgain(database: Database) {
  const askedOnce = new KeptAnswers<true>(database);
  return (key: string, shelf: string | undefined, matches: number, moment: Moment): boolean => {
    if (shelf !== undefined) return matches > 0;
    if (matches < fewestKept) return false;
    if (askedOnce.get(key)) return true;
    askedOnce.keep(key, true, moment);
    return false;
  };
}

/** The best matches with facets over all that match; without a query all products that fit the filters. */
export function searchProducts(
  { database }: ServiceContext<'product'>,
  editions: Editions,
  vocabulary: Vocabulary,
  synonyms: Synonyms,
): Handler<'product', 'searchProducts'> {
  const reads = new SharedReads<PreparedJson>();
  const counter = new FacetCounter(database);
  const finder = new Finder(database, vocabulary, synonyms);
  const kept = new KeptAnswers<PreparedJson>(database);
  const isToldAgain = toldAgain(database);
  const read = async (
    key: string,
    input: SearchInput,
    renamed: SearchInput | undefined,
    edition: OpenEdition,
    from: number,
    by: Invocation,
  ) => {
    const shelf = input.query === undefined ? shelfOf(input) : undefined;
    const moment = kept.moment(shelf);
    let asked: Asked = renamed ?? input;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const found = await finder.find(asked, edition, from, by);
      const isAsGiven = found.matches === 0 && attempt === 1;
      const now = isAsGiven ? await askedOtherwise(database, asked, edition, by) : undefined;
      if (now) {
        asked = now;
        continue;
      }
      const chosen = found.open && { choices: choicesOf(asked), inStock: asked.inStock };
      const facets = await counter.of(found.open ?? found.groups, chosen, edition, by);
      if (facets === undefined) continue;
      const end = from + input.limit;
      const { items, matches } = found;
      const cursor = end < matches ? `"${allPages.within(input).cursorOf([end])}"` : 'null';
      const { translatedOptions } = asked;
      const translated = translatedOptions
        ? `,"translatedOptions":${JSON.stringify(translatedOptions)}`
        : '';
      const answer = `{"items":[${items}],"nextCursor":${cursor},"matches":${matches},"facets":${JSON.stringify(facets)}${translated}}`;
      // By a name that its shelf had before it is asked for seldom.
      const isKept = asked === input && isToldAgain(key, shelf, matches, moment);
      return isKept
        ? kept.keep(key, PreparedJson.toKeep(answer), moment)
        : new PreparedJson(answer);
    }
    throw new Error('products change faster than they are counted');
  };
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const after = allPages.within(input).after(input.cursor);
    if (!after.ok) return after;
    const from = after.value?.[0] ?? 0;
    const renamed = edition.isRelisting ? await asNamedNow(database, input, invocation) : undefined;
    const key = JSON.stringify([edition.editionId, edition.currency, input, renamed]);
    const answer =
      kept.get(key) ??
      (await reads.share(key, () => read(key, input, renamed, edition, from, invocation)));
    return ok(answer as never);
  };
}
