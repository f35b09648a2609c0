import { lineAt, type SourceFile } from './source-file.ts';

/** One import, re-export, dynamic import or require; the specifier is undefined when it is computed. */
export interface Import {
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}

const importStatement =
  /\b(import|export)\b(\s+type\b(?!\s*,?\s*from\b))?([^'";()]*?)\bfrom\s*(['"])/g;
const bareImport = /\bimport\s*(['"])/g;
const calledImport = /\b(import|require|createRequire|import\.meta\.resolve)\s*\(\s*/g;

/** Finds every way in which a file opens another, comments and strings aside. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (typeOnly: boolean, quoteAt: number, at: number): void => {
    found.push({ specifier: stringAt(file, quoteAt), typeOnly, line: lineAt(file.text, at) });
  };
  for (const match of file.code.matchAll(importStatement)) {
    const onlyTypeNames = /^\s*\{(\s*type\s+[^,}]+,?)+\s*\}\s*$/.test(match[3] ?? '');
    add(match[2] !== undefined || onlyTypeNames, match.index + match[0].length - 1, match.index);
  }
  for (const match of file.code.matchAll(bareImport)) {
    add(false, match.index + match[0].length - 1, match.index);
  }
  for (const match of file.code.matchAll(calledImport)) {
    if (match[1] === 'createRequire') continue;
    add(isTypeImport(file, match.index), match.index + match[0].length, match.index);
  }
  return found;
}

/** The string literal that begins here and is the whole argument, else undefined. */
function stringAt(file: SourceFile, quoteAt: number): string | undefined {
  const quote = file.code[quoteAt];
  if (quote !== "'" && quote !== '"') return undefined;
  const end = file.code.indexOf(quote, quoteAt + 1);
  if (/^\s*\+/.test(file.code.slice(end + 1))) return undefined;
  return file.text.slice(quoteAt + 1, end);
}

/** `typeof import('…')` and `: import('…').Name` are types. */
function isTypeImport(file: SourceFile, at: number): boolean {
  return /(typeof|[:<|&])\s*$/.test(file.code.slice(Math.max(0, at - 20), at));
}
