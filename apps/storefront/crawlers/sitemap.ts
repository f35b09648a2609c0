import { Addresses, pathIn, segmentOf } from '../serving/addresses.ts';
import type { PageRequest } from '../serving/page.ts';
import { PageRefused } from '../serving/page-refused.ts';
import type { TextFile } from '../serving/send-file.ts';
import { xmlElement, xmlText } from './xml.ts';

/** Of one file, by the protocol of sitemaps; each language of a page is an entry of its own. */
const addressesMax = 50_000;
const partMax = 5_000;
const readAtOnce = 1_000;

const kinds = ['products', 'categories', 'collections', 'pages'] as const;
type Kind = (typeof kinds)[number];

interface Entry {
  readonly target: string;
  readonly locales: readonly string[];
  readonly updatedAt: string | null;
}
interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const type = 'application/xml; charset=utf-8';

/** So many things in one part that their addresses in all languages fit it. */
function entriesOf({ shop }: PageRequest): number {
  return Math.min(partMax, Math.floor(addressesMax / Math.max(1, shop.locales.length)));
}

/** Which sitemaps the channel has. */
export async function sitemapIndex(request: PageRequest): Promise<TextFile> {
  const { shop } = request;
  const { items } = await request.ask<List<{ kind: string; cursor: string | null }>>(
    'listSitemapParts',
    { entries: entriesOf(request) },
  );
  const parts = items.map(({ kind, cursor }) => {
    const query = cursor === null ? '' : `?${new URLSearchParams({ cursor }).toString()}`;
    const address = `${shop.publicUrl}/sitemaps/${kind}.xml${query}`;
    return `<sitemap>${xmlElement('loc', address)}</sitemap>\n`;
  });
  const text = `${head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${parts.join('')}</sitemapindex>\n`;
  return { type, text };
}

/** One part: each page in each of its languages, with where it is in the others. */
export async function sitemap(request: PageRequest): Promise<TextFile> {
  const kind = kinds.find((each) => `${each}.xml` === request.params['file']);
  if (!kind) throw new PageRefused(404);
  const cursor = request.query.get('cursor') ?? undefined;
  const first = await readEntries(request, kind, cursor, readAtOnce);
  return { type, text: sitemapText(request, kind, first) };
}

async function* sitemapText(
  request: PageRequest,
  kind: Kind,
  first: List<Entry>,
): AsyncGenerator<string> {
  yield `${head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n`;
  let left = entriesOf(request);
  let page = first;
  for (;;) {
    yield page.items
      .slice(0, left)
      .map((entry) => entryText(request, kind, entry))
      .join('');
    left -= page.items.length;
    if (page.nextCursor === null || left <= 0) break;
    page = await readEntries(request, kind, page.nextCursor, Math.min(left, readAtOnce));
  }
  yield '</urlset>\n';
}

function readEntries(request: PageRequest, kind: Kind, cursor: string | undefined, limit: number) {
  return request.ask<List<Entry>>('listSitemapEntries', {
    kind,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
}

function entryText({ shop }: PageRequest, kind: Kind, entry: Entry): string {
  const { locales, updatedAt } = entry;
  const path = pathOf(kind, entry.target);
  const addresses = shop.locales
    .filter((locale) => locales.includes(locale))
    .map((locale) => ({ locale, address: `${shop.publicUrl}${pathIn(shop, locale, path)}` }));
  const isEverywhere = addresses.some(({ locale }) => locale === shop.defaultLocale);
  const others =
    addresses.length < 2
      ? ''
      : [
          ...addresses,
          ...(isEverywhere ? [{ locale: 'x-default', address: `${shop.publicUrl}${path}` }] : []),
        ]
          .map(
            ({ locale, address }) =>
              `<xhtml:link rel="alternate" hreflang="${segmentOf(locale)}" href="${xmlText(address)}"/>`,
          )
          .join('');
  const changed = updatedAt === null ? '' : xmlElement('lastmod', updatedAt);
  return addresses
    .map(({ address }) => `<url>${xmlElement('loc', address)}${changed}${others}</url>\n`)
    .join('');
}

const plain = new Addresses('');

function pathOf(kind: Kind, target: string): string {
  switch (kind) {
    case 'products':
      return plain.product(target);
    case 'categories':
      return plain.category(target);
    case 'collections':
      return plain.collection(target);
    case 'pages':
      return plain.page(target);
  }
}
