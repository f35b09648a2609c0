import type { ComponentChildren } from 'preact';
import { sharedAddress } from '#kernel/media/media-address.ts';
import type { AssetsManifest } from '../serving/assets.ts';
import { pathIn, type Addresses } from '../serving/addresses.ts';
import type { Page, PageRequest } from '../serving/page.ts';
import { dataText } from './data-text.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';

export interface DocumentParts {
  readonly request: PageRequest;
  readonly page: Page;
  readonly assets: AssetsManifest;
  readonly nonce: string;
}

/**
 * Pages that a browser may make before somebody goes there: those that only show what everybody is shown.
 * Nothing with effects, no cart, no account, no link with a token.
 */
function speculationRules(at: Addresses): string {
  const shown = ['/products/*', '/categories/*', '/collections/*', '/pages/*'];
  const where = { href_matches: shown.map((path) => `${at.prefix}${path}`) };
  return JSON.stringify({ prerender: [{ where, eagerness: 'moderate' }] });
}

export function Document(parts: DocumentParts) {
  const { request, page } = parts;
  return (
    <html lang={request.locale} dir={directionOf(request.locale)}>
      <Head {...parts} />
      <body class={`page-${page.kind}`}>
        <a class="skip" href="#main">
          {request.words.skip}
        </a>
        <Header request={request} page={page} />
        <main id="main">{page.body as ComponentChildren}</main>
        <Footer request={request} />
      </body>
    </html>
  );
}

function Head({ request, page, assets, nonce }: DocumentParts) {
  const { shop, at } = request;
  const address = (path: string) => `${shop.publicUrl}${path}`;
  // A title that staff wrote for search engines may end in the shop's name already.
  const isNamed = page.title === shop.name || page.title.endsWith(` ${shop.name}`);
  const title = isNamed ? page.title : `${page.title} | ${shop.name}`;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      {page.refreshTo !== undefined && (
        <meta http-equiv="refresh" content={`0;url=${page.refreshTo}`} />
      )}
      {page.refreshAfterSeconds !== undefined && (
        <meta http-equiv="refresh" content={String(page.refreshAfterSeconds)} />
      )}
      {page.description && <meta name="description" content={page.description} />}
      <link
        rel="preload"
        href={`/assets/${assets.preloadedFont}`}
        as="font"
        type="font/woff2"
        crossOrigin="anonymous"
      />
      <link rel="stylesheet" href={`/assets/${assets.style}`} />
      {Object.keys(shop.look.tokens).length > 0 && (
        <link rel="stylesheet" href={`${at.prefix}/look/${shop.revision}.css`} />
      )}
      <Sign request={request} />
      {page.canonical === undefined ? (
        <meta name="robots" content="noindex" />
      ) : (
        <Found request={request} canonical={page.canonical} address={address} />
      )}
      <meta property="og:title" content={page.title} />
      <meta property="og:site_name" content={shop.name} />
      <meta property="og:type" content={page.kind === 'product' ? 'product' : 'website'} />
      {page.description && <meta property="og:description" content={page.description} />}
      {page.picture && (
        <meta
          property="og:image"
          content={new URL(sharedAddress(page.picture), shop.publicUrl).href}
        />
      )}
      {page.linkedData?.map((data) => (
        <script
          key="data"
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: dataText(data) }}
        />
      ))}
      <script
        type="speculationrules"
        nonce={nonce}
        dangerouslySetInnerHTML={{ __html: speculationRules(at) }}
      />
      <script type="module" nonce={nonce} src={`/assets/${assets.script}`} />
      {page.cardForm && (
        <>
          <script async nonce={nonce} src={page.cardForm.scriptUrl} data-card-script />
          <script type="module" nonce={nonce} src={`/assets/${assets.payScript}`} />
        </>
      )}
    </head>
  );
}

/** How the shop stands in tabs, on home screens and around the page. */
function Sign({ request: { shop, at } }: { request: PageRequest }) {
  return (
    <>
      {shop.look.favicon === null ? (
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      ) : (
        <link rel="icon" href={shop.look.favicon} />
      )}
      <link rel="manifest" href={`${at.prefix}/manifest.webmanifest`} />
      <meta name="theme-color" content="#f3f5f4" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#0f1615" media="(prefers-color-scheme: dark)" />
    </>
  );
}

/** Where it is, and where it is in the channel's other languages. */
function Found({
  request: { shop, at },
  canonical,
  address,
}: {
  request: PageRequest;
  canonical: string;
  address: (path: string) => string;
}) {
  const inLanguage = (locale: string) => address(pathIn(shop, locale, canonical));
  return (
    <>
      <link
        rel="canonical"
        href={address(canonical === '/' ? at.home() : `${at.prefix}${canonical}`)}
      />
      {shop.locales.length > 1 &&
        shop.locales.map((locale) => (
          <link key={locale} rel="alternate" hreflang={locale} href={inLanguage(locale)} />
        ))}
      {shop.locales.length > 1 && (
        <link rel="alternate" hreflang="x-default" href={inLanguage(shop.defaultLocale)} />
      )}
      <meta property="og:url" content={address(`${at.prefix}${canonical}`)} />
    </>
  );
}

const leftwards = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'yi', 'ckb']);

function directionOf(locale: string): 'ltr' | 'rtl' {
  return leftwards.has(locale.split('-', 1)[0]!) ? 'rtl' : 'ltr';
}
