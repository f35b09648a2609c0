/**
 * What no text that people read may hold: control characters, which mail headers, logs, labels and
 * terminals obey, and those that make it read otherwise than it is written.
 */
const unwanted = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** The same, but for the ends of lines and tabs. */
const unwantedInLines = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Fields with lines; all others are one. */
export const linedFields: ReadonlySet<string> = new Set(
  (
    'note message reason outcome description descriptionHtml markdown seoDescription altText html text sms attributes ' +
    'manufacturer responsiblePerson safetyWarnings ingredients allergens nutrition'
  ).split(' '),
);

/** Whether a text is one line of plain text: a name, a subject, a part of an address. */
export function isPlainLine(text: string): boolean {
  return !unwanted.test(text);
}

/** Whether a text is plain, with lines: a note, a message, a description. */
export function isPlainText(text: string): boolean {
  return !unwantedInLines.test(text);
}

/** Text of another shop, made to fit: each thing unwanted becomes a blank, other ends of lines `\n`. */
export function fittedText(text: string, lines: boolean): string {
  if (lines ? isPlainText(text) : isPlainLine(text)) return text;
  const broken = text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return broken.replaceAll(new RegExp(lines ? unwantedInLines : unwanted, 'gu'), ' ');
}
