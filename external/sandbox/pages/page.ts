const style = `
:root{color-scheme:light dark;--ink:light-dark(#16202c,#e8edf3);--soft:light-dark(#5b6878,#9fb0c3);
--line:light-dark(#d9e0e8,#2c3947);--paper:light-dark(#fff,#17202a);--ground:light-dark(#f4f6f9,#0f161d);
--accent:light-dark(#0b5cad,#7cc0ff)}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,sans-serif}main,header{max-width:68rem;margin:0 auto;padding:1rem 1.25rem}
header nav{display:flex;flex-wrap:wrap;gap:1rem}a{color:var(--accent)}h1{font-size:1.5rem;margin:.4rem 0}
table{width:100%;border-collapse:collapse;background:var(--paper);border:1px solid var(--line)}
th,td{text-align:left;padding:.5rem .7rem;border-bottom:1px solid var(--line);vertical-align:top;
overflow-wrap:anywhere}th{color:var(--soft);font-weight:600;font-size:.85rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;padding:0;list-style:none}
.cards li{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
.soft{color:var(--soft)}iframe{width:100%;height:60vh;border:1px solid var(--line);background:#fff}
pre{white-space:pre-wrap;background:var(--paper);border:1px solid var(--line);padding:1rem}
button{font:inherit;padding:.6rem 1.2rem;border-radius:.4rem;border:1px solid var(--line);cursor:pointer}
button.main{background:var(--accent);color:light-dark(#fff,#0f161d)}.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

/** Text that is safe within elements and quoted attributes. */
export function escapeHtml(value: string | number | null | undefined): string {
  return String(value ?? '').replaceAll(
    /[&<>"']/g,
    (character) => `&#${character.codePointAt(0) ?? 0};`,
  );
}

/** A whole page; `body` is HTML already. */
export function page(title: string, body: string): string {
  const links = [
    ['/', 'Systems'],
    ['/mailbox', 'Mailbox'],
    ['/sms', 'SMS'],
    ['/payments', 'Payments'],
    ['/parcels', 'Parcels'],
  ];
  const nav = links.map(([href, name]) => `<a href="${href}">${name}</a>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} · Kontor sandbox</title><style>${style}</style></head><body>
<a class="skip" href="#content">Skip to content</a>
<header><nav aria-label="Sandbox">${nav}</nav></header>
<main id="content"><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;
}

/** `rows` hold cells that are HTML already. */
export function table(caption: string, heads: string[], rows: string[][]): string {
  if (rows.length === 0) return `<p class="soft">Nothing yet.</p>`;
  const head = heads.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('');
  const label = escapeHtml(caption);
  return `<table aria-label="${label}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
