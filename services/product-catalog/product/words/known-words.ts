import type { Transaction } from '#platform/data/transaction.ts';
import type { BuiltDocument } from '../read-model/build-documents.ts';

/**
 * Words of editions that are in `search_word`, for all that this process knows of a database: most
 * words of an import were in the one before it, and need not be looked for.
 */
const known = new WeakMap<object, Set<string>>();
const mostKnown = 50_000;

/** The documents with the words alone that may be new. They are known once the transaction is durable. */
export function withNewWords(
  tx: Transaction,
  documents: readonly BuiltDocument[],
): readonly BuiltDocument[] {
  let words = known.get(tx.stored);
  if (words === undefined || words.size > mostKnown) known.set(tx.stored, (words = new Set()));
  const had = words;
  const learnt: string[] = [];
  const left = documents.map((document) => {
    const { edition_id: edition, words: all, shown_words: shown } = document;
    const places = all.flatMap((word, at) => (had.has(`${edition} ${word}`) ? [] : [at]));
    for (const at of places) learnt.push(`${edition} ${all[at]}`);
    return {
      ...document,
      words: places.map((at) => all[at]!),
      shown_words: places.map((at) => shown[at]!),
    };
  });
  tx.afterwards(() => learnt.forEach((word) => had.add(word)));
  return left;
}
