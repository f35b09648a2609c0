import { kindOfTerm } from '../read-model/terms.ts';

/** Counted by itself: a kind of terms, or one field of the shop, or one option. */
export type Facet = string;

/** More a process does not remember; it begins again. */
const mostSets = 100_000;
const mostTerms = 200_000;

/** What products that are counted alike have, as places in the book. */
export type TermSet = readonly number[];

export interface BookedTerm {
  readonly text: string;
  readonly facet: Facet;
}

/**
 * Terms of products by what they are counted as. The same hash has the same terms for ever, so a process
 * reads each set once, and counts thousands of products without reading anything of them.
 */
export class TermBook {
  private readonly sets = new Map<string, TermSet>();
  private readonly places = new Map<string, number>();
  private readonly terms: BookedTerm[] = [];

  /** Which of these are not in the book. */
  missing(hashes: readonly string[]): string[] {
    return hashes.filter((hash) => !this.sets.has(hash));
  }

  put(hash: string, texts: readonly string[]): void {
    const set: number[] = [];
    for (const text of texts) {
      const facet = facetOfTerm(text);
      if (facet !== undefined) set.push(this.placeOf(text, facet));
    }
    this.sets.set(hash, set);
  }

  /** Before a search that is not to lose what it has put there. */
  makeRoom(): void {
    if (this.sets.size < mostSets && this.terms.length < mostTerms) return;
    this.sets.clear();
    this.places.clear();
    this.terms.length = 0;
  }

  setOf(hash: string): TermSet {
    return this.sets.get(hash) ?? [];
  }

  term(place: number): BookedTerm {
    return this.terms[place]!;
  }

  private placeOf(text: string, facet: Facet): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const place = this.terms.push({ text, facet }) - 1;
    this.places.set(text, place);
    return place;
  }
}

/**
 * Undefined: not counted. A shop has too many tags and collections, stock is counted by itself, and
 * whether something is reduced is no choice yet.
 */
export function facetOfTerm(text: string): Facet | undefined {
  const kind = kindOfTerm(text);
  switch (kind) {
    case 'tag':
    case 'collection':
    case 'availability':
    case 'reduced':
      return undefined;
    case 'attribute':
      return text.slice(0, text.indexOf('\n'));
    case 'category':
    case 'vendor':
    case 'option':
    case 'price':
      return kind;
  }
}

/** What alone may be chosen of: options are counted together and chosen one by one. */
export function choiceOfTerm(text: string): string {
  const kind = kindOfTerm(text);
  return kind === 'attribute' || kind === 'option' ? text.slice(0, text.indexOf('\n')) : kind;
}
