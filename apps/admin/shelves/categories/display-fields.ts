import type { Schemas } from '@kontor/sdk';

type Display = Pick<Schemas['CategoryDisplay'], 'picture' | 'texts' | 'channels'>;

/** Each word by itself, so that two people may write different ones. */
export type Fields = Readonly<Record<string, string>>;

export const kinds = ['descriptionHtml', 'seoTitle', 'seoDescription'] as const;
type Kind = (typeof kinds)[number];

export const textKey = (kind: Kind, locale: string) => `${kind} ${locale}`;

/** Where all channels show it. */
export const everywhere = '*';

export function fieldsOf({ picture, texts, channels }: Display): Fields {
  const words = Object.entries(texts).flatMap(([locale, text]) =>
    kinds.map((kind) => [textKey(kind, locale), text[kind]] as const),
  );
  return {
    pictureUrl: picture?.url ?? '',
    pictureAlt: picture?.altText ?? '',
    channels: channels === null ? everywhere : channels.join(', '),
    ...Object.fromEntries(words.filter(([, text]) => text !== '')),
  };
}

/** As it is sent: a language in which nothing is said is left out. */
export function displayOf(fields: Fields): Display {
  const { pictureUrl = '', pictureAlt = '', channels = everywhere } = fields;
  const locales = new Set(
    Object.entries(fields).flatMap(([key, text]) =>
      key.includes(' ') && text.trim() !== '' ? [key.slice(key.indexOf(' ') + 1)] : [],
    ),
  );
  const textIn = (locale: string) => ({
    descriptionHtml: fields[textKey('descriptionHtml', locale)] ?? '',
    seoTitle: (fields[textKey('seoTitle', locale)] ?? '').trim(),
    seoDescription: (fields[textKey('seoDescription', locale)] ?? '').trim(),
  });
  return {
    picture: pictureUrl === '' ? null : { url: pictureUrl, altText: pictureAlt.trim() },
    texts: Object.fromEntries([...locales].map((locale) => [locale, textIn(locale)])),
    channels: channels === everywhere ? null : codesOf(channels),
  };
}

export const codesOf = (channels: string): string[] =>
  channels.split(', ').filter((code) => code !== '' && code !== everywhere);
