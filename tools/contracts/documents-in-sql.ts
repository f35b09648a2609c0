import type { ServiceDeclaration } from '#platform/calls/service.ts';
import type { StoredDocument } from '#platform/documents/documents.ts';
import { isTestCode, lineAt, templatesOf, type SourceFile } from '../architecture/source-file.ts';
import { limitedTo, type Reported } from './promise.ts';

/**
 * What SQL takes out of a stored document is not upcast. So each statement that looks into one is named
 * beside the document's declaration, with the fields that it reads and the version up to which it
 * can read: who raises the version is told where to look.
 */

/** A field that a statement looks at, of the document in a column of this name. */
export interface ReadInSql {
  readonly at: string;
  readonly line: number;
  /** Undefined where no column is named: what is read then, nobody can tell. */
  readonly column: string | undefined;
  /** From the outside in, such as `lines[].sku`; `*` where it is chosen at run time. */
  readonly field: string;
  readonly text: string;
}

type Keeper = Pick<ServiceDeclaration, 'name' | 'documents' | 'otherJson'>;

const name = String.raw`(?:\w+\s*\.\s*)?\w+`;
const step = String.raw`\s*(?:->>?|#>>?)\s*(?:'[^']*'|\d+|${name}|(?=\s|\)|$))`;
/** `column -> 'a' ->> 'b'`, also of what a parenthesis holds. */
const arrows = new RegExp(String.raw`(${name}|\))((?:${step})+)`, 'g');
/** `jsonb_array_elements(column -> 'a') part`, `jsonb_set(column, '{a,b}', …)`. */
const calls = new RegExp(
  String.raw`\bjsonb?_(?!build_|agg\b|object_agg\b|to_record)(\w+)\s*\(\s*(${name})((?:${step})*)\s*(?:,\s*'([^']*)')?`,
  'g',
);
/** `column @> '{"a": 1}'`, `column ? 'a'`, `column - 'a'`, `column || …`. */
const others = new RegExp(
  String.raw`(${name})\s*(@>|<@|@\?|@@|\?[|&]?|#-|-|\|\|)\s*'([^']*)'`,
  'g',
);
const elementsOf = new RegExp(
  String.raw`\bjsonb?_array_elements(?:_text)?\s*\(\s*(${name})((?:${step})*)\s*\)\s*(?:as\s+)?(\w+)`,
  'g',
);

/** All that the statements of a service's file, or its migration, look at inside json values. */
export function readsIn(file: SourceFile, at: string, documents: ReadonlySet<string>): ReadInSql[] {
  if (file.path.endsWith('.sql'))
    return readsOf({ index: 0, text: file.text }, file, at, documents);
  if (!file.path.endsWith('.ts') || isTestCode(file.path)) return [];
  const templates = templatesOf(file).filter(({ index }) =>
    file.text.slice(0, index).endsWith('sql'),
  );
  return templates
    .filter(({ index }) => !templates.some((one) => one.index < index && index < endOf(one)))
    .flatMap((template) => readsOf(template, file, at, documents));
}

type Piece = { readonly index: number; readonly text: string };

const endOf = ({ index, text }: Piece): number => index + text.length;

function readsOf(
  piece: Piece,
  file: SourceFile,
  at: string,
  documents: ReadonlySet<string>,
): ReadInSql[] {
  const text = piece.text.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const elements = new Map(
    [...text.matchAll(elementsOf)].map(([, base, chain, alias]) => [
      alias!,
      { base: base!, field: `${fieldOf(chain!)}[]` },
    ]),
  );
  const found: ReadInSql[] = [];
  const note = (match: RegExpExecArray, base: string, field: string): void => {
    const element = elements.get(base);
    const column = base === ')' ? undefined : columnOf(element?.base ?? base);
    const whole = [element?.field, field].filter((part) => part).join('.');
    const line = lineAt(file.text, piece.index + match.index);
    found.push({ at, line, column, field: whole, text: match[0].trim() });
  };
  for (const match of text.matchAll(arrows)) {
    const isPartOfCall = /^\s*(?:now|array)\b/.test(match[1]!);
    if (!isPartOfCall) note(match, match[1]!, fieldOf(match[2]!));
  }
  for (const match of text.matchAll(calls)) {
    const [, , base, chain, path = ''] = match;
    const isColumn = documents.has(columnOf(elements.get(base!)?.base ?? base!));
    if (isColumn)
      note(match, base!, [fieldOf(chain!), pathOf(path)].filter((part) => part).join('.'));
  }
  for (const match of text.matchAll(others)) {
    const [, base, , given] = match;
    if (documents.has(columnOf(base!))) note(match, base!, pathOf(given!));
  }
  return found;
}

