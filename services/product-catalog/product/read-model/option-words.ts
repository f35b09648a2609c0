import type { ProductSource, TranslationSource } from './document-source.ts';

type Words = Readonly<Record<string, string>>;

/** What a word is in a language; itself where nobody said it. */
function wordIn(words: Words, word: string): string {
  return Object.hasOwn(words, word) ? words[word]! : word;
}

/**
 * A product with its options and their values as a language calls them; as the product calls them
 * where two would be alike, since one of them could not be chosen.
 */
export function withOptionWords(
  product: ProductSource,
  translation: Pick<TranslationSource, 'optionNames' | 'optionValues'> | undefined,
): ProductSource {
  if (translation === undefined) return product;
  const { optionNames: names, optionValues: values } = translation;
  if (Object.keys(names).length + Object.keys(values).length === 0) return product;
  if (optionMadeAlike(product.options, translation) !== undefined) return product;
  const valuesIn = (some: readonly string[]) => some.map((value) => wordIn(values, value));
  return {
    ...product,
    options: product.options.map((option) => ({
      name: wordIn(names, option.name),
      values: valuesIn(option.values),
    })),
    variants: product.variants.map((variant) => ({
      ...variant,
      optionValues: valuesIn(variant.optionValues),
    })),
  };
}

/** The option of which a language would call two values alike, or that it would call as another one. */
export function optionMadeAlike(
  options: ProductSource['options'],
  { optionNames, optionValues }: Pick<TranslationSource, 'optionNames' | 'optionValues'>,
): string | undefined {
  const names = options.map(({ name }) => wordIn(optionNames, name));
  return options.find(
    ({ values }, at) =>
      names.indexOf(names[at]!) !== at ||
      new Set(values.map((value) => wordIn(optionValues, value))).size < values.length,
  )?.name;
}
