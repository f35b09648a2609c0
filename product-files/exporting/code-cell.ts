/** A code that begins with an apostrophe or stands in quotation marks: they are its own. */
export function codeCell(code: string): string {
  return /^['\u2019]|^["'\u2018-\u201e\u00ab\u00bb].*["'\u2018-\u201e\u00ab\u00bb]$/su.test(code)
    ? `"${code}"`
    : code;
}
