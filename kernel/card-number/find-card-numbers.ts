import { fewestDigits, isCardNumber, mostDigits } from './issuers.ts';
import {
  isCartonCode,
  isLongNumber,
  isSaidToBeAnother,
  isSiret,
  withoutOtherNumbers,
} from './other-numbers.ts';

/** Of goods people also write the bar codes of cartons. */
export type About = 'people' | 'goods';

export interface Found {
  /** As it is written, with what stands between its digits. */
  readonly run: string;
  readonly index: number;
}

/** Groups of digits with blanks, ends of lines, dots, dashes, strokes between them; `%B` is what a magnetic strip begins with. */
const between = String.raw`[\s._/·|\p{Pd}]{1,3}`;
const chainForm = new RegExp(
  String.raw`(?:(?<![0-9A-Za-z])|(?<=%B))[0-9](?:(?:${between})?[0-9]){13,}(?![0-9A-Za-z])`,
  'gu',
);

/** How cards are printed and typed, also where something else stands before or after. */
const cardLike = new Set(['4-4-4-4', '4-4-4-4-3', '4-6-5', '4-6-4', '4-4-4-3', '4-4-4-2']);
const alsoTyped = new Set(['8-8', '6-10', '4-12', '6-13', '12-4', '4-4-8', '8-4-4', '6-6-4']);

interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** The numbers of cards in a text of plain characters. */
export function cardNumbersIn(given: string, about: About): Found[] {
  const text = withoutOtherNumbers(given);
  const found: Found[] = [];
  for (const { 0: chain, index } of text.matchAll(chainForm)) {
    const groups = [...chain.matchAll(/\d+/g)].map(({ 0: digits, index: at }) => {
      const start = index + at;
      return { digits, start, end: start + digits.length };
    });
    if (isLongNumber(joined(groups)) || isPhone(text, index, groups)) continue;
    found.push(...cardsOfChain(text, groups, about));
  }
  return found;
}

function cardsOfChain(text: string, chain: readonly Group[], about: About): Found[] {
  const found: Found[] = [];
  const all = joined(chain);
  for (let first = 0, begin = 0; first < chain.length; first += 1) {
    for (let last = first, end = begin; last < chain.length; last += 1) {
      end += chain[last]!.digits.length;
      if (end - begin > mostDigits) break;
      if (end - begin < fewestDigits || !isCardNumber(all.slice(begin, end))) continue;
      if (!isCard(text, chain, first, last, about)) continue;
      const { start } = chain[first]!;
      found.push({ run: text.slice(start, chain[last]!.end), index: start });
      while (first < last) begin += chain[first++]!.digits.length;
      break;
    }
    begin += chain[first]!.digits.length;
  }
  return found;
}

/** Whether digits that could be a card's are written as one, and are no other number. */
function isCard(
  text: string,
  chain: readonly Group[],
  first: number,
  last: number,
  about: About,
): boolean {
  const groups = chain.slice(first, last + 1);
  const digits = joined(groups);
  const sizes = groups.map((group) => group.digits.length).join('-');
  const begins = first === 0;
  const whole = begins && last === chain.length - 1;
  if (!isWrittenLikeOne(text, groups, sizes, { begins, whole })) return false;
  if (isSiret(digits, sizes) || (about === 'goods' && isCartonCode(digits, sizes))) return false;
  return !isSaidToBeAnother(digits, text.slice(0, groups[0]!.start));
}

/** Other groups of digits, lists of sizes and of article numbers, add up to a card's by chance. */
function isWrittenLikeOne(
  text: string,
  groups: readonly Group[],
  sizes: string,
  { begins, whole }: { begins: boolean; whole: boolean },
): boolean {
  if (groups.length === 1) return true;
  const isColumn = groups.every(
    ({ end }, place) =>
      place === groups.length - 1 || text.slice(end, groups[place + 1]!.start).includes('\n'),
  );
  if (isColumn) return whole && cardLike.has(sizes) && !isAscending(groups);
  if (cardLike.has(sizes) || alsoTyped.has(sizes)) return true;
  if (groups.length > 3 && isAscending(groups)) return false;
  const [{ digits: firstDigits }] = groups as [Group, ...Group[]];
  const isEven = groups.slice(0, -1).every(({ digits }) => digits.length === firstDigits.length);
  return whole || (begins && isEven);
}

function isAscending(groups: readonly Group[]): boolean {
  const steps = groups
    .slice(1)
    .map(({ digits }, place) => Number(digits) - Number(groups[place]!.digits));
  return steps.every((step) => step > 0) || steps.every((step) => step < 0);
}

/** `+` and at most the fifteen digits of E.164. */
function isPhone(text: string, index: number, groups: readonly Group[]): boolean {
  return text[index - 1] === '+' && joined(groups).length <= 15;
}

function joined(groups: readonly Group[]): string {
  return groups.map(({ digits }) => digits).join('');
}
