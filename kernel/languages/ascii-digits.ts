/**
 * Digits of any script as those of ASCII: `١٢٫٥` of an Arabic keyboard is `12.5`. Unicode keeps the
 * ten of a script side by side, from zero on, and other tens at most beside them.
 */
export function asciiDigits(text: string): string {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Nd}/gu, digitOf)
    .replaceAll('\u066b', '.')
    .replaceAll(/[\u066c\u060c]/g, ',');
}

const digit = /^\p{Nd}$/u;

function digitOf(sign: string): string {
  const point = sign.codePointAt(0)!;
  let first = point;
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
