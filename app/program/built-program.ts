import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const projectFolder = resolve(import.meta.dirname, '../..');
/** Where what was built lies, each time in a folder of its own. */
export const builtFolder = join(projectFolder, 'app/built');
/** Says which of them is the newest, and what it was made of. */
export const recordPath = join(builtFolder, 'program.json');

/** A file as it was when the program was built. */
export interface Source {
  /** From the project's folder. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly hash: string;
}

export interface BuiltRecord {
  /** A program knows where its sources lie: it is of no use elsewhere. */
  readonly projectFolder: string;
  /** Below `builtFolder`. */
  readonly folder: string;
  readonly sources: readonly Source[];
}

/** What is built into one program: each has a file of this name. */
export type Entry = 'start' | 'boot' | 'sandbox';

/**
 * The address of a part of the program that was built from the sources as they are now, in a few files
 * where there are a thousand: a start then takes half the time. Undefined where there is none: the
 * sources themselves say the same.
 */
export function builtEntry(entry: Entry): string | undefined {
  const record = readRecord();
  if (!record || record.projectFolder !== projectFolder) return undefined;
  const file = join(builtFolder, record.folder, `${entry}.mjs`);
  return existsSync(file) && record.sources.every(isUnchanged)
    ? pathToFileURL(file).href
    : undefined;
}

function readRecord(): BuiltRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordPath, 'utf8')) as BuiltRecord;
  } catch {
    return undefined;
  }
}

/** A checkout or an image may give files other times: then it is read. */
function isUnchanged({ path, size, modifiedMs, hash }: Source): boolean {
  const file = join(projectFolder, path);
  const now = statSync(file, { throwIfNoEntry: false });
  if (!now || now.size !== size) return false;
  return now.mtimeMs === modifiedMs || hashOf(readFileSync(file)) === hash;
}

export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}
