import type { ShopDetails } from '#platform/ground/settings.ts';

interface Schemes {
  readonly light: string;
  readonly dark: string;
}

interface Logo {
  readonly url: string;
  readonly altText: string;
  readonly width: number;
  readonly height: number;
}

/** What product told of the channel that a mail is of; null is as the shop's settings have it. */
export interface MailPlace {
  /** Of the telling: what was made of an earlier one is made anew. */
  readonly version: number;
  readonly timeZone: string | null;
  readonly defaultLocale: string | null;
  readonly name: string | null;
  /** Where its pages are. */
  readonly domain: string | null;
  /** Who sells there. */
  readonly company: ShopDetails | null;
  /** What the law wants at the foot of a letter, besides the address. */
  readonly imprint: string | null;
  readonly logo: Logo | null;
  readonly colours: {
    readonly action: Schemes | null;
    readonly link: Schemes | null;
    readonly sale: Schemes | null;
  };
}

/**
 * How mails look, as templates name it. Product takes only colours that can be read on the grounds of
 * both schemes, and a button's words on them: white where it is bright, dark where it is dark.
 */
export interface MailLook {
  /** Of the words, not of who reads them. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The side where a line begins, for mail programs that know no logical sides. */
  readonly start: 'left' | 'right';
  readonly end: 'left' | 'right';
  /** As customers know the shop. */
  readonly name: string;
  readonly logo: Logo | null;
  readonly imprint: string;
  readonly action: string;
  readonly actionDark: string;
  readonly onActionDark: string;
  readonly link: string;
  readonly linkDark: string;
  readonly sale: string;
  readonly saleDark: string;
}

const builtIn = {
  action: { light: '#0b5d53', dark: '#62c5b2' },
  link: { light: '#1a4f83', dark: '#8fbff0' },
  sale: { light: '#9c3217', dark: '#f0946f' },
};
const onAction = { builtIn: '#05201c', own: '#000000' };
/** In a mail's head; pictures of twice the size stay sharp. */
const logoMax = { width: 260, height: 44 };

/** @param publicUrl where the channel's pages are, without a slash at its end */
export function lookOf(
  place: MailPlace | null | undefined,
  { shop, publicUrl, language }: { shop: ShopDetails; publicUrl: string; language: string },
): MailLook {
  const { action, link, sale } = { ...builtIn, ...given(place?.colours) };
  const isRtl = directionOf(language) === 'rtl';
  return {
    language,
    direction: isRtl ? 'rtl' : 'ltr',
    start: isRtl ? 'right' : 'left',
    end: isRtl ? 'left' : 'right',
    name: place?.company?.name ?? place?.name ?? shop.name,
    logo: place?.logo ? logoOf(place.logo, publicUrl, place.name ?? shop.name) : null,
    imprint: place?.company ? (place.imprint ?? '') : taxLine(shop, language),
    action: action.light,
    actionDark: action.dark,
    onActionDark: place?.colours.action ? onAction.own : onAction.builtIn,
    link: link.light,
    linkDark: link.dark,
    sale: sale.light,
    saleDark: sale.dark,
  };
}

function given(colours: MailPlace['colours'] | undefined): Partial<typeof builtIn> {
  return Object.fromEntries(Object.entries(colours ?? {}).filter(([, colour]) => colour !== null));
}

/** As a channel's company labels it itself. */
function taxLine({ taxId }: ShopDetails, language: string): string {
  if (taxId === '') return '';
  return `${language.startsWith('de') ? 'USt-IdNr.' : 'VAT ID'} ${taxId}`;
}

/** TypeScript does not know `getTextInfo` yet. */
function directionOf(language: string): string | undefined {
  const locale = new Intl.Locale(language) as unknown as {
    getTextInfo: () => { direction?: string };
  };
  return locale.getTextInfo().direction;
}

function logoOf({ url, altText, width, height }: Logo, publicUrl: string, name: string): Logo {
  const share = Math.min(1, logoMax.width / width, logoMax.height / height);
  return {
    url: new URL(url, `${publicUrl}/`).href,
    altText: altText === '' ? name : altText,
    width: Math.max(1, Math.round(width * share)),
    height: Math.max(1, Math.round(height * share)),
  };
}

/** What says the same in every mail of a channel. */
interface Constants {
  readonly shop: Readonly<Record<keyof ShopDetails, string>>;
  readonly look: MailLook;
}

const named = /\{\{ (shop|look)\.(\w+)(?:\.(\w+))? \}\}/g;
/** Where a part stands only if something is said; none of them stands in another. */
const choice =
  /\{% if (shop|look)\.(\w+) != blank %\}((?:(?!\{% (?:if|else|endif)).)*)(?:\{% else %\}((?:(?!\{% (?:if|endif)).)*))?\{% endif %\}/gs;
const renamed = /\{%-?\s*(?:assign|capture|for|tablerow|increment|decrement)\s+(?:shop|look)\b/;

/**
 * A template with what shop and look say already in it, once for all mails of a channel: the colours
 * stand in a page dozens of times, and filling them in anew would cost each mail more than all else it
 * says.
 */
export function withConstants(
  source: string,
  kind: 'html' | 'plain',
  constants: Constants,
): string {
  if (renamed.test(source)) return source;
  const valueOf = (of: string, name: string): unknown =>
    (constants[of as keyof Constants] as unknown as Record<string, unknown>)[name];
  return source
    .replaceAll(choice, (_, of: string, name: string, then: string, otherwise = '') =>
      (valueOf(of, name) ?? '') === '' ? otherwise : then,
    )
    .replaceAll(named, (written, of: string, name: string, inside: string | undefined) => {
      const value = valueOf(of, name);
      const said = inside === undefined ? value : (value as Logo | null)?.[inside as keyof Logo];
      const isText = typeof said === 'string' || typeof said === 'number';
      // Liquid in a name stays a name, and what is not there is left to Liquid, which says so.
      if (!isText || /[{}%]/.test(String(said))) return written;
      return kind === 'html' ? escaped(String(said)) : String(said);
    });
}

/** As Liquid escapes. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}

/** For previews, and to try a template by: a channel with all that one can have. */
export const sampleLogo: Logo = {
  url: '/media/logo.svg',
  altText: 'Kontor',
  width: 160,
  height: 40,
};

/** Where the pages of a mail's channel are, without a slash at its end. */
export function addressOf(
  place: Pick<MailPlace, 'domain'> | null | undefined,
  publicUrl: string,
): string {
  return place?.domain ? `https://${place.domain}` : publicUrl;
}
