import type { Department } from '../catalog/department.ts';
import { coffee, pantry, tea } from '../catalog/food-and-drink.ts';
import { kitchen, living, tableware, textiles } from '../catalog/home.ts';
import { books, clothing, digital, outdoor, stationery } from '../catalog/leisure.ts';
import { germanOptionNames, germanOptionValues } from './options.ts';
import { germanCoffee, germanPantry, germanTea } from './food-and-drink.ts';
import type { GermanDepartment } from './german-department.ts';
import { germanKitchen, germanLiving, germanTableware, germanTextiles } from './home.ts';
import {
  germanBooks,
  germanClothing,
  germanDigital,
  germanOutdoor,
  germanStationery,
} from './leisure.ts';

/** Each with what it is in English, whose options it has. */
const departments: readonly (readonly [GermanDepartment, Pick<Department, 'options'>])[] = [
  [germanCoffee, coffee],
  [germanTea, tea],
  [germanPantry, pantry],
  [germanTextiles, textiles],
  [germanTableware, tableware],
  [germanKitchen, kitchen],
  [germanLiving, living],
  [germanStationery, stationery],
  [germanBooks, books],
  [germanClothing, clothing],
  [germanOutdoor, outdoor],
  [germanDigital, digital],
];

/** As the API takes the texts of a product in another language. */
export interface Translation {
  readonly title: string;
  readonly descriptionHtml: string;
  readonly seoTitle: string;
  readonly seoDescription: string;
  readonly optionNames: Readonly<Record<string, string>>;
  readonly optionValues: Readonly<Record<string, string>>;
}

/** The demo products in German, by handle. */
export const germanProducts: ReadonlyMap<string, Translation> = new Map(
  departments.flatMap(([department, { options }]) =>
    Object.entries(department.items).map(
      ([handle, [title, sentence]]) =>
        [handle, { ...translationOf(department, title, sentence), ...wordsOf(options) }] as const,
    ),
  ),
);

/** What is called otherwise in German; the same word and numbers with their units stay. */
function wordsOf(options: Department['options']) {
  const inGerman = (words: Readonly<Record<string, string>>, known: readonly string[]) =>
    Object.fromEntries(
      known.flatMap((word) => {
        const german = words[word];
        return german === undefined || german === word ? [] : [[word, german]];
      }),
    );
  return {
    optionNames: inGerman(
      germanOptionNames,
      options.map(({ name }) => name),
    ),
    optionValues: inGerman(
      germanOptionValues,
      options.flatMap(({ values }) => values.map(({ value }) => value)),
    ),
  };
}

function translationOf(
  { paragraph, facts }: GermanDepartment,
  title: string,
  sentence: string,
): Omit<Translation, 'optionNames' | 'optionValues'> {
  const list = facts.map((fact) => `<li>${fact}</li>`).join('');
  return {
    title,
    descriptionHtml: `<p>${sentence}</p>\n<p>${paragraph}</p>\n<ul>${list}</ul>`,
    seoTitle: '',
    seoDescription: sentence,
  };
}
