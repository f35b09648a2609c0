import type { ClientList } from './client-calls.ts';

type Row = readonly string[];

/** A table as the formatter of the repository sets it. */
function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]!.length)),
  );
  const line = (row: Row): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** The page of the documents: what works with each client, what did before, and what does not. */
export function listInWords(lists: readonly ClientList[]): string {
  const counts = lists.map(({ client, calls, missing }): Row => {
    const before = calls.filter((call) => call.before).length;
    return [client, String(before), String(calls.length), String(missing.length)];
  });
  const sum = (at: number): string =>
    String(counts.reduce((total, row) => total + Number(row[at]), 0));
  const all: Row = ['together', sum(1), sum(2), sum(3)];
  const parts = lists.map(({ vendor, calls, missing }) => {
    const rows = calls.map(({ name, shows, before }): Row => [
      code(name),
      shows,
      before ? 'yes' : 'no',
    ]);
    const absent = missing.map(({ name, instead }): Row => [code(name), instead]);
    const works = table(['Call', 'What it shows', 'Before'], rows);
    const lacks = absent.length === 0 ? '' : `\n\n${table(['Not in the sandbox', 'Why'], absent)}`;
    return `## ${vendor}\n\n${works}${lacks}\n`;
  });
  const counted = table(
    ['Client', 'Worked before', 'Work now', 'Not in the sandbox'],
    [...counts, all],
  );
  return `# The vendors' own clients

The packages that vendors publish for their customers speak to the sandbox in \`journeys/vendors/clients\`, in every run of the tests. What they ask and are answered is held to the vendors' own descriptions where these lie beside the project. "Before" is version 6907c59, where 32 of 73 calls worked that were tried with these clients by hand; the column tells which of the calls of this page work there. What a client has and the sandbox has not is refused in the vendor's own words, which is tried as well. This page is written by the test (\`npx vitest run --project journeys journeys/vendors/clients -u\`).

${counted}

${parts.join('\n')}`;
}
