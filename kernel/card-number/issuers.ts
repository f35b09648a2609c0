/**
 * What card brands issue: what their numbers begin with and how many digits they have. Nobody has 13:
 * Visa gave that form up, and a bar code (EAN-13) that begins with a 4, 50 or 6 would be taken for a
 * card each tenth time.
 */
const issuers: readonly (readonly [
  brand: string,
  beginning: RegExp,
  lengths: readonly number[],
])[] = [
  ['Visa', /^4/, [16, 19]],
  ['Mastercard', /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['American Express', /^3[47]/, [15]],
  ['Diners Club', /^3(?:0[0-5]|095|[689])/, [14, 16, 19]],
  ['JCB', /^35(?:2[89]|[3-8])/, [16, 19]],
  ['Discover', /^6(?:011|4[4-9]|5)/, [16, 19]],
  ['UnionPay', /^62/, [16, 17, 18, 19]],
  ['UnionPay', /^81(?:[0-6]|7[01])/, [16, 19]],
  ['Maestro', /^(?:50|5[678]|6[037])/, [16, 18, 19]],
  ['Mir', /^220[0-4]/, [16, 19]],
  ['RuPay', /^82/, [16]],
  ['Troy', /^9792/, [16]],
];

export const fewestDigits = 14;
export const mostDigits = 19;

/** What numbers of a length begin with, of all brands. */
const beginnings = new Map(
  [...new Set(issuers.flatMap(([, , lengths]) => lengths))].map((length) => {
    const ofLength = issuers.filter(([, , lengths]) => lengths.includes(length));
    return [length, new RegExp(ofLength.map(([, beginning]) => beginning.source).join('|'))];
  }),
);

/** Whether a card's number could be these digits: an issuer's beginning, its length, the check digit. */
export function isCardNumber(digits: string): boolean {
  return (beginnings.get(digits.length)?.test(digits) ?? false) && passesLuhn(digits);
}

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = digits.charCodeAt(index) - 48;
    const counted = doubled ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}
