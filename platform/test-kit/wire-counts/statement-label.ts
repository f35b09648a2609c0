const table = String.raw`((?:"\w+"|[a-z_]\w*)(?:\.(?:"\w+"|\w+))?)`;
const verb = String.raw`(insert\s+into|(?<!\bfor\s+(?:no\s+key\s+)?)(?<!\bdo\s+)update|delete\s+from|merge\s+into)`;
const writes = new RegExp(String.raw`\b${verb}\s+(?:only\s+)?${table}`, 'gi');
/** A table, but no function that rows come from. */
const reads = new RegExp(String.raw`\b(?:from|join)\s+${table}(?![\w.]*\s*\()`, 'gi');
const named = /(?:\bwith|,)\s+(\w+)\s+as\s/gi;
const longest = 60;

/**
 * What a statement does, in the words of its text: all the tables that it writes, else those that it
 * reads. New columns and conditions keep its name.
 */
export function statementLabel(text: string): string {
  const claims = /\bskip\s+locked\b/i.test(text) ? ' of those not locked' : '';
  const written = [...text.matchAll(writes)].map(
    ([, does, name]) => `${does!.split(/\s/)[0]!.toLowerCase()} ${bare(name)}`,
  );
  if (written.length > 0) return [...new Set(written)].join(' + ') + claims;
  const own = new Set([...text.matchAll(named)].map(([, name]) => name));
  const read = [...text.matchAll(reads)].map(([, name]) => bare(name));
  const tables = new Set(read.filter((name) => !own.has(name) && name !== 'lateral'));
  if (tables.size > 0) return `select ${[...tables].join(', ')}${claims}`;
  const words = text.trim().replaceAll(/\s+/g, ' ');
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
}

function bare(name: string | undefined): string {
  return (name ?? '').replaceAll('"', '');
}
