export type FormParameter =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly FormParameter[]
  | { readonly [name: string]: FormParameter };

export type FormParameters = { readonly [name: string]: FormParameter };

/**
 * `amount=5&line_items[0][reference]=a`, as Stripe's own clients write bodies and queries. What is
 * `undefined` is left out, `null` is sent empty: that is how Stripe clears a field.
 */
export function stripeForm(parameters: FormParameters): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(parameters)) append(pairs, encode(name), value);
  return pairs.join('&');
}

/** `name` is encoded already. */
function append(pairs: string[], name: string, value: FormParameter): void {
  if (value === undefined) return;
  if (value === null || typeof value !== 'object') {
    pairs.push(`${name}=${value === null ? '' : encode(String(value))}`);
    return;
  }
  for (const [key, part] of Object.entries(value)) append(pairs, `${name}[${encode(key)}]`, part);
}

const plain = /^[\w.-]*$/;

/** Most of what is sent needs no encoding, and to see that costs less than to encode it. */
function encode(text: string): string {
  if (plain.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
