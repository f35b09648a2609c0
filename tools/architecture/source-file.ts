import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A file of the repository as the rules see it. */
export interface SourceFile {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the contents of strings blanked; every position stays the same. */
  readonly code: string;
}

const skippedFolders = new Set(['node_modules', '.git', '.kontor']);
const readExtensions = /\.(ts|js|sql|json|md|html|css|svg|ya?ml|sh)$|^\.(npmrc|gitignore)$|^run$/;

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: /\.(ts|js)$/.test(path) ? blankCommentsAndStrings(text) : text };
}

/** Every text file of the project that is kept in git or may come to be. */
export function readProject(projectFolder: string): SourceFile[] {
  const files: SourceFile[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) visit(path);
      if (!entry.isFile() || !readExtensions.test(entry.name)) continue;
      const name = relative(projectFolder, path).replaceAll('\\', '/');
      files.push(sourceFile(name, readFileSync(path, 'utf8')));
    }
  };
  visit(projectFolder);
  return files;
}

/** Tests, and what the platform offers to tests alone. */
export function isTestCode(path: string): boolean {
  return /(\.test|-for-tests)\.ts$/.test(path) || path.startsWith('platform/test-kit/');
}

export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/**
 * Comments, regular expressions and string contents, in the order in which they must be tried. The
 * quotes stay, so that a specifier's place can still be found; template literals are blanked with
 * what they embed.
 */
const hidden =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=(?:^|[=(,:;!&|?{}[\n]|\breturn|=>)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/g;

export function blankCommentsAndStrings(text: string): string {
  let code = '';
  let position = 0;
  const copyPlain = (end: number): void => {
    const plain = text.slice(position, end);
    code += plain.replace(hidden, blank);
    position = end;
  };
  for (let tick = nextTemplate(text, 0); tick !== undefined; tick = nextTemplate(text, position)) {
    copyPlain(tick);
    const end = endOfTemplate(text, tick);
    code += blank(text.slice(tick, end));
    position = end;
  }
  copyPlain(text.length);
  return code;
}

function blank(piece: string): string {
  const quote = /^['"`]/.test(piece);
  const inner = quote ? piece.slice(1, -1) : piece;
  const blanked = inner.replace(/[^\n]/g, ' ');
  return quote ? `${piece[0]}${blanked}${piece.at(-1)}` : blanked;
}

/** The next backtick that is code: not one in a comment, a string or a regular expression. */
function nextTemplate(text: string, from: number): number | undefined {
  const token = new RegExp(`${hidden.source}|\``, 'g');
  token.lastIndex = from;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '`') return match.index;
  }
  return undefined;
}

function endOfTemplate(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '`') return index + 1;
    else if (text.startsWith('${', index)) index = endOfEmbedded(text, index + 2);
  }
  return text.length;
}

function endOfEmbedded(text: string, start: number): number {
  let depth = 1;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '`') index = endOfTemplate(text, index) - 1;
    else if (text[index] === '{') depth += 1;
    else if (text[index] === '}' && (depth -= 1) === 0) return index;
  }
  return text.length;
}
