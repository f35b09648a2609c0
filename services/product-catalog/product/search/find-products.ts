import type { Database } from '#platform/data/database.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import {
  CollectionOrders,
  type CollectionSort,
} from '../structure/collections/collection-orders.ts';
import type { Group } from '../storefront/facets.ts';
import { piecesOf, wordsOf } from '../words/typed-words.ts';
import type { Vocabulary } from '../words/vocabulary.ts';
import { choicesOf, filterQuery, type Choice, type SearchInput } from './entry-filters.ts';
import { allProducts, tieredProducts, titledProducts } from './find-statement.ts';
import { KeptAnswers } from './kept-answers.ts';
import { tiersOf, type Tiers, type Typed } from './search-tiers.ts';
import type { Synonyms } from './synonyms.ts';
import { WiderSearch } from './widen-search.ts';

export interface Found {
  /** Elements of an array as JSON text, with commas between them. */
  readonly items: string;
  readonly matches: number;
  readonly groups: readonly Group[];
  /** What fits all but what is chosen from facets, where that was asked for. */
  readonly open: readonly Group[] | undefined;
  /** The order of the collection that was asked for, where all of it is read. */
  readonly collectionSort: CollectionSort | null;
}

interface Row {
  readonly items: string | null;
  readonly matches: number;
  /** Arrays of PostgreSQL, as texts. */
  readonly hashes: string | null;
  readonly counts: string | null;
  readonly inStock: string | null;
  /** Whether something may match that is not among the best, whatever else is asked of it. */
  readonly others: boolean;
  readonly collectionSort: CollectionSort | null;
}

/** Where fewer are found, what else may have been meant is looked for. */
const little = 3;
const nothingFound: Found = {
  items: '',
  matches: 0,
  groups: [],
  open: undefined,
  collectionSort: null,
};

/** From what was typed to what matches, widened where that is little. */
export class Finder {
  private readonly database: Database;
  private readonly vocabulary: Vocabulary;
  private readonly synonyms: Synonyms;
  private readonly wider: WiderSearch;
  private readonly collections = new CollectionOrders();
  /** Words that nothing else has but titles and codes: found out by one search, known to those after it. */
  private readonly inTitlesAlone: KeptAnswers<true>;

  constructor(database: Database, vocabulary: Vocabulary, synonyms: Synonyms) {
    this.database = database;
    this.vocabulary = vocabulary;
    this.synonyms = synonyms;
    this.wider = new WiderSearch(database, vocabulary);
    this.inTitlesAlone = new KeptAnswers(database);
  }

  async find(
    input: SearchInput,
    edition: OpenEdition,
    from: number,
    invocation: Invocation,
  ): Promise<Found> {
    const { query } = input;
    if (query === undefined) return this.browse(input, edition, from, invocation);
    const typed = await this.known(query, edition, invocation);
    const tiers = tiersOf(typed);
    if (tiers === undefined) return nothingFound;
    const read = (asked: Tiers, wider: string) =>
      this.read(input, asked, wider, edition, from, invocation);
    const found = await read(tiers, '');
    if (found.matches >= little) return found;
    const more = await this.wider.of(typed, edition, invocation);
    if (more === undefined) return found;
    const widened = tiersOf(more)!;
    return found.matches === 0 ? read(widened, '') : read(tiers, widened.anywhere);
  }

  /** Where no order is asked for, as the collection is ordered. */
  private async browse(
    input: SearchInput,
    edition: OpenEdition,
    from: number,
    invocation: Invocation,
  ): Promise<Found> {
    const { collection, sort } = input;
    const isAsked = sort !== undefined && sort !== 'relevance';
    const read = (by: CollectionSort) => this.read(input, by, '', edition, from, invocation);
    if (isAsked || collection === undefined) return read(isAsked ? sort : 'newest');
    const found = await read(this.collections.of(collection));
    const isOtherwise = this.collections.learn(collection, found.collectionSort);
    return isOtherwise ? read(found.collectionSort!) : found;
  }

  /** @param by what is typed is looked for in, or the order in which all that fits is read */
  private async read(
    input: SearchInput,
    by: Tiers | CollectionSort,
    wider: string,
    edition: OpenEdition,
    from: number,
    invocation: Invocation,
  ): Promise<Found> {
    const tiers = typeof by === 'string' ? undefined : by;
    const choices = choicesOf(input);
    const { editionId } = edition;
    const words = JSON.stringify([editionId, tiers]);
    const areInTitlesAlone = wider === '' && this.inTitlesAlone.get(words);
    const moment = this.inTitlesAlone.moment(undefined);
    const statement = (asked: SearchInput, chosen: readonly Choice[]) => {
      if (typeof by === 'string') return allProducts(asked, by, chosen, editionId, from);
      if (areInTitlesAlone) return titledProducts(asked, chosen, by, editionId, from);
      return tieredProducts(asked, chosen, { ...by, wider }, editionId, from);
    };
    const isOpen = input.openFacets && (choices.length > 0 || input.inStock !== undefined);
    const [row, open] = await Promise.all([
      this.database.first<Row>(statement(input, choices), invocation),
      isOpen
        ? this.database.first<Row>(
            statement({ ...input, inStock: undefined, limit: 1 }, []),
            invocation,
          )
        : undefined,
    ]);
    const isAskedOfAll = tiers !== undefined && filterQuery(input, choices) === '';
    if (isAskedOfAll && !row!.others) this.inTitlesAlone.keep(words, true, moment);
    return {
      items: row!.items ?? '',
      matches: row!.matches,
      groups: groupsOf(row!),
      open: open && groupsOf(open),
      collectionSort: row!.collectionSort,
    };
  }

  private async known(text: string, edition: OpenEdition, invocation: Invocation): Promise<Typed> {
    const pieces = piecesOf(text, edition.locale);
    const words = await this.vocabulary.of(wordsOf(pieces), edition, invocation);
    const instead = await this.synonyms.of(pieces, words, edition.locale);
    if (instead.length === 0) return { text, pieces, known: words, instead };
    const others = instead.flatMap(({ groups }) => groups.flat());
    const more = await this.vocabulary.of(others, edition, invocation);
    return { text, pieces, known: new Map([...more, ...words]), instead };
  }
}

function groupsOf({ hashes, counts, inStock }: Row): Group[] {
  if (hashes === null) return [];
  const numbers = elementsOf(counts!);
  const stocked = elementsOf(inStock!);
  return elementsOf(hashes).map((hash, at) => ({
    hash,
    count: Number(numbers[at]),
    inStock: Number(stocked[at]),
  }));
}

/** Of an array of numbers, as PostgreSQL writes it. */
function elementsOf(text: string): string[] {
  return text.slice(1, -1).split(',');
}
