import type { Schemas } from '@kontor/sdk';

export type Page = Schemas['AdminPage'];

/** In the order in which shops are asked for them. */
export const legalKinds = [
  'imprint',
  'terms',
  'privacy',
  'withdrawal',
  'delivery',
  'accessibility',
] as const;

export type Standing =
  | { readonly kind: 'missing' | 'draft' | 'hidden' | 'sample' }
  | { readonly kind: 'counts'; readonly number: number; readonly since: string };

/** As the samples of the demo store call themselves. */
const sample = /\bdemo ?shop/i;

/** What shoppers read of it in each language. */
export function standingsOf(page: Page | undefined, locales: readonly string[]) {
  return locales.map((locale) => ({ locale, standing: standingOf(page, locale) }));
}

function standingOf(page: Page | undefined, locale: string): Standing {
  const text = page?.texts[locale];
  if (!page || !text) return { kind: 'missing' };
  if (sample.test(text.markdown)) return { kind: 'sample' };
  const shown = page.shown.find((each) => each.locale === locale);
  if (!shown) return { kind: 'draft' };
  if (!page.published) return { kind: 'hidden' };
  return { kind: 'counts', number: shown.number, since: shown.publishedAt };
}
