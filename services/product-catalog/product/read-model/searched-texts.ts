import { codeWord } from '../words/codes.ts';
import { textSearchOf } from '../words/languages.ts';
import { indexedText, vocabularyOf } from '../words/words-of-text.ts';
import type { BuiltDocument } from './build-documents.ts';
import type { ProductSource } from './document-source.ts';

interface Texts {
  readonly title: string;
  readonly names: readonly string[];
  readonly description: string;
}

type Searched = Pick<
  BuiltDocument,
  | 'text_search'
  | 'title'
  | 'names'
  | 'description'
  | 'exact_title'
  | 'exact_names'
  | 'exact'
  | 'title_words'
  | 'words'
  | 'shown_words'
>;

const descriptionCharacters = 4_000;
const longestTitle = 1_000;

/** What a product is found by, in the forms that `words/` makes of it; PostgreSQL takes the stems. */
export function searchedTexts(product: ProductSource, locale: string, texts: Texts): Searched {
  const inNames = texts.names.join(' \n ');
  const title = indexedText(texts.title, locale);
  const names = indexedText(inNames, locale);
  const description = indexedText(texts.description.slice(0, descriptionCharacters), locale);
  const vocabulary = vocabularyOf(`${texts.title} \n ${inNames}`);
  return {
    text_search: textSearchOf(locale),
    title: title.text,
    names: names.text,
    description: description.text,
    exact_title: title.exact,
    exact_names: names.exact,
    exact: [...new Set([...description.exact, ...codesOf(product)])],
    title_words: Math.min(longestTitle, texts.title.split(/\s+/).length),
    words: vocabulary.map(({ word }) => word),
    shown_words: vocabulary.map(({ shown }) => shown),
  };
}

const knownCodes = new WeakMap<ProductSource['variants'], readonly string[]>();

/** SKUs and bar codes, as they are and as one word that is the whole of it; the same in all languages. */
function codesOf({ variants }: ProductSource): readonly string[] {
  let codes = knownCodes.get(variants);
  if (codes === undefined) knownCodes.set(variants, (codes = readCodes(variants)));
  return codes;
}

function readCodes(variants: ProductSource['variants']): string[] {
  return variants.flatMap(({ sku, barcode }) =>
    [sku, barcode]
      .filter((code) => code !== '')
      .flatMap((code) => [code.toLowerCase(), codeWord(code)]),
  );
}
