import { cardNumbersIn, type About } from './card-number/find-card-numbers.ts';
import { fewestDigits, isCardNumber, mostDigits } from './card-number/issuers.ts';
import { maskedTexts, withPlainCharacters } from './card-number/markup.ts';

/**
 * Card data never reaches us: what begins like a card, has its length and passes the Luhn check is
 * refused where people write, and masked in what another shop wrote. One in ten of all long numbers
 * passes that check by chance (bar codes, parcels, tax numbers, times), so it is looked for nowhere
 * else: `contracts/text-kinds.ts` says where.
 */

/** Fourteen digits with little between them: most texts have nothing of the kind. */
const anyChain = /\p{Nd}(?:[^\p{L}\p{Nd}]{0,6}\p{Nd}){13}/u;
/** `+49 …`, at most the 15 digits of E.164, or with leading zeros, which no card has. */
const phoneForm = /^(?:\+[1-9](?:[ -]?\d){1,14}|0(?:[ -]?\d){1,17})$/;

/** Whether a text holds a card's number. */
export function holdsCardNumber(text: string, about: About = 'people'): boolean {
  return anyChain.test(text) && cardNumbersIn(plainCharacters(text), about).length > 0;
}

/** The same of goods described in HTML, however it writes a digit. */
export function holdsCardNumberInMarkup(html: string): boolean {
  const plain = withPlainCharacters(html);
  return maskedInMarkup(plain) !== plain;
}

/** HTML with all but the last four digits of the cards' numbers in its texts masked. */
export function maskedInMarkup(html: string): string {
  const digits = html.match(/\p{Nd}/gu)?.length ?? 0;
  return digits < fewestDigits ? html : maskedTexts(html, maskedCardNumbers);
}

/** Whether a field of one number, a phone's or that of a place, holds a card's instead. */
export function isCardInsteadOfNumber(text: string): boolean {
  return !phoneForm.test(text.trim()) && holdsCardNumber(text);
}

/** One way alone to read each text: whoever writes may choose it so that others are tried for ever. */
const tailForm = /(?<![0-9A-Za-z])\d{3,}(?:[ .-]\d{3,})*$/;
const headForm = /^\d{3,}(?:[ .-]\d{3,})*(?![0-9A-Za-z])/;
/** What fills so much with digits has more of them than a card. */
const tailLooked = 4 * mostDigits;

/**
 * The first of texts that stand one after the other, such as the lines of an address, from which on
 * a card's number runs through several of them.
 */
export function spanOfCardNumber(texts: readonly string[]): number | undefined {
  const plain = texts.map((text) => (/\p{Nd}/u.test(text) ? plainCharacters(text).trim() : ''));
  for (const [first, text] of plain.entries()) {
    let digits = digitsOf(tailForm.exec(text.slice(-tailLooked))?.[0]);
    for (let next = first + 1; digits !== '' && next < plain.length; next += 1) {
      const head = headForm.exec(plain[next]!)?.[0];
      if (head === undefined) break;
      digits += digitsOf(head);
      if (digits.length > mostDigits) break;
      if (isCardNumber(digits)) return first;
      if (head.length < plain[next]!.length) break;
    }
  }
  return undefined;
}

function digitsOf(text = ''): string {
  return text.replaceAll(/\D/g, '');
}

const digitsLeft = 4;

/** A text of any kind as a log may have it. */
export function withoutCardNumbers(text: string): string {
  return maskedPieces([text], 'people', 0)[0]!;
}

/**
 * Pieces of one text about goods, with all but the last four digits of each card's number in it
 * masked. A number may run through several pieces.
 */
export function maskedCardNumbers(pieces: readonly string[]): string[] {
  return maskedPieces(pieces, 'goods', digitsLeft);
}

function maskedPieces(pieces: readonly string[], about: About, left: number): string[] {
  if (!anyChain.test(pieces.join(''))) return [...pieces];
  const characters = pieces.flatMap((piece, index) =>
    Array.from(piece, (text) => ({ text, index, plain: plainCharacter(text) })),
  );
  const places = characters.flatMap(({ plain }, place) => Array<number>(plain.length).fill(place));
  const plainText = characters.map(({ plain }) => plain).join('');
  const masked = new Set<number>();
  for (const { run, index: start } of cardNumbersIn(plainText, about)) {
    const digits = [...run.matchAll(/\d/g)].map(({ index }) => places[start + index]!);
    for (const place of digits.slice(0, digits.length - left)) masked.add(place);
  }
  if (masked.size === 0) return [...pieces];
  const reported = pieces.map(() => '');
  for (const [place, { text, index }] of characters.entries()) {
    reported[index] += masked.has(place) ? '•' : text;
  }
  return reported;
}

function plainCharacters(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Array.from(text, plainCharacter).join('');
}

/** Digits of every script and width and every blank as plain ones; nothing for what has no width. */
function plainCharacter(character: string): string {
  if (character <= '\x7f') return character;
  if (/[\u00ad\u200b-\u200d\u2060\ufeff]/.test(character)) return '';
  if (!/\p{Nd}/u.test(character)) return character.normalize('NFKC');
  const plain = character.normalize('NFKC');
  return /^\d$/.test(plain) ? plain : String(valueOfDigit(plain.codePointAt(0)!));
}

/** Ten digits of a script stand in a row, from zero on. */
function valueOfDigit(codePoint: number): number {
  let zero = codePoint;
  while (codePoint - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return codePoint - zero;
}
