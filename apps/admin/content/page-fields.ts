import type { ContentPage } from './use-content.ts';

/** What is typed of a page, each by itself, so that two people may change different ones. */
export type PageFields = Readonly<Record<string, string>>;

export const textParts = ['title', 'markdown', 'seoTitle', 'seoDescription'] as const;
type TextPart = (typeof textParts)[number];

export const textKey = (locale: string, part: TextPart) => `${locale} ${part}`;

export function fieldsOf({ kind, menu, position, texts }: ContentPage): PageFields {
  const said = Object.entries(texts).flatMap(([locale, text]) =>
    textParts.map((part) => [textKey(locale, part), text[part]] as const),
  );
  return {
    kind,
    menu: menu ?? '',
    position: String(position),
    ...Object.fromEntries(said),
  };
}

/** As the API takes it. A language in which nothing is said any more is left out. */
export function bodyOf(fields: PageFields) {
  const locales = new Set(
    Object.keys(fields)
      .filter((key) => key.includes(' '))
      .map((key) => key.slice(0, key.indexOf(' '))),
  );
  const texts = Object.fromEntries(
    [...locales].flatMap((locale) => {
      const text = {
        title: (fields[textKey(locale, 'title')] ?? '').trim(),
        markdown: fields[textKey(locale, 'markdown')] ?? '',
        seoTitle: fields[textKey(locale, 'seoTitle')] ?? '',
        seoDescription: fields[textKey(locale, 'seoDescription')] ?? '',
      };
      return Object.values(text).some((part) => part !== '') ? [[locale, text] as const] : [];
    }),
  );
  const position = Number.parseInt(fields['position'] ?? '', 10);
  return {
    kind: (fields['kind'] ?? 'content') as ContentPage['kind'],
    menu: (fields['menu'] || null) as ContentPage['menu'],
    position: Number.isNaN(position) ? 0 : Math.max(0, position),
    texts,
  };
}
