import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';
import { style } from './style.ts';
import { directionOf } from './wording.ts';
import type { Words } from './words/words.ts';

export interface Page {
  readonly language: string;
  readonly title: string;
  readonly body: Markup;
}

export interface ShopLine {
  readonly name: string;
  readonly legalName: string;
  readonly email: string;
}

/** Of all that stands in the element: a space more beside it, and no browser takes the style. */
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Nothing is loaded, nothing runs, nobody frames it, and forms lead to the shop alone. No browser that
 * others use after keeps it.
 */
export const pageHeaders = {
  'Cache-Control': 'no-store',
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

export function pageText({ language, title, body }: Page, shop: ShopLine): string {
  return `<!doctype html>\n${
    html`<html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${shop.name}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <header><p class="shop">${shop.name}</p></header>
        <main>${body}</main>
        <footer>
          <p>${shop.legalName}</p>
          ${shop.email === '' ? null : html`<p><a href="mailto:${shop.email}">${shop.email}</a></p>`}
        </footer>
      </body>
    </html>`.text
  }`;
}

/** What the mail's link shows: one button, and nothing is used up by looking. */
export function openingPage(words: Words, token: string): Markup {
  return html`<h1>${words.yourOrder}</h1>
    <form method="post" action="/o/${token}">
      <p>${words.openWhy}</p>
      <button class="main" type="submit">${words.open}</button>
    </form>`;
}

/** Asks for a link; `said` is what came of what was asked before. */
export function lookUpPage(
  words: Words,
  language: string,
  said: { title?: string; text: string; urgent: boolean } | undefined,
): Markup {
  const above =
    said &&
    html`<div class="tell" role="${said.urgent ? 'alert' : 'status'}">
      ${said.title === undefined ? null : html`<h2>${said.title}</h2>`}
      <p>${said.text}</p>
    </div>`;
  return html`<h1>${words.lookUp}</h1>
    ${above}
    <form method="post" action="/o/lookup?language=${language}">
      <p>${words.lookUpWhat}</p>
      <label for="number">${words.number}</label>
      <p class="hint" id="number-hint">${words.numberHint}</p>
      <input
        id="number"
        name="orderNumber"
        required
        maxlength="40"
        autocomplete="off"
        aria-describedby="number-hint"
      /><label for="email">${words.email}</label
      ><input
        id="email"
        name="email"
        type="email"
        required
        maxlength="254"
        autocomplete="email"
      /><button class="main" type="submit">${words.send}</button>
    </form>`;
}
