/**
 * Text of others for a terminal: control characters, which could move the cursor, name the window or
 * ring, and those that turn the direction of reading are written out. Lines and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`,
  );
}
