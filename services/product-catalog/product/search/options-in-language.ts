import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { optionTerm } from '../read-model/terms.ts';
import { wordOfTerm, type SearchInput } from './entry-filters.ts';

export type Option = NonNullable<InputOf<'product', 'searchProducts'>['option']>;
type Shown = OutputOf<'product', 'getProduct'>;

interface Row {
  readonly place: number;
  readonly productId: string;
  readonly editionId: number;
  readonly body: Pick<Shown, 'options'>;
}

/** Written into the text: products by which a word is known; that many call it what any of them does. */
const mostProducts = sql`10`;
/** As many as a search takes. */
const mostOptions = 20;

/**
 * What a language calls the options of a question that was asked in the words of another one, as when a
 * filtered list is looked at in another language: products say their options in the same order in each.
 * Undefined where nothing is called otherwise.
 */
export async function optionsInLanguage(
  database: Database,
  { option, options = [] }: SearchInput,
  { editionId, channel }: OpenEdition,
  invocation: Invocation,
): Promise<Option[] | undefined> {
  const asked = [...(option === undefined ? [] : [option]), ...options];
  if (asked.length === 0) return undefined;
  const words = asked.map(({ name, value }) => wordOfTerm(optionTerm(name, value)));
  const rows = await database.query<Row>(
    sql`
      select k.place::int, p.product_id, p.edition_id, p.body
      from unnest(${words}::text[]) with ordinality as k (word, place),
      lateral (
        select e.edition_id, e.product_id, e.valid_from from edition o
        join search_entry e on e.edition_id = o.id
        where o.channel = ${channel} and o.id <> ${editionId}::int and e.search @@ k.word::tsquery
          and e.valid_from <= kontor_now() and e.valid_to > kontor_now()
        limit ${mostProducts}) e
      join document d on d.product_id = e.product_id and d.edition_id = any (array[e.edition_id, ${editionId}::int])
        and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
      join page p on p.edition_id = d.edition_id and p.product_id = d.product_id
        and p.valid_from = d.valid_from`,
    invocation,
  );
  const called = asked.flatMap((one, at) => {
    const ofIt = rows.filter(({ place }) => place === at + 1);
    const own = ofIt.filter((row) => row.editionId === editionId);
    const theirs = ofIt.filter((row) => row.editionId !== editionId);
    const found = theirs.flatMap(({ productId, body }) => {
      const here = own.find((row) => row.productId === productId);
      return here ? calledHere(one, body.options, here.body.options) : [];
    });
    return found.length === 0 ? [one] : found;
  });
  const byTerm = new Map(called.map((one) => [optionTerm(one.name, one.value), one]));
  const given = asked.map(({ name, value }) => optionTerm(name, value));
  const isSame = new Set(given).size === byTerm.size && given.every((one) => byTerm.has(one));
  if (isSame) return undefined;
  return [...byTerm.values()].slice(0, mostOptions);
}

function calledHere(
  { name, value }: Option,
  theirs: Shown['options'],
  here: Shown['options'],
): Option[] {
  const at = theirs.findIndex((option) => option.name === name);
  const valueAt = theirs[at]?.values.indexOf(value) ?? -1;
  const called = here[at];
  const calledValue = called?.values[valueAt];
  return called && calledValue !== undefined ? [{ name: called.name, value: calledValue }] : [];
}
