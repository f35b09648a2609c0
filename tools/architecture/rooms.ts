import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { Finding } from './rule.ts';
import { isTestCode, type SourceFile } from './source-file.ts';

/** More files than these in one folder are sorted by what they are about, into folders of their own. */
export const filesInRoom = 15;

/** Tables of routes, commands and numbered scenarios are lists: another entry is no other subject. */
const lists = /(^|\/)(commands|routes|scenarios)$/;

/** Folders with more source files than somebody who looks for one reads through. */
export function crowdedFolders(files: readonly SourceFile[]): Finding[] {
  const sources = files.filter(({ path }) => isCode(path) && !isTestCode(path));
  const byFolder = Map.groupBy(sources, ({ path }) => posix.dirname(path));
  return [...byFolder].flatMap(([path, { length }]) => {
    if (length <= filesInRoom || lists.test(path)) return [];
    const message = `${length} source files, ${filesInRoom} are allowed: sort them into folders by what they are about`;
    return [{ path, line: 1, message }];
  });
}

/** Files that open each other in a circle, types aside: none of them can be read, or moved, alone. */
export function circlesOfFiles(files: readonly SourceFile[]): Finding[] {
  const known = new Set(files.map(({ path }) => path));
  const opened = new Map(
    files.filter(({ path }) => isCode(path)).map((file) => [file.path, openedBy(file, known)]),
  );
  const found: Finding[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const follow = (path: string): void => {
    const before = way.indexOf(path);
    if (before >= 0) {
      const circle = [...way.slice(before), path].join(' → ');
      const message = `${circle}: move what both need to a file of its own, or hand it in`;
      found.push({ path, line: 1, message });
    }
    if (done.has(path)) return;
    done.add(path);
    way.push(path);
    for (const next of opened.get(path) ?? []) follow(next);
    way.pop();
  };
  for (const path of opened.keys()) follow(path);
  return found;
}

function openedBy(file: SourceFile, known: ReadonlySet<string>): string[] {
  return importsOf(file).flatMap(({ specifier = '', typeOnly }) => {
    const target = specifier.startsWith('#')
      ? specifier.slice(1)
      : posix.join(posix.dirname(file.path), specifier);
    return !typeOnly && known.has(target) ? [target] : [];
  });
}

function isCode(path: string): boolean {
  return /\.(tsx?|js)$/.test(path) && !path.endsWith('.d.ts');
}
