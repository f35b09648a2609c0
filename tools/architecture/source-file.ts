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

const skippedFolders = new Set(['node_modules', '.git', '.kontor', 'built']);
const readExtensions = /\.(tsx?|js|sql|json|md|html|css|svg|ya?ml|sh)$|^\.(npmrc|gitignore)$|^run$/;

export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, code: /\.(tsx?|js)$/.test(path) ? blankCommentsAndStrings(text) : text };
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

/** Comments, regular expressions and strings, in the order in which they must be tried. */
const hidden =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=(?:^|[=(,:;!&|?{}[\n]|\breturn|=>)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*/;

/**
 * Quotes and backticks stay, so that a specifier's place can still be found. What a template embeds
 * is code like any other: `${…}` stays with what is in it.
 */
export function blankCommentsAndStrings(text: string): string {
  return new Reader(text).read().code;
}

/**
 * The words of a template literal and of those that it embeds, with the code between them blanked:
 * what a database would be told, whichever way a choice in it goes.
 */
export interface TemplateWords {
  readonly index: number;
  readonly text: string;
}

/** Every template literal of a program, also those inside others. */
export function templatesOf({ text }: SourceFile): TemplateWords[] {
  return new Reader(text).read().templates;
}

/** Reads a program once, from the front; a template and what it embeds are read by each other. */
class Reader {
  private readonly text: string;
  private readonly code: string[] = [];
  private readonly words: string[] = [];
  private readonly templates: TemplateWords[] = [];

  constructor(text: string) {
    this.text = text;
  }

  read(): { code: string; templates: TemplateWords[] } {
    this.readCode(0);
    return { code: this.code.join(''), templates: this.templates };
  }

  private keep(piece: string): void {
    this.code.push(piece);
    this.words.push(blank(piece));
  }

  private blank(piece: string): void {
    this.keep(blankInside(piece));
  }

  /** Up to the brace that ends what a template embeds, or to the end of the file. */
  private readCode(start: number): number {
    const token = new RegExp(`${hidden.source}|[\`{}]`, 'g');
    let depth = 0;
    let position = start;
    for (;;) {
      token.lastIndex = position;
      const found = token.exec(this.text);
      this.keep(this.text.slice(position, found?.index));
      if (!found) return this.text.length;
      if (found[0] === '}' && depth === 0 && start > 0) return found.index;
      position = found.index + found[0].length;
      if (found[0] === '`') position = this.readTemplate(found.index);
      else if (/^[{}]$/.test(found[0])) {
        depth += found[0] === '{' ? 1 : -1;
        this.keep(found[0]);
      } else this.blank(found[0]);
    }
  }

  private readTemplate(start: number): number {
    const firstWord = this.words.length;
    this.keep('`');
    let position = start + 1;
    while (position < this.text.length && this.text[position] !== '`') {
      if (this.text.startsWith('${', position)) {
        this.keep('${');
        position = this.readCode(position + 2);
        this.keep('}');
        position += 1;
        continue;
      }
      const piece = /^(?:\\[\s\S]|\$(?!\{)|[^\\$`])+/.exec(this.text.slice(position))?.[0] ?? '\\';
      this.code.push(blank(piece));
      this.words.push(piece);
      position += piece.length;
    }
    this.templates.push({ index: start, text: this.words.slice(firstWord).join('') });
    this.keep('`');
    return position + 1;
  }
}

function blankInside(piece: string): string {
  return /^['"]/.test(piece)
    ? `${piece[0]}${blank(piece.slice(1, -1))}${piece.at(-1)}`
    : blank(piece);
}

function blank(piece: string): string {
  return piece.replace(/[^\n]/g, ' ');
}
