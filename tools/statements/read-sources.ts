import { join } from 'node:path';
import { SignatureKind, SymbolFlags, TypeFlags, API } from 'typescript/unstable/sync';
import type { Checker, Program, Type, TypeReference } from 'typescript/unstable/sync';
import type { CallExpression, Identifier, Node, SourceFile } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isTaggedTemplateExpression,
} from 'typescript/unstable/ast/is';

/** What a value of a row may be, as its type says; `unknown` where it says nothing. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' | 'unknown';

export interface RowField {
  readonly name: string;
  readonly mayBeMissing: boolean;
  readonly kinds: ReadonlySet<ValueKind>;
}

/** A place in the sources that sends a statement. */
export interface CallSite {
  /** As the stack of a running program names it: `services/…/get-cart.ts:21:33`. */
  readonly at: string;
  /** What stands there. */
  readonly line: string;
  readonly method: string;
  /** Of the row that it reads; undefined where it reads none, or rows of whoever asks for them. */
  readonly fields: readonly RowField[] | undefined;
  readonly isGeneric: boolean;
}

/** A statement as it is written, its text cut where values and fragments stand. */
export interface WrittenStatement {
  readonly at: string;
  readonly chunks: readonly string[];
}

export interface Sources {
  readonly sites: readonly CallSite[];
  readonly statements: readonly WrittenStatement[];
  /** All that stands in statements and their fragments, word by word. */
  readonly words: ReadonlySet<string>;
}

const senders = /platform\/data\/(database|transaction)\.ts$/;
const methods = new Set([
  'query',
  'first',
  'list',
  'write',
  'move',
  'make',
  'moveCommand',
  'change',
  'last',
]);
const rowless = new Set(['change', 'last']);
const beginsStatement = /^\s*(select|insert|update|delete|with)\b/;

/** Reads calls and statements of the files that `isWanted`, with TypeScript's own knowledge of their types. */
export function readSources(folder: string, isWanted: (path: string) => boolean): Sources {
  const api = new API({ cwd: folder });
  try {
    const config = join(folder, 'tsconfig.json');
    const snapshot = api.updateSnapshot({ openProject: config });
    const project = snapshot.getProject(config);
    if (!project) throw new Error(`${config} names no project`);
    return new SourceReader(folder, project.program, project.checker).read(isWanted);
  } finally {
    api.close();
  }
}

class SourceReader {
  private readonly sites: CallSite[] = [];
  private readonly statements: WrittenStatement[] = [];
  private readonly words = new Set<string>();
  private readonly folder: string;
  private readonly program: Program;
  private readonly checker: Checker;
  private readonly fieldsByType = new Map<number, readonly RowField[]>();

  constructor(folder: string, program: Program, checker: Checker) {
    this.folder = folder;
    this.program = program;
    this.checker = checker;
  }

  read(isWanted: (path: string) => boolean): Sources {
    for (const name of this.program.getSourceFileNames()) {
      const path = name.slice(this.folder.length + 1);
      if (!name.startsWith(this.folder) || !isWanted(path)) continue;
      const file = this.program.getSourceFile(name);
      if (file) this.readFile(path, file);
    }
    return { sites: this.sites, statements: this.statements, words: this.words };
  }

  private readFile(path: string, file: SourceFile): void {
    const calls: { call: CallExpression; name: Identifier }[] = [];
    const visit = (node: Node): void => {
      if (isCallExpression(node) && isPropertyAccessExpression(node.expression)) {
        const { name } = node.expression;
        if (isIdentifier(name) && methods.has(name.text)) calls.push({ call: node, name });
      }
      if (isTaggedTemplateExpression(node) && isIdentifier(node.tag) && node.tag.text === 'sql') {
        const { template } = node;
        const chunks = isNoSubstitutionTemplateLiteral(template)
          ? [template.text]
          : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
        for (const word of chunks.join(' ').match(/\w+/g) ?? []) this.words.add(word);
        const at = placeOf(path, file.text, template.end);
        if (beginsStatement.test(chunks[0]!)) this.statements.push({ at, chunks });
      }
      node.forEachChild(visit);
    };
    visit(file);
    if (calls.length === 0) return;
    const symbols = this.checker.getSymbolAtLocation(calls.map(({ name }) => name));
    calls.forEach(({ call, name }, index) => {
      const declared = symbols[index]?.declarations ?? [];
      if (!declared.some((declaration) => senders.test(declaration.path))) return;
      const at = placeOf(path, file.text, name.end - name.text.length);
      const row = rowless.has(name.text) ? undefined : this.rowOf(call, name.text);
      const isGeneric = row !== undefined && (row.flags & TypeFlags.TypeParameter) !== 0;
      const fields = row && !isGeneric ? this.fieldsOf(row) : undefined;
      const line = file.text.slice(call.pos, call.end).replaceAll(/\s+/g, ' ').trim();
      this.sites.push({ at, line, method: name.text, fields, isGeneric });
    });
  }

  private rowOf(call: CallExpression, method: string): Type | undefined {
    const { checker } = this;
    if (method === 'moveCommand') {
      const decide = call.arguments[4];
      const type = decide && checker.getTypeAtLocation(decide);
      const signature = type && checker.getSignaturesOfType(type, SignatureKind.Call)[0];
      return signature && this.present(checker.getParameterType(signature, 0));
    }
    const signature = checker.getResolvedSignature(call);
    const promise = signature && checker.getReturnTypeOfSignature(signature);
    if (!promise) return undefined;
    const [value] = checker.getTypeArguments(promise as TypeReference);
    if (value && checker.isArrayType(value))
      return checker.getTypeArguments(value as TypeReference)[0];
    return this.present(value);
  }

  /** Of `Row | undefined` the row. */
  private present(type: Type | undefined): Type | undefined {
    return type && this.checker.getNonNullableType(type);
  }

  private fieldsOf(row: Type): readonly RowField[] {
    const known = this.fieldsByType.get(row.id);
    if (known) return known;
    const properties = this.checker.getPropertiesOfType(row);
    const types = properties.length === 0 ? [] : this.checker.getTypeOfSymbol(properties);
    const fields = properties.map(({ name, flags }, index) => {
      const type = types[index];
      const kinds = type ? this.kindsOf(type) : new Set<ValueKind>(['unknown']);
      return { name, kinds, mayBeMissing: (flags & SymbolFlags.Optional) !== 0 };
    });
    this.fieldsByType.set(row.id, fields);
    return fields;
  }

  private kindsOf(type: Type): Set<ValueKind> {
    const parts = type.isUnionType() ? type.getTypes() : [type];
    return new Set(parts.map((part) => this.kindOf(part)));
  }

  private kindOf(type: Type): ValueKind {
    const { flags } = type;
    if (flags & TypeFlags.StringLike) return 'string';
    if (flags & TypeFlags.NumberLike) return 'number';
    if (flags & TypeFlags.BooleanLike) return 'boolean';
    if (flags & (TypeFlags.Null | TypeFlags.Undefined)) return 'null';
    if (this.checker.isArrayLikeType(type)) return 'array';
    // A branded text, such as an id.
    if (type.isIntersectionType()) {
      const kinds = type.getTypes().map((part) => this.kindOf(part));
      return kinds.find((kind) => kind !== 'object') ?? 'object';
    }
    return flags & TypeFlags.Object ? 'object' : 'unknown';
  }
}

function placeOf(path: string, text: string, position: number): string {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return `${path}:${line}:${position - before.lastIndexOf('\n')}`;
}
