import type { OrderSnapshot } from '#contracts/shapes.ts';

/** What a word is: a number, e-mail address, word of a name, SKU or method of payment. */
type Sign = '#' | 'e' | 'n' | 's' | 'm';

const longest = 300;

/**
 * What an order is found by, as the text of a tsvector: each word after its sign, in small letters and
 * without accents. The SQL function `order_words` makes the same of orders that have none.
 */
export function wordsOf({
  orderNumber,
  email,
  paymentMethod,
  billingAddress,
  shippingAddress,
  lines,
}: OrderSnapshot): string {
  const addresses = [billingAddress, ...(shippingAddress ? [shippingAddress] : [])];
  const names = addresses.flatMap(({ name, company = '' }) => nameWords(`${name} ${company}`));
  const words = [
    lexeme('#', orderNumber),
    lexeme('#', orderNumber.replace(/^\D+/, '')),
    lexeme('e', email),
    lexeme('m', paymentMethod),
    ...names.map((name) => lexeme('n', name)),
    ...lines.map(({ sku }) => lexeme('s', sku)),
  ];
  return words.join(' ');
}

export function nameWords(name: string): string[] {
  return folded(name).match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function beginning(sign: Sign, word: string): string {
  return `${lexeme(sign, word.trim())}:*`;
}

/** So quoted that nothing of it is read as the query's language. */
export function lexeme(sign: Sign, word: string): string {
  const characters = Array.from(`${sign}${folded(word)}`)
    .slice(0, longest)
    .join('');
  return `'${characters.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The end of a Greek word has a letter of its own. */
function folded(word: string): string {
  const plain = word.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '');
  return plain.toLowerCase().replaceAll('ς', 'σ');
}
