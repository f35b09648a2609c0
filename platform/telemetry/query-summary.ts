import type { Statement } from '../ground/sql.ts';

const verbs = /\b(select|insert|update|delete)\b/i;
/** A table, but no function that rows come from. */
const tables = /\b(?:(?:into|update)\s+"?([a-z_]\w*)|from\s+"?([a-z_]\w*)(?![\w.]*\())/i;

const known = new Map<string, string>();
const knownLimit = 1_000;

/** What a statement does, without its values: `select cart`. The same words for the same text. */
export function summaryOf({ text, name }: Statement): string {
  const key = name ?? text;
  let summary = known.get(key);
  if (summary === undefined) {
    const [, verb = 'run'] = verbs.exec(text) ?? [];
    const [, written, read] = tables.exec(text) ?? [];
    const table = written ?? read;
    summary = table === undefined ? verb.toLowerCase() : `${verb.toLowerCase()} ${table}`;
    if (known.size < knownLimit) known.set(key, summary);
  }
  return summary;
}