const columnOf = (base: string): string => base.replace(/^.*\.\s*/, '');

/** `-> 'a' ->> 'b'` is `a.b`. */
function fieldOf(chain: string): string {
  return [...chain.matchAll(/(?:->>?|#>>?)\s*('[^']*'|\d+|[\w.]+|)/g)]
    .map(([, key = '']) =>
      key.startsWith("'") ? pathOf(key.slice(1, -1)) : /^\d+$/.test(key) ? '[]' : '*',
    )
    .join('.')
    .replaceAll('.[]', '[]');
}

/** A key, a path as `{a,b}`, a JSON path as `$.a.b`, or JSON that is looked for. */
function pathOf(given: string): string {
  if (given.startsWith('{"'))
    return [...given.matchAll(/"(\w+)"\s*:/g)].map(([, key]) => key).join('.');
  if (given.startsWith('{')) return given.slice(1, -1).split(',').join('.');
  return /^(?:strict |lax )?\$\.([\w.[\]*]+)/.exec(given)?.[1]?.replaceAll('[*]', '[]') ?? given;
}

/** What is wrong with the declarations of a service, for these reads of its statements. */
export function unnamedReads(service: Keeper, reads: readonly ReadInSql[]): string[] {
  const { documents = [], otherJson = {} } = service;
  const free = new Set(Object.keys(otherJson).map(columnOf));
  const missing = reads.flatMap((read) => {
    const { at, line, column, field, text } = read;
    if (column !== undefined && free.has(column)) return [];
    const place = `${service.name}: ${at}:${line} \`${text}\``;
    const holding = documents.filter((document) => holds(document, column));
    if (holding.length === 0)
      return [
        `${place} looks into json: call it as its column is called, so that it can be told of which document it is`,
      ];
    const isNamed = holding.some((document) => namedIn(document, at).includes(field));
    const names = holding.map((document) => document.name).join(' or ');
    return isNamed ? [] : [`${place} reads ${field} of ${names}: name it in its readBySql`];
  });
  return [...missing, ...documents.flatMap((document) => wrong(service, document, reads))];
}

/** Declared reads that are none, that no version has, or that end at an earlier one. */
function wrong({ name }: Keeper, document: StoredDocument, reads: readonly ReadInSql[]): string[] {
  const { readBySql = [], v, next, schema } = document;
  const known = next ? v + 1 : v;
  return readBySql.flatMap(({ at, fields, v: upTo }) => {
    const gone = fields.filter(
      (field) =>
        !reads.some(
          (read) => read.at === at && read.field === field && holds(document, read.column),
        ),
    );
    const unknown = fields.filter((field) => !has(limitedTo(schema), field));
    const behind = upTo === known ? [] : [upTo];
    return [
      ...gone.map((field) => `${name}: no statement of ${at} reads ${field} of ${document.name}`),
      ...unknown.map(
        (field) => `${name}: ${document.name} has no ${field}, which ${at} reads by SQL`,
      ),
      ...behind.map(
        () =>
          `${name}: ${document.name} comes in version ${known}: look at the SQL of ${at}, which reads ${fields.join(', ')} up to version ${upTo}`,
      ),
    ];
  });
}

function holds({ columns }: StoredDocument, column: string | undefined): boolean {
  return columns.some((one) => columnOf(one) === column);
}

function namedIn({ readBySql = [] }: StoredDocument, file: string): readonly string[] {
  return readBySql.filter(({ at }) => at === file).flatMap(({ fields }) => fields);
}

/** Whether the schema has a field of this path; `*` is any. */
function has(reported: Reported, path: string): boolean {
  const [first = '', ...rest] = path.replaceAll('[]', '.[]').split('.').filter(Boolean);
  const inside = rest.join('.');
  if (first === '' || first === '*' || 'anything' in reported) return true;
  if ('orNull' in reported) return has(reported.orNull, path);
  if ('oneOf' in reported) return reported.oneOf.some((one) => has(one, path));
  if ('list' in reported) return first === '[]' && has(reported.list, inside);
  if ('values' in reported) return has(reported.values, inside);
  if (!('fields' in reported)) return false;
  const field = Object.entries(reported.fields).find(
    ([marked]) => marked.replace(/[?=]$/, '') === first,
  );
  return field !== undefined && has(field[1], inside);
}
