const words = {
  en: { title: 'Card', number: 'Card number', expiry: 'Expiration date', cvc: 'Security code' },
  de: { title: 'Karte', number: 'Kartennummer', expiry: 'Gültig bis', cvc: 'Prüfziffer' },
} as const;

/** What is wrong with a card, by its code. */
export const wrongInGerman: Readonly<Record<string, string>> = {
  incomplete_number: 'Die Kartennummer ist unvollständig.',
  invalid_number: 'Die Kartennummer ist ungültig.',
  incomplete_expiry: 'Das Ablaufdatum ist unvollständig.',
  invalid_expiry_year_past: 'Das Ablaufdatum der Karte liegt in der Vergangenheit.',
  incomplete_cvc: 'Die Prüfziffer ist unvollständig.',
  card_declined: 'Die Karte wurde abgelehnt. Im Testbetrieb gelten nur Testkarten.',
};

const style = `
:root{--ink:#16202c;--paper:#fff;--accent:#0b5cad;--danger:#b3261e;--size:16px;--radius:4px}
*{box-sizing:border-box}html,body{margin:0;background:transparent}
body{font:var(--size)/1.4 system-ui,sans-serif;color:var(--ink);padding:2px}
form{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.75rem}
div{display:grid;gap:.3rem;align-content:start}div:first-child{grid-column:1/-1}
label{font-size:.9em;font-weight:500}
input{font:inherit;color:inherit;background:var(--paper);min-block-size:3rem;inline-size:100%;padding-inline:.8rem;
border:1px solid color-mix(in srgb,var(--ink) 45%,transparent);border-radius:var(--radius);font-variant-numeric:tabular-nums}
input:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
input[aria-invalid]{border-color:var(--danger);box-shadow:inset 0 0 0 1px var(--danger)}
p{margin:0;color:var(--danger);font-size:.85em;font-weight:500}p:empty{display:none}`;

/** Fields as a provider shows them, each with its error beside it. */
export function framePage(locale: keyof typeof words): string {
  const { title, ...labels } = words[locale];
  const field = (name: keyof typeof labels, more: string) =>
    `<div><label for="${name}">${labels[name]}</label>
<input id="${name}" name="${name}" inputmode="numeric" required aria-describedby="${name}-wrong" ${more}>
<p id="${name}-wrong"></p></div>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${style}</style></head><body><form novalidate>
${field('number', 'autocomplete="cc-number" placeholder="1234 1234 1234 1234"')}
${field('expiry', 'autocomplete="cc-exp" placeholder="MM / YY"')}
${field('cvc', 'autocomplete="cc-csc" placeholder="123"')}
</form><script src="/v3/frame.js"></script></body></html>`;
}
