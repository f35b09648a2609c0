import type { Field } from '#contracts/fields.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { kindOfTerm, term, valueOfTerm } from '../read-model/terms.ts';
import { CategoryNames } from '../storefront/category-names.ts';
import { FacetFields } from '../storefront/facet-fields.ts';
import { facetsOf, frequentTerms, type Group } from '../storefront/facets.ts';
import { choiceOfTerm, TermBook } from '../storefront/term-book.ts';
import type { Choice } from './entry-filters.ts';

type Facets = OutputOf<'product', 'searchProducts'>['facets'];

/** What was chosen from facets, where each facet is to be counted as if nothing of its own were. */
export interface Chosen {
  readonly choices: readonly Choice[];
  readonly inStock: boolean | undefined;
}

/** Counts what products have by groups that are counted alike; what a group has is read once a process. */
export class FacetCounter {
  private readonly database: Database;
  private readonly book = new TermBook();
  private readonly categories: CategoryNames;
  private readonly fields: FacetFields;

  constructor(database: Database) {
    this.database = database;
    this.categories = new CategoryNames(database);
    this.fields = new FacetFields(database);
  }

  /** Undefined: a group has gone from the shop or from the book since it was found: it is to be found anew. */
  async of(
    groups: readonly Group[],
    chosen: Chosen | undefined,
    edition: OpenEdition,
    invocation: Invocation,
  ): Promise<Facets | undefined> {
    this.book.makeRoom();
    const hashes = groups.map(({ hash }) => hash);
    const missing = this.book.missing(hashes);
    if (missing.length > 0) {
      await this.read(missing, invocation);
      // Another search may have made room meanwhile: then what was there before has to be read too.
      if (this.book.missing(hashes).length > 0) return undefined;
    }
    const { counts, inStock, outOfStock } = this.count(groups, chosen);
    const terms = frequentTerms(counts, this.book);
    if (inStock > 0) terms.push([term('availability', 'in_stock'), inStock]);
    if (outOfStock > 0) terms.push([term('availability', 'out_of_stock'), outOfStock]);
    const paths = terms.flatMap(([text]) =>
      kindOfTerm(text) === 'category' ? [valueOfTerm(text)] : [],
    );
    const names = await this.categories.of(paths, edition, invocation);
    const named = terms.map(
      ([text, count]) => [text, count, names.get(valueOfTerm(text)) ?? null] as const,
    );
    const hasFields = terms.some(([text]) => kindOfTerm(text) === 'attribute');
    const fields: ReadonlyMap<string, Field> = hasFields ? await this.fields.all() : new Map();
    return facetsOf(named, edition.currency, fields, edition.locale);
  }

  private async read(hashes: readonly string[], invocation: Invocation): Promise<void> {
    const rows = await this.database.query<{ hash: string; terms: string[] }>(
      sql`
        select h.hash, d.terms
        from unnest(${hashes}::text[]) as h (hash), lateral (
          select e.edition_id, e.product_id, e.valid_from from search_entry e
          where e.counted_as = h.hash::bigint limit 1) e
        join document d using (edition_id, product_id, valid_from)`,
      invocation,
    );
    for (const { hash, terms } of rows) this.book.put(hash, terms);
  }

  private count(groups: readonly Group[], chosen: Chosen | undefined) {
    const counts = new Map<number, number>();
    let inStock = 0;
    let outOfStock = 0;
    for (const group of groups) {
      const set = this.book.setOf(group.hash);
      const missed = chosen ? this.missed(set, chosen.choices) : [];
      if (missed.length > 1) continue;
      if (missed.length === 0) {
        inStock += group.inStock;
        outOfStock += group.count - group.inStock;
      }
      const count = countOf(group, chosen?.inStock);
      if (count === 0) continue;
      for (const place of set) {
        const isOpen =
          missed.length === 0 || choiceOfTerm(this.book.term(place).text) === missed[0];
        if (isOpen) counts.set(place, (counts.get(place) ?? 0) + count);
      }
    }
    return { counts, inStock, outOfStock };
  }

  /** Names of the choices that products with these terms do not fit. */
  private missed(set: readonly number[], choices: readonly Choice[]): string[] {
    return choices.flatMap(({ name, terms }) =>
      set.some((place) => terms.includes(this.book.term(place).text)) ? [] : [name],
    );
  }
}

function countOf({ count, inStock }: Group, wanted: boolean | undefined): number {
  if (wanted === undefined) return count;
  return wanted ? inStock : count - inStock;
}
