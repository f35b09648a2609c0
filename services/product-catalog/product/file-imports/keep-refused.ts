import { importLimits as limits } from '#contracts/product/files/limits.ts';
import type { Database } from '#platform/data/database.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { refusedRows } from '#product-files/importing/refused-rows.ts';
import { storable } from './import-notes.ts';
import { bytesOf } from './receive-file.ts';

const linesAtOnce = 5_000;

/** Why lines were refused. Few reasons stand for many lines: each is held once. */
export async function reasonsByLine(
  database: Database,
  importId: string,
): Promise<Map<number, string>> {
  const reasons = new Map<number, string>();
  const words = new Map<string, string>();
  for (let last = 0; ;) {
    const rows = await database.query<{ line: number; message: string | null }>(sql`
      select line, min(message) as message from file_import_entry
      where import_id = ${importId} and outcome = 'left_out' and line > ${last}
      group by line order by line limit ${linesAtOnce}`);
    for (const { line, message } of rows) {
      const told = message ?? '';
      if (!words.has(told)) words.set(told, told);
      reasons.set(line, words.get(told)!);
      last = line;
    }
    if (rows.length < linesAtOnce) return reasons;
  }
}

/** Parts of the refused rows, none longer than a download takes at once; a row may be in several. */
export async function* refusedParts(
  database: Database,
  importId: string,
): AsyncGenerator<Statement> {
  const reasons = await reasonsByLine(database, importId);
  let at = 0;
  const partOf = (body: string) => {
    at += 1;
    return sql`insert into file_import_refused (import_id, at, body) values (${importId}, ${at}, ${body})`;
  };
  let text = '';
  for await (const row of refusedRows(() => bytesOf(database, importId), reasons)) {
    text += storable(row);
    while (text.length >= limits.downloadCharacters) {
      const end = cutAt(text, limits.downloadCharacters);
      yield partOf(text.slice(0, end));
      text = text.slice(end);
    }
  }
  if (text !== '') yield partOf(text);
}

/** Between two characters, never within one. */
function cutAt(text: string, most: number): number {
  const last = text.charCodeAt(most - 1);
  return last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
}
