import { minorOf, type Formats } from '../../words/formats.ts';

/** Digits, thousands apart by one and the same sign or not, then decimals. */
const written =
  /^(?<whole>\d{1,3}(?:(?<group>[.,'’\s])\d{3})(?:\k<group>\d{3})*|\d+)(?:(?<point>[.,])(?<part>\d*))?$/;

/**
 * An amount as spreadsheets have it, in minor units: with the sign or code of its own currency, and
 * something between thousands. Undefined where it is none, is one of another currency or below
 * nothing, and where it could be read as two amounts: `1,200` of a currency with cents may be either.
 */
export function amountOf(text: string, currency: string, formats: Formats): number | undefined {
  const read = written.exec(withoutSign(text.normalize('NFKC').trim(), formats.signs(currency)));
  if (!read) return undefined;
  const { whole = '', group, point, part = '' } = read.groups ?? {};
  if (group !== undefined && group === point) return undefined;
  const digits = whole.replaceAll(/\D/g, '');
  const isEither =
    point === undefined && (group === '.' || group === ',') && digits.length === whole.length - 1;
  if (!isEither) return minorOf(`${digits}.${part}`, currency);
  // Of a currency without decimals it is thousands; else as the language writes decimals, or neither.
  if (!/\D/.test(formats.plain(0, currency))) return minorOf(digits, currency);
  return formats.plain(0, currency).includes(group) ? minorOf(whole, currency) : undefined;
}

function withoutSign(text: string, signs: readonly string[]): string {
  const lower = text.toLowerCase();
  for (const sign of signs.map((each) => each.normalize('NFKC').toLowerCase())) {
    if (lower.startsWith(sign)) return text.slice(sign.length).trim();
    if (lower.endsWith(sign)) return text.slice(0, -sign.length).trim();
  }
  return text;
}
