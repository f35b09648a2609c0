/** Cells as spreadsheets put them onto the clipboard: tabs between cells, lines between rows, quotes around lines. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    rows.at(-1)!.push(cell);
    cell = '';
  };
  const letters = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at]!;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (letters[at + 1] === '"') {
        cell += letter;
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === '') isQuoted = true;
    else if (letter === '\t') endCell();
    else if (letter === '\n') {
      endCell();
      if (at < letters.length - 1) rows.push([]);
    } else cell += letter;
  }
  if (!letters.endsWith('\n')) endCell();
  return rows;
}

/** As {@link cellsOf} reads it. */
export function textOfCells(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) =>
    /["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => row.map((cell) => quoted(cell)).join('\t')).join('\n');
}
