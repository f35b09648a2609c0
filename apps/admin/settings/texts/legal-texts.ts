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

/** What shoppers read of it in each language. */
export function standingsOf(page: Page | undefined, locales: readonly string[]) {
  return locales.map((locale) => ({ locale, standing: standingOf(page, locale) }));
}

function standingOf(page: Page | undefined, locale: string): Standing {
  if (!page) return { kind: 'missing' };
  // What is written by now is not yet what shoppers read.
  const shown = page.shown.find((each) => each.locale === locale);
  if (!shown) return { kind: page.texts[locale] ? 'draft' : 'missing' };
  if (!page.published) return { kind: 'hidden' };
  if (shown.sample) return { kind: 'sample' };
  return { kind: 'counts', number: shown.number, since: shown.publishedAt };
}
