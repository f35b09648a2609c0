import { codeWord, mayBeginCode, plainCode } from '../words/codes.ts';
import { nameKey } from '../read-model/build-documents.ts';
import { fold } from '../words/fold-words.ts';
import type { Piece } from '../words/typed-words.ts';
import type { KnownWord } from '../words/vocabulary.ts';

/** Words that may stand for others: any one of the groups, of which all words must occur. */
export interface Instead {
  /** Of the pieces: the first one and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (readonly string[])[];
}

export interface Typed {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly known: ReadonlyMap<string, KnownWord>;
  readonly instead: readonly Instead[];
}

/**
 * Queries, the best hits first; all that any of them finds is found. What stands in a title is
 * marked by `=` in the documents, what stands in another name (vendor, category, tag …) by `+`, so that
 * the index alone tells how well a product fits and no document is looked at to rank it.
 */
export interface Tiers {
  /** The text is a SKU or bar code. */
  readonly code: string;
  /** All words are in the title, as they are or in another form of grammar. */
  readonly title: string;
  /** All words are in title or names. */
  readonly names: string;
  /** In the title, too: words that are joined with others, synonyms, and the last one as a beginning. */
  readonly wideTitle: string;
  /** The same anywhere, and codes that begin so. */
  readonly anywhere: string;
  /** Both without what merely begins so. Where these find enough, nothing else is looked for. */
  readonly wholeTitle: string;
  readonly wholeAnywhere: string;
  /** What was typed as it stands in the sorting key of a title, between blanks. */
  readonly phrase: string;
}

/** Undefined: nothing to search for. */
export function tiersOf(typed: Typed): Tiers | undefined {
  const { text, pieces } = typed;
  if (pieces.length === 0) return undefined;
  const query = new TierQuery(typed);
  const code = plainCode(text);
  const anywhere = [query.of([''], 'beginnings')];
  if (mayBeginCode(text)) {
    anywhere.push(`'${codeWord(text)}':*`);
    const asTyped = text.normalize('NFC').toLowerCase().trim();
    if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._/-]*$/u.test(asTyped)) anywhere.push(`'${asTyped}':*`);
  }
  return {
    code: code === '' ? '' : `'${codeWord(text)}'`,
    title: query.of(['='], 'words'),
    names: query.of(['=', '+'], 'words'),
    wideTitle: query.of(['='], 'beginnings'),
    anywhere: anyOf(anywhere),
    wholeTitle: query.of(['='], 'others'),
    wholeAnywhere: query.of([''], 'others'),
    phrase: ` ${nameKey(text.trim())} `,
  };
}

/** The words alone; and what may stand for them; and what begins with the last one. */
type Width = 'words' | 'others' | 'beginnings';

class TierQuery {
  private readonly typed: Typed;
  /** Where nothing else was typed, they are all there is. */
  private readonly stopWordsCount: boolean;

  constructor(typed: Typed) {
    this.typed = typed;
    this.stopWordsCount = typed.pieces.every(
      ({ words, isQuantity }) => !isQuantity && words.every((word) => this.isStopWord(word)),
    );
  }

  /** Every piece, or what may stand for several of them. */
  of(marks: readonly string[], width: Width): string {
    const { pieces, instead } = this.typed;
    const each = pieces.map((piece, place) => this.piece(piece, place, marks, width));
    const all = [allOf(each)];
    for (const { from, to, groups } of width === 'words' ? [] : instead) {
      if (to - from === 1) continue;
      all.push(allOf([...each.slice(0, from), this.groups(groups, marks), ...each.slice(to)]));
    }
    return anyOf(all);
  }

  private piece(piece: Piece, place: number, marks: readonly string[], width: Width): string {
    const { words, whole, isQuantity } = piece;
    const anywhere = marks.includes('');
    if (isQuantity) {
      const quantity = marks.map((mark) => quoted(mark + whole!));
      // As documents have it that the version before wrote.
      return anyOf(anywhere ? [...quantity, allOf(words.map(quoted))] : quantity);
    }
    const isLast = place === this.typed.pieces.length - 1;
    const parts = words.flatMap((word, at) => {
      const endsAll = isLast && at === words.length - 1;
      if (this.isStopWord(word) && !this.stopWordsCount && !endsAll) return [];
      return [this.word(word, marks, width, endsAll)];
    });
    const own = this.typed.instead.filter(({ from, to }) => from === place && to === place + 1);
    return anyOf([
      allOf(parts),
      ...(whole === undefined ? [] : [this.word(whole, marks, width, isLast)]),
      ...(width === 'words' ? [] : own.map(({ groups }) => this.groups(groups, marks))),
      ...(anywhere && whole !== undefined ? [quoted(codeWord(whole))] : []),
    ]);
  }

  private word(word: string, marks: readonly string[], width: Width, begun: boolean): string {
    const known = this.typed.known.get(word);
    const joined = width === 'words' ? [] : (known?.joined ?? []);
    const words = [...(known?.words ?? [fold(word)]), ...joined];
    const all = marks.flatMap((mark) => words.map((one) => quoted(mark + one)));
    // As it stands in documents of the version before, which folded nothing.
    if (marks.includes('') && fold(word) !== word) all.push(quoted(word));
    if (width === 'beginnings' && begun)
      all.push(...marks.map((mark) => `${quoted(mark + fold(word))}:*`));
    return anyOf(all);
  }

  private groups(groups: Instead['groups'], marks: readonly string[]): string {
    return anyOf(
      groups.map((words) => allOf(words.map((word) => this.word(word, marks, 'others', false)))),
    );
  }

  private isStopWord(word: string): boolean {
    return this.typed.known.get(word)?.isStopWord ?? false;
  }
}

function quoted(word: string): string {
  return `'${word}'`;
}

/** Of queries those that ask for something; none asks for nothing. */
export function allOf(queries: readonly string[]): string {
  return joined(queries, ' & ');
}

export function anyOf(queries: readonly string[]): string {
  return joined(queries, ' | ');
}

/** What the first finds and the second does not. */
export function without(query: string, other: string): string {
  return query === '' || other === '' ? query : `(${query}) & !(${other})`;
}

function joined(queries: readonly string[], operator: string): string {
  const some = [...new Set(queries.filter((query) => query !== ''))];
  return some.length < 2 ? (some[0] ?? '') : `(${some.join(operator)})`;
}
