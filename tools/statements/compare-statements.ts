import type { NotedStatement } from '#platform/test-kit/note-statements.ts';
import type { ServiceName } from '#platform/topology.ts';
import type { Described, ResultColumn } from './describe-statements.ts';
import type { CallSite, RowField, Sources, WrittenStatement } from './read-sources.ts';

/** A statement that the tests do not run, or only where two of them meet, and why. */
export interface NotRun {
  readonly file: string;
  /** How the statement begins, or what stands at its call. */
  readonly text: string;
  readonly reason: string;
}

export interface Compared {
  /** Places whose statements were run and fit. */
  readonly fitting: number;
  readonly complaints: readonly string[];
}

type DescribedBy = (service: ServiceName, text: string) => Described | undefined;

/**
 * What was sent while the tests ran beside what is written: the rows of each place have what their
 * type says, and where all tests ran each place was run but those of `notRun`.
 */
export function compareStatements(
  sources: Sources,
  noted: readonly NotedStatement[],
  describedBy: DescribedBy,
  notRun: readonly NotRun[] | 'a part of the tests ran',
): Compared {
  const bySite = new Map<string, NotedStatement[]>();
  for (const note of noted) {
    for (const site of note.sites) {
      const notes = bySite.get(site);
      if (notes) notes.push(note);
      else bySite.set(site, [note]);
    }
  }
  const complaints: string[] = [...refusals(sources, noted, describedBy)];
  let fitting = 0;
  for (const site of sources.sites) {
    const notes = bySite.get(site.at) ?? [];
    const found = notes.flatMap((note) => misfits(site, note, describedBy));
    complaints.push(...new Set(found));
    if (notes.length > 0 && found.length === 0) fitting += 1;
  }
  if (notRun !== 'a part of the tests ran') {
    complaints.push(...neverSent(sources, noted, new Set(bySite.keys()), notRun));
  }
  return { fitting, complaints };
}

/** Both where a statement is sent and where it is written: one call may send many, and many calls one. */
function neverSent(
  sources: Sources,
  noted: readonly NotedStatement[],
  sites: ReadonlySet<string>,
  notRun: readonly NotRun[],
): string[] {
  const texts = [...new Set(noted.map(({ text }) => text))];
  const places = [
    ...sources.sites.map(({ at, line }) => ({ at, what: line, isSent: () => sites.has(at) })),
    ...sources.statements.map((statement) => ({
      at: statement.at,
      what: oneLine(statement.chunks[0]!),
      isSent: () => texts.some((text) => isPartOf(statement, text)),
    })),
  ];
  const isOf = ({ file, text }: NotRun, { at, what }: (typeof places)[number]) =>
    at.startsWith(`${file}:`) && what.includes(text);
  const unsent = places
    .filter((place) => !notRun.some((one) => isOf(one, place)) && !place.isSent())
    .map(({ at, what }) => `${at} is sent by no test: ${what.slice(0, 90)}`);
  const outdated = notRun
    .filter((one) => !places.some((place) => isOf(one, place)))
    .map(({ file, text }) => `${file}: there is no "${text}" any more: take it off the list`);
  return [...unsent, ...outdated];
}

const undefinedTable = /^relation "(?:\w+\.)?(\w+)" does not exist$/;

/** What the tests send on tables of their own, or the job engine on its own, is none of ours. */
function* refusals(
  { statements, words }: Sources,
  noted: readonly NotedStatement[],
  describedBy: DescribedBy,
): Iterable<string> {
  for (const { service, text, sites } of noted) {
    const described = describedBy(service, text);
    if (!described || !('refusal' in described)) continue;
    const [, table] = undefinedTable.exec(described.refusal) ?? [];
    if (table !== undefined && !words.has(table)) continue;
    if (statements.some((statement) => isPartOf(statement, text)))
      yield `${sites[0] ?? service}: PostgreSQL refuses it (${described.refusal}): ${oneLine(text).slice(0, 90)}`;
  }
}

function misfits(site: CallSite, note: NotedStatement, describedBy: DescribedBy): string[] {
  const { fields, method, at } = site;
  if (!fields || note.sites[0] !== at) return [];
  if (method === 'moveCommand' && note.by !== 'decide') return [];
  const described = describedBy(note.service, note.text);
  if (!described || 'refusal' in described) return [];
  return fields.flatMap((field) => {
    const reported = misfit(field, described.columns);
    return reported === undefined ? [] : [`${at}: ${reported}`];
  });
}

function misfit(field: RowField, columns: readonly ResultColumn[]): string | undefined {
  const { name, kinds, mayBeMissing } = field;
  const column = columns.findLast((one) => one.name === name);
  if (!column) {
    if (mayBeMissing) return undefined;
    const names = columns.map((one) => one.name).join(', ');
    return `the row has "${name}", which its statement does not tell (${names})`;
  }
  if (column.kind === 'unknown' || kinds.has('unknown') || kinds.has(column.kind)) return undefined;
  return `"${name}" is ${[...kinds].join(' or ')} in the row, and ${column.kind} in the result`;
}

/** Whether a text holds what is written, whatever was put in between. */
function isPartOf({ chunks }: WrittenStatement, text: string): boolean {
  let from = 0;
  for (const chunk of chunks) {
    const found = text.indexOf(chunk, from);
    if (found < 0) return false;
    from = found + chunk.length;
  }
  return true;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
