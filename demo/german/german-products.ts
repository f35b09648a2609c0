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

const departments: readonly GermanDepartment[] = [
  germanCoffee,
  germanTea,
  germanPantry,
  germanTextiles,
  germanTableware,
  germanKitchen,
  germanLiving,
  germanStationery,
  germanBooks,
  germanClothing,
  germanOutdoor,
  germanDigital,
];

/** As the API takes the texts of a product in another language. */
export interface Translation {
  readonly title: string;
  readonly descriptionHtml: string;
  readonly seoTitle: string;
  readonly seoDescription: string;
}

/** The demo products in German, by handle. */
export const germanProducts: ReadonlyMap<string, Translation> = new Map(
  departments.flatMap((department) =>
    Object.entries(department.items).map(
      ([handle, [title, sentence]]) =>
        [handle, translationOf(department, title, sentence)] as const,
    ),
  ),
);

function translationOf(
  { paragraph, facts }: GermanDepartment,
  title: string,
  sentence: string,
): Translation {
  const list = facts.map((fact) => `<li>${fact}</li>`).join('');
  return {
    title,
    descriptionHtml: `<p>${sentence}</p>\n<p>${paragraph}</p>\n<ul>${list}</ul>`,
    seoTitle: '',
    seoDescription: sentence,
  };
}
