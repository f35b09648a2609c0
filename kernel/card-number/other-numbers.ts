import { passesLuhn } from './issuers.ts';

/**
 * Numbers that people write beside a card's and that their own form and check tell from one: each
 * tenth of them passes the check of cards by chance, a SIRET always.
 */

/** By ISO 13616: how long the account number of a country is. */
const ibanLengths = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 ' +
    'DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 ' +
    'IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 ' +
    'MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 ' +
    'SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);
const ibanBeginning = /(?<![0-9A-Za-z])[A-Za-z]{2}\d{2}(?=[ -]?[0-9A-Za-z])/g;
const uuid =
  /(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/gi;

/** The text with account numbers and ids blotted out, as long as before. */
export function withoutOtherNumbers(text: string): string {
  const lessIds = text.replaceAll(uuid, (id) => '#'.repeat(id.length));
  const parts: string[] = [];
  let written = 0;
  for (const { 0: beginning, index } of lessIds.matchAll(ibanBeginning)) {
    const end = endOfIban(lessIds, index, ibanLengths.get(beginning.slice(0, 2).toUpperCase()));
    if (end === undefined || index < written) continue;
    parts.push(lessIds.slice(written, index), '#'.repeat(end - index));
    written = end;
  }
  return parts.join('') + lessIds.slice(written);
}

function endOfIban(text: string, start: number, length: number | undefined): number | undefined {
  if (length === undefined) return undefined;
  let iban = '';
  let at = start;
  for (; iban.length < length; at += 1) {
    const character = text[at];
    if (character === undefined) return undefined;
    if (/[0-9A-Za-z]/.test(character)) iban += character.toUpperCase();
    else if (!/[ -]/.test(character)) return undefined;
  }
  const goesOn = /[0-9A-Za-z]/.test(text[at] ?? '');
  return !goesOn && isIban(iban) ? at : undefined;
}

function isIban(iban: string): boolean {
  const turned = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const character of turned) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Numbers that are written in groups of four, as cards are, and are longer. */
export function isLongNumber(digits: string): boolean {
  // A Polish account without its country.
  if (digits.length === 26) return isIban(`PL${digits}`);
  // A parcel of the United States' post.
  const isParcel = /^(?:9[1-5]\d{20}|7\d{19})$/.test(digits);
  return isParcel && passesBarcodeCheck(digits);
}

/** A French company's place of business: both its company and itself pass the check of cards. */
export function isSiret(digits: string, sizes: string): boolean {
  if (digits.length !== 14 || !passesLuhn(digits.slice(0, 9)) || !passesLuhn(digits)) return false;
  return sizes === '3-3-3-5' || sizes === '9-5' || (sizes === '14' && digits[9] === '0');
}

/** A bar code of fourteen digits, as cartons have: written in one. */
export function isCartonCode(digits: string, sizes: string): boolean {
  return sizes === '14' && passesBarcodeCheck(digits);
}

/** What the word before it says it is, where its length is that of such a number. */
const saidNumbers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/\bIMEI(?:[ -]?SV)?\W{0,3}$/i, [15, 16]],
  [/\b(?:SIRET|GTIN(?:[ -]?14)?|EAN(?:[ -]?14)?|ITF(?:[ -]?14)?)\W{0,3}$/i, [14]],
];

export function isSaidToBeAnother(digits: string, before: string): boolean {
  const words = before.slice(-16);
  return saidNumbers.some(([word, lengths]) => lengths.includes(digits.length) && word.test(words));
}

function passesBarcodeCheck(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}
