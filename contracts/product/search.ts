import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { named, productCard, productsWithin } from './shapes.ts';
import { channelNotFound } from './store.ts';
import { expectedVersion, versionConflict } from '../overtaken.ts';
import { pageOf, text } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

/** What staff keep for the search of the store, and what it suggests. Schemas only. */

const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .meta({ description: 'In all countries where it is spoken', examples: ['en'] });
const word = ofKind('label', text(80)).meta({
  description: 'A word, or up to four that follow each other',
  examples: ['jumper'],
});
const synonymKey = z.strictObject({ language, word });
const synonyms = {
  synonyms: z
    .array(word)
    .min(1)
    .max(20)
    .meta({ description: 'What is found as well', examples: [['pullover', 'sweater']] }),
  bothWays: z.boolean().default(true).meta({
    description:
      'Whether each of them is searched for as the word is: else the word finds them and is not found by them',
  }),
};

const searchSynonyms = z
  .strictObject({ ...synonymKey.shape, ...synonyms, bothWays: z.boolean(), version: z.int() })
  .meta({ id: 'SearchSynonyms' });

export const searchOperations = {
  /** While somebody types: words to go on with, products and categories. */
  getSearchSuggestions: {
    input: z.strictObject({
      query: text(200).meta({ examples: ['cof'] }),
      limit: z.int().min(1).max(10).default(5),
    }),
    output: z
      .strictObject({
        query: z.string().meta({
          description: 'As it was asked, so that an answer that comes late is known for one',
        }),
        words: z.array(z.string()).meta({ description: 'What was typed, gone on with' }),
        products: z.array(productCard),
        categories: z.array(named.extend({ products: productsWithin })),
      })
      .meta({ id: 'SearchSuggestions' }),
    failures: channelNotFound,
  },
  listSearchSynonyms: {
    input: z.strictObject({ language: language.optional() }),
    output: pageOf(searchSynonyms),
  },
  putSearchSynonyms: {
    input: z.strictObject({
      ...synonymKey.shape,
      ...synonyms,
      expectedVersion,
    }),
    output: searchSynonyms,
    failures: {
      ...versionConflict,
      /** Nothing of it can be searched for, or it is more than four words. */
      synonym_invalid: failure('invalid', z.strictObject({ word: z.string() })),
      too_many_synonyms: failure('conflict', z.strictObject({ most: z.int() })),
    },
  },
  deleteSearchSynonyms: {
    input: synonymKey.extend({ expectedVersion }),
    output: z.strictObject({}),
    failures: { ...versionConflict, synonyms_not_found: failure('not_found') },
  },
};
