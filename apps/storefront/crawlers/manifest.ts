import { faviconOf } from '../layout/favicon.ts';
import type { PageRequest } from '../serving/page.ts';
import type { TextFile } from '../serving/send-file.ts';

/** How the shop stands on a home screen. */
export function manifest({ shop, locale, at }: PageRequest): TextFile {
  const start = at.home();
  const told = {
    name: shop.name,
    short_name: shop.name.slice(0, 24),
    lang: locale,
    id: start,
    start_url: start,
    scope: '/',
    display: 'minimal-ui',
    background_color: '#f3f5f4',
    theme_color: '#f3f5f4',
    icons: [
      shop.look.favicon === null
        ? { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' }
        : { src: shop.look.favicon, sizes: 'any' },
    ],
  };
  return { type: 'application/manifest+json; charset=utf-8', text: JSON.stringify(told) };
}

/** The logo in the channel's own colour. */
export function favicon({ shop }: PageRequest): TextFile {
  return { type: 'image/svg+xml; charset=utf-8', text: faviconOf(shop.look.tokens['verdigris']) };
}
