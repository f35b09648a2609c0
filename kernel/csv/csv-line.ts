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

/** Cells of a row, with its end; nothing is an empty cell. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}
