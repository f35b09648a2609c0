/** What a tax is called where its readers are; what no language here knows keeps its name. */
const namesOfVat: Readonly<Record<string, string>> = {
  ar: 'ضريبة القيمة المضافة',
  bg: 'ДДС',
  cs: 'DPH',
  da: 'moms',
  de: 'MwSt.',
  el: 'ΦΠΑ',
  es: 'IVA',
  et: 'käibemaks',
  fi: 'ALV',
  fr: 'TVA',
  ga: 'CBL',
  he: 'מע״מ',
  hr: 'PDV',
  hu: 'áfa',
  it: 'IVA',
  ja: '消費税',
  lt: 'PVM',
  lv: 'PVN',
  mt: 'VAT',
  nb: 'mva.',
  nl: 'btw',
  nn: 'mva.',
  no: 'mva.',
  pl: 'VAT',
  pt: 'IVA',
  ro: 'TVA',
  sk: 'DPH',
  sl: 'DDV',
  sv: 'moms',
  tr: 'KDV',
};

/** Languages that say the rate before the tax. */
const rateFirst = new Set(['cs', 'da', 'de', 'et', 'hu', 'nb', 'nl', 'nn', 'no', 'sk', 'sl', 'sv']);

interface Share {
  readonly name: string;
  readonly ratePpm: number;
}

const percents = new Map<string, Intl.NumberFormat>();

function percentIn(locale: string): Intl.NumberFormat {
  let format = percents.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
    percents.set(locale, format);
  }
  return format;
}

const labels = new Map<string, string>();
/** Names of taxes are the shop's, and few; rates and languages too. */
const labelsMax = 1_000;

/** `19 % MwSt.`, `TVA 20 %`, `VAT 19%`: a share of tax in the buyer's language. */
export function taxLabel(share: Share, locale: string): string {
  const key = `${locale} ${share.ratePpm} ${share.name}`;
  const known = labels.get(key);
  if (known !== undefined) return known;
  const label = makeLabel(share, locale);
  if (labels.size < labelsMax) labels.set(key, label);
  return label;
}

function makeLabel({ name, ratePpm }: Share, locale: string): string {
  const language = locale.slice(0, 2);
  const percent = percentIn(locale).format(ratePpm / 1_000_000);
  return taxNamed(name, percent, language, { VAT: namesOfVat[language] ?? 'VAT' });
}

/**
 * A tax by the names that its readers have for what it is called here, and its rate where their
 * language says it. Of `VAT Germany` and `Sales tax NY` the place stays as it is.
 *
 * @param percent the rate as it is written there
 */
export function taxNamed(
  name: string,
  percent: string,
  language: string,
  names: Readonly<Record<string, string>>,
): string {
  const bare = name.replace(/\s*[\d.,]+\s*%$/, '');
  const known = Object.keys(names).find((one) => bare === one || bare.startsWith(`${one} `));
  const named = known === undefined ? bare : `${names[known]}${bare.slice(known.length)}`;
  return (rateFirst.has(language) ? `${percent} ${named}` : `${named} ${percent}`).trim();
}

/** Taxes as they are shown: named for their buyer. What is frozen has no labels. */
export function withLabels<S extends Share>(
  taxes: readonly S[],
  locale: string,
): (S & { label: string })[] {
  return taxes.map((share) => ({ ...share, label: taxLabel(share, locale) }));
}

/** What was frozen, out of what was shown. */
export function withoutLabels<S extends Share & { label?: string | undefined }>(
  taxes: readonly S[],
): Omit<S, 'label'>[] {
  return taxes.map(({ label: _label, ...share }) => share);
}
