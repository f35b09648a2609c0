/**
 * Card data never reaches us: what begins like a card, has its length and passes the Luhn check is
 * refused where people write, and masked in what another shop wrote. One in ten of all long numbers
 * passes that check by chance (bar codes, parcels, tax numbers, times), so it is looked for nowhere
 * else.
 */
const freeText = new Set(
  'note message reason subject name firstName lastName company street street2 city postalCode phone'.split(
    ' ',
  ),
);
/** With a blank, a dot or a dash of any kind between them. */
const digitRun = /(?<![0-9A-Za-z])[0-9](?:(?:[ .\p{Pd}]| {2})?[0-9]){12,}(?![0-9A-Za-z])/gu;
const [fewestDigits, mostDigits] = [13, 19];
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** `+49 …`, at most the 15 digits of E.164, or with leading zeros, which no card has. */
const phoneForm = /^(?:\+[1-9](?:[ -]?\d){1,14}|0(?:[ -]?\d){1,17})$/;
/** What issuers begin with, and how many digits follow. */
const issuers = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689]\d)\d{11}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^6(?:011|4[4-9]\d|5\d{2}|2\d{2})\d{12,15}$/,
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}$/,
];

/** Whether the text of a field holds a card's number. */
export function holdsCardNumber(value: string, field: string): boolean {
  if (value.length < 13 || !freeText.has(field) || uuid.test(value)) return false;
  if (field === 'phone' && phoneForm.test(value.trim())) return false;
  // NFKC makes digits of full width and every blank plain ones.
  return cardNumbersIn(value.normalize('NFKC')).length > 0;
}

interface Found {
  readonly run: string;
  readonly index: number;
}

/** What groups of digits make a card's number, whatever digits stand before and after: a date, a code. */
function cardNumbersIn(text: string): Found[] {
  const found: Found[] = [];
  for (const { 0: chain, index: chainStart } of text.matchAll(digitRun)) {
    const groups = [...chain.matchAll(/\d+/g)];
    for (let first = 0; first < groups.length; first += 1) {
      const start = groups[first]!.index;
      for (let last = first, digits = 0; last < groups.length; last += 1) {
        const [group] = groups[last]!;
        digits += group.length;
        if (digits > mostDigits) break;
        const run = chain.slice(start, groups[last]!.index + group.length);
        if (digits < fewestDigits || !isCardNumber(run)) continue;
        found.push({ run, index: chainStart + start });
        first = last;
        break;
      }
    }
  }
  return found;
}

function isCardNumber(run: string): boolean {
  const digits = run.replaceAll(/\D/g, '');
  return passesLuhn(digits) && issuers.some((form) => form.test(digits));
}

const digitsLeft = 4;

/**
 * Pieces of one text, with all but the last four digits of each card's number in it masked. A number
 * may run through several pieces. Goods are described with their bar codes: these stay.
 */
export function maskedCardNumbers(pieces: readonly string[]): string[] {
  if (cardNumbersIn(pieces.join('').normalize('NFKC')).length === 0) return [...pieces];
  const characters = pieces.flatMap((piece, index) =>
    Array.from(piece, (text) => ({ text, index, plain: text.normalize('NFKC') })),
  );
  const places = characters.flatMap(({ plain }, place) => Array<number>(plain.length).fill(place));
  const plainText = characters.map(({ plain }) => plain).join('');
  const masked = new Set<number>();
  for (const { run, index: start } of cardNumbersIn(plainText)) {
    if (isBarcode(run)) continue;
    const digits = [...run.matchAll(/\d/g)].map(({ index }) => places[start + index]!);
    for (const place of digits.slice(0, -digitsLeft)) masked.add(place);
  }
  if (masked.size === 0) return [...pieces];
  const reported = pieces.map(() => '');
  for (const [place, { text, index }] of characters.entries()) {
    reported[index] += masked.has(place) ? '•' : text;
  }
  return reported;
}

/** An EAN: one in ten of those that begin with a 4, as German ones do, passes the check of cards too. */
function isBarcode(run: string): boolean {
  if (!/^\d{13}$/.test(run)) return false;
  let sum = 0;
  for (let index = 0; index < 13; index += 1) sum += Number(run[index]) * (index % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

function passesLuhn(digits: string): boolean {
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
