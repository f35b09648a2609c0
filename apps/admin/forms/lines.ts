/** Things in a row as they are typed: with commas between, or one a line. */
export const listOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** One a line, where a thing may have a comma in it. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** A number as it was typed; null where nothing was. */
export const numberOf = (text: string): number | null =>
  text.trim() === '' ? null : Number(text.replace(',', '.'));

/** Or nothing. */
export const isWholeNumber = (text: string): boolean => /^(-?\d{1,9})?$/.test(text.trim());

export const typedNumber = (value: number | null): string => (value === null ? '' : String(value));
