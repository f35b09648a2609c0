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
  readonly shape: Shape;
  readonly values: readonly unknown[];

  constructor(shape: Shape, values: readonly unknown[]) {
    this.shape = shape;
    this.values = values;
  }

  get text(): string {
    return this.shape.text;
  }

  /** Of what was composed it is found when it is sent: a fragment needs none. */
  get name(): string | undefined {
    return this.shape.name;
  }

  get parts(): readonly string[] {
    return this.shape.parts;
  }
}

class UnnamedStatement extends SqlStatement {
  override get name(): undefined {
    return undefined;
  }
}

const manyThings = 50;

/**
 * The same statement about so many things at once. About many it is planned each time: a plan that a
 * connection keeps was made for tables as they were, and an import fills an empty shop within seconds.
 */
export function plannedFor(count: number, statement: Statement): Statement {
  if (count < manyThings) return statement;
  return new UnnamedStatement((statement as SqlStatement).shape, statement.values);
}

/**
 * What the statements of one template, with fragments of the same shapes, have in common. Most code
 * makes the same few statements over and over, so their texts are put together once.
 */
class Shape {
  readonly text: string;
  readonly parts: readonly string[];
  private readonly composed: boolean;
  private made: string | undefined;

  constructor(parts: readonly string[], composed: boolean) {
    this.parts = parts;
    this.text = parts.reduce((sum, part, index) => `${sum}$${index}${part}`);
    this.composed = composed;
  }

  get name(): string | undefined {
    this.made ??= this.composed ? nameOfComposed(this.text) : nameOf(this.text);
    return this.made;
  }
}

/** A template, or a template with its first inputs: which shapes come of it, by what its next one is. */
interface ShapeNode {
  shape: Shape | undefined;
  /** Most go on in one way only, which is found without looking for it. */
  firstBy: Shape | undefined;
  first: ShapeNode | undefined;
  next: Map<Shape | undefined, ShapeNode> | undefined;
}

const byTemplate = new WeakMap<TemplateStringsArray, ShapeNode>();
const bySeparator = new Map<string, ShapeNode>();
const byWord = new Map<string, Shape>();
const byText = new Map<string, string>();
/** Statements composed at run time get names too, up to this many; later ones go unnamed. */
const composedNamesLimit = 500;
/** None that was put together at run time may fill the memory: later ones are put together each time. */
const keptShapesLimit = 10_000;
let keptShapes = 0;

/**
 * `sql\`select … where id = ${id}\``. A value that is itself a statement is a fragment and becomes
 * part of the text. Arrays become PostgreSQL arrays; wrap what goes into jsonb with `json()`.
 */
export function sql(strings: TemplateStringsArray, ...inputs: unknown[]): Statement {
  let root = byTemplate.get(strings);
  if (root === undefined) byTemplate.set(strings, (root = emptyNode()));
  if (!inputs.some(isStatement)) {
    root.shape ??= new Shape(strings, false);
    return new SqlStatement(root.shape, inputs);
  }
  const values: unknown[] = [];
  let node: ShapeNode | undefined = root;
  for (const input of inputs) {
    if (isStatement(input)) {
      for (const value of input.values) values.push(value);
      node = nextNode(node, input.shape);
    } else {
      values.push(input);
      node = nextNode(node, undefined);
    }
  }
  return new SqlStatement(
    shapeAt(node, () => composedParts(strings, inputs)),
    values,
  );
}

/** Joins fragments, e.g. filters by `and`. The separator is a literal of the code, never input. */
export function joinSql(
  fragments: readonly Statement[],
  separator: ' and ' | ' or ' | ', ' | ' union all ',
): Statement {
  let root = bySeparator.get(separator);
  if (root === undefined) bySeparator.set(separator, (root = emptyNode()));
  const values: unknown[] = [];
  let node: ShapeNode | undefined = root;
  for (const fragment of fragments as readonly SqlStatement[]) {
    for (const value of fragment.values) values.push(value);
    node = nextNode(node, fragment.shape);
  }
  return new SqlStatement(
    shapeAt(node, () => joinedParts(fragments, separator)),
    values,
  );
}

/** A word that the code has put together itself, such as a name, which cannot be a value. */
export function sqlWord(word: string): Statement {
  if (!/^[a-z][a-z0-9_]*$/.test(word)) throw new Error(`"${word}" is no word of SQL`);
  return new SqlStatement(wordShape(word), []);
}

/** A word of the code's own as a text in SQL, where a value would keep an index from being used. */
export function sqlTerm(word: string): Statement {
  if (!/^[a-z][a-z0-9_]*$/.test(word)) throw new Error(`"${word}" is no plain word`);
  return new SqlStatement(wordShape(`'${word}'`), []);
}

/** Marks a value for a json or jsonb column. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

function isStatement(value: unknown): value is SqlStatement {
  return value instanceof SqlStatement;
}

function emptyNode(): ShapeNode {
  return { shape: undefined, firstBy: undefined, first: undefined, next: undefined };
}

/** Where a statement goes on by its next input: a fragment's shape, or a value. Undefined where it is not kept. */
function nextNode(node: ShapeNode | undefined, by: Shape | undefined): ShapeNode | undefined {
  if (node === undefined) return undefined;
  if (node.first !== undefined && node.firstBy === by) return node.first;
  let next = node.next?.get(by);
  if (next === undefined && keptShapes < keptShapesLimit) {
    keptShapes += 1;
    next = emptyNode();
    if (node.first === undefined) {
      node.first = next;
      node.firstBy = by;
    } else (node.next ??= new Map()).set(by, next);
  }
  return next;
}

function shapeAt(node: ShapeNode | undefined, parts: () => readonly string[]): Shape {
  if (node === undefined) return new Shape(parts(), true);
  node.shape ??= new Shape(parts(), true);
  return node.shape;
}

function wordShape(text: string): Shape {
  let shape = byWord.get(text);
  if (shape === undefined) {
    shape = new Shape([text], true);
    if (keptShapes < keptShapesLimit) {
      keptShapes += 1;
      byWord.set(text, shape);
    }
  }
  return shape;
}

function composedParts(strings: TemplateStringsArray, inputs: readonly unknown[]): string[] {
  const parts: string[] = [strings[0]!];
  inputs.forEach((input, index) => {
    if (isStatement(input)) appendFragment(parts, input);
    else parts.push('');
    append(parts, strings[index + 1]!);
  });
  return parts;
}

function joinedParts(fragments: readonly Statement[], separator: string): string[] {
  const parts: string[] = [''];
  fragments.forEach((fragment, index) => {
    append(parts, index === 0 ? '' : separator);
    appendFragment(parts, fragment);
  });
  return parts;
}

function append(parts: string[], text: string): void {
  parts[parts.length - 1] += text;
}

function appendFragment(parts: string[], fragment: Statement): void {
  append(parts, fragment.parts[0]!);
  parts.push(...fragment.parts.slice(1));
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
