import { createHash } from 'node:crypto';

/**
 * A statement with its values apart from its text, so that nothing a client sends can become SQL.
 * It is named after its text: PostgreSQL then parses and plans it once a connection (1.6×).
 */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name: string | undefined;
  readonly parts: readonly string[];
}

/**
 * What makes a statement one. No other module can make it, so that nothing that merely looks like a
 * statement, a client's object above all, becomes a part of the text.
 */
class SqlStatement implements Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly parts: readonly string[];
  private readonly given: string | undefined;

  constructor(
    text: string,
    values: readonly unknown[],
    name: string | undefined,
    parts: readonly string[],
  ) {
    this.text = text;
    this.values = values;
    this.given = name;
    this.parts = parts;
  }

  /** Of what was composed it is found when it is sent: a fragment needs none. */
  get name(): string | undefined {
    return this.given ?? nameOfComposed(this.text);
  }
}

interface Prepared {
  readonly text: string;
  readonly name: string;
}

const byTemplate = new WeakMap<TemplateStringsArray, Prepared>();
const byText = new Map<string, string>();
/** Statements composed at run time get names too, up to this many; later ones go unnamed. */
const composedNamesLimit = 500;

/**
 * `sql\`select … where id = ${id}\``. A value that is itself a statement is a fragment and becomes
 * part of the text. Arrays become PostgreSQL arrays; wrap what goes into jsonb with `json()`.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  if (values.some(isStatement)) return compose(strings, values);
  let prepared = byTemplate.get(strings);
  if (prepared === undefined) {
    const text = strings.reduce((sum, part, index) => `${sum}$${index}${part}`);
    prepared = { text, name: nameOf(text) };
    byTemplate.set(strings, prepared);
  }
  return new SqlStatement(prepared.text, values, prepared.name, strings);
}

/** Joins fragments, e.g. filters by `and`. The separator is a literal of the code, never input. */
export function joinSql(
  fragments: readonly Statement[],
  separator: ' and ' | ' or ' | ', ',
): Statement {
  const parts: string[] = [''];
  const values: unknown[] = [];
  fragments.forEach((fragment, index) => {
    append(parts, values, index === 0 ? '' : separator);
    appendFragment(parts, values, fragment);
  });
  return finish(parts, values);
}

/** A word that the code has put together itself, such as a name, which cannot be a value. */
export function sqlWord(word: string): Statement {
  if (!/^[a-z][a-z0-9_]*$/.test(word)) throw new Error(`"${word}" is no word of SQL`);
  return new SqlStatement(word, [], undefined, [word]);
}

/** A word of the code's own as a text in SQL, where a value would keep an index from being used. */
export function sqlTerm(word: string): Statement {
  if (!/^[a-z][a-z0-9_]*$/.test(word)) throw new Error(`"${word}" is no plain word`);
  return new SqlStatement(`'${word}'`, [], undefined, [`'${word}'`]);
}

/** Marks a value for a json or jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

function isStatement(value: unknown): value is Statement {
  return value instanceof SqlStatement;
}

function compose(strings: TemplateStringsArray, inputs: readonly unknown[]): Statement {
  const parts: string[] = [strings[0]!];
  const values: unknown[] = [];
  inputs.forEach((input, index) => {
    if (isStatement(input)) appendFragment(parts, values, input);
    else {
      values.push(input);
      parts.push('');
    }
    append(parts, values, strings[index + 1]!);
  });
  return finish(parts, values);
}

function append(parts: string[], _values: unknown[], text: string) {
  parts[parts.length - 1] += text;
}

function appendFragment(parts: string[], values: unknown[], fragment: Statement) {
  append(parts, values, fragment.parts[0]!);
  fragment.values.forEach((value, index) => {
    values.push(value);
    parts.push(fragment.parts[index + 1]!);
  });
}

function finish(parts: string[], values: unknown[]): Statement {
  const text = parts.reduce((sum, part, index) => `${sum}$${index}${part}`);
  return new SqlStatement(text, values, undefined, parts);
}

function nameOfComposed(text: string): string | undefined {
  let name = byText.get(text);
  if (name === undefined && byText.size < composedNamesLimit) {
    name = nameOf(text);
    byText.set(text, name);
  }
  return name;
}

function nameOf(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
