import { asciiDigits } from '#kernel/languages/ascii-digits.ts';

export interface NumberForm {
  /** Whether the file's numbers have a comma before their decimals, as far as is known. */
  readonly decimalComma: boolean;
  /** Decimals that such a number has, to tell `1,299` and `1.299` apart. */
  readonly decimals: number;
}

export interface ReadNumber {
  readonly negative: boolean;
  /** Digits without leading zeros, at least one. */
  readonly whole: string;
  /** Without trailing zeros. */
  readonly fraction: string;
  /** As it stands: digits, and a point before decimals. */
  readonly isPlain: boolean;
  /** `1.299` may be a thousand or one and a bit. */
  readonly isDoubtful: boolean;
}

const words =
  '[\\p{Sc}]|[A-Z]{3}|[A-Z]{1,2}[$]|[Kk]r\\.?|z\u0142|K\u010d|Fr\\.?|Rs\\.?|lei|Ft|\u043b\u0432\\.?|\u0440\u0443\u0431\\.?|R|S/\\.?';
/** A currency is said once or twice; more of them could be told apart in too many ways. */
const before = new RegExp(`^(?:(?:${words})\\s*){1,3}`, 'u');
const after = new RegExp(`(?:\\s*(?:${words})){1,3}$`, 'u');
/** A cell of more characters is no number, however it is written. */
export const longestNumber = 64;
/** A round price as it is written by hand: `12,-`. */
const dash = /[.,]\s*[-\u2013\u2014]+$/u;

/**
 * A number as spreadsheets and people write it: with currency signs, thousands separators of any
 * kind, a comma or a point before decimals, in scientific form. Undefined where it is none.
 */
export function readNumber(text: string, form: NumberForm): ReadNumber | undefined {
  if (text.length > longestNumber) return undefined;
  const plain = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (plain && !isThousands(plain[2], plain[1]!, form)) {
    return numberOf(plain[1]!, plain[2] ?? '', { isPlain: true });
  }
  const { negative, rest } = unsigned(
    asciiDigits(text.normalize('NFKC')).replace(/[\u2212\u2013]/gu, '-'),
  );
  const exact = /^(\d+)(?:[.,](\d+))?e([+-]?\d{1,2})$/iu.exec(rest);
  if (exact) return { ...expanded(exact[1]!, exact[2] ?? '', Number(exact[3])), negative };
  const digits = rest.replace(dash, '').replaceAll(/(?<=\d)[\s'\u2019_](?=\d{3}(?!\d))/gu, '');
  const parts = splitDigits(digits, form);
  return parts && { ...parts, negative };
}

/** The sign may stand before or behind the currency, or as parentheses, as accountants write it. */
function unsigned(text: string): { negative: boolean; rest: string } {
  let rest = text.trim();
  const inside = /^\((.+)\)$/u.exec(rest)?.[1];
  let negative = inside !== undefined;
  rest = inside ?? rest;
  for (let turn = 0; turn < 2; turn += 1) {
    const sign = /^([+-])\s*/u.exec(rest);
    if (sign) {
      negative ||= sign[1] === '-';
      rest = rest.slice(sign[0].length);
    }
    rest = rest.replace(before, '');
  }
  rest = rest.replace(after, '').trim();
  const behind = /^(.*\d)-$/u.exec(rest)?.[1];
  return behind === undefined ? { negative, rest } : { negative: true, rest: behind };
}

function splitDigits(digits: string, form: NumberForm): ReadNumber | undefined {
  if (!/^\d[\d.,]*$/.test(digits) && !/^[.,]\d+$/.test(digits)) return undefined;
  const separators = digits.match(/[.,]/g) ?? [];
  if (separators.length === 0) return numberOf(digits, '');
  const last = separators.at(-1)!;
  const cut = digits.lastIndexOf(last);
  const [left, right] = [digits.slice(0, cut), digits.slice(cut + 1)];
  const kinds = new Set(separators).size;
  if (kinds === 2) {
    const grouped = left.includes(last) ? undefined : ungrouped(left);
    return grouped === undefined ? undefined : numberOf(grouped, right);
  }
  if (separators.length > 1) {
    const whole = ungrouped(digits);
    return whole === undefined ? undefined : numberOf(whole, '');
  }
  const isGroup = right.length === 3 && /^[1-9]\d{0,2}$/.test(left);
  if (!isGroup) return numberOf(left, right);
  const isDecimal = last === (form.decimalComma ? ',' : '.');
  if (form.decimals === 0 || (!isDecimal && form.decimals < 3)) return numberOf(left + right, '');
  return numberOf(left, right, { isDoubtful: form.decimals < 3 || !isDecimal });
}

/** Groups of three, or of two before the last as in India; undefined where it is neither. */
function ungrouped(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text;
  return /^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/.test(text) ? text.replaceAll(/[.,]/g, '') : undefined;
}

function isThousands(fraction: string | undefined, whole: string, form: NumberForm): boolean {
  return fraction?.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && form.decimals < 3;
}

function expanded(whole: string, fraction: string, exponent: number): ReadNumber {
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return numberOf('0', '0'.repeat(-point) + digits);
  return numberOf(digits.slice(0, point).padEnd(point, '0'), digits.slice(point));
}

function numberOf(
  whole: string,
  fraction: string,
  { isPlain = false, isDoubtful = false } = {},
): ReadNumber {
  return {
    negative: false,
    whole: whole.replace(/^0+(?=\d)/, '') || '0',
    fraction: fraction.replace(/0+$/, ''),
    isPlain,
    isDoubtful,
  };
}
