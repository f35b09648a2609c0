/** What spreadsheet programs would calculate, or run, instead of showing it. */
const formulaLike = /^'*[=+\-@\t\r]/;

/**
 * A cell of CSV. An apostrophe goes before what a spreadsheet program would take for a formula (and
 * before what already has one, so that nothing is lost); reading a product file takes it off again.
 */
export function csvCell(text: string): string {
  const safe = formulaLike.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A code that begins with an apostrophe or stands in quotation marks: they are its own. */
export function codeCell(code: string): string {
  return /^['\u2019]|^["'\u2018-\u201e\u00ab\u00bb].*["'\u2018-\u201e\u00ab\u00bb]$/su.test(code)
    ? `"${code}"`
    : code;
}
