import type { AdminManifest } from './admin-manifest.ts';

export interface Documented {
  readonly nonce: string;
  /** As the header Accept-Language has it. */
  readonly accepted: string | undefined;
  readonly shop: { readonly name: string; readonly timeZone: string };
  /** `JPY:0 KWD:3`: decimals as the shop reckons, where they are not two; browsers differ. */
  readonly digits: string;
  readonly assets: AdminManifest;
}

/** The page that the admin begins with, whichever of its addresses was asked for. */
export function documentOf({ nonce, accepted, shop, digits, assets }: Documented): string {
  const { style, script, preloaded, preloadedFont } = assets;
  const at = (name: string) => `/admin/assets/${name}`;
  const german = /^\s*de\b/i.test(accepted ?? '');
  return `<!doctype html>
<html lang="${german ? 'de' : 'en'}" data-shop="${escaped(shop.name)}" data-time-zone="${escaped(shop.timeZone)}" data-digits="${digits}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(shop.name)}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<link rel="preload" href="${at(preloadedFont)}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${at(style)}">
${preloaded.map((name) => `<link rel="modulepreload" href="${at(name)}" nonce="${nonce}">`).join('\n')}
<script type="module" src="${at(script)}" nonce="${nonce}"></script>
</head>
<body class="admin">
<div id="root"></div>
<noscript>${german ? 'Dieser Teil des Shops braucht JavaScript.' : 'This part of the shop needs JavaScript.'}</noscript>
</body>
</html>
`;
}

/** The sign of four, the oldest of the merchants' marks. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#0b5d53" stroke-width="2"><path d="M12 22V2.6L4.6 12.5H20M7 18h10"/></svg>';

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
