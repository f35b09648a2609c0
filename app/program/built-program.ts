import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
  /** When the system changed it: unlike the time of its content, no tool sets this one. */
  readonly changedMs: number;
  readonly hash: string;
}

/** A part of what was built. */
export interface Part {
  /** From the build's own folder. */
  readonly path: string;
  readonly size: number;
}

export interface BuiltRecord {
  /** A program knows where its sources lie: it is of no use elsewhere. */
  readonly projectFolder: string;
  /** Below `builtFolder`. */
  readonly folder: string;
  readonly sources: readonly Source[];
  readonly parts: readonly Part[];
}

/** What is built into one program: each has a file of this name. */
export type Entry = 'start' | 'boot' | 'sandbox';

/**
 * The folder of the program that was built from the sources and packages as they are now, in a few
 * files where there are a thousand: a start then takes half the time. Undefined where there is none,
 * or not all of it: the sources themselves say the same.
 */
export function builtOfNow(): string | undefined {
  const record = readRecord();
  if (!record || record.projectFolder !== projectFolder) return undefined;
  const folder = join(builtFolder, record.folder);
  const isWhole = record.parts.every(({ path, size }) => sizeOf(join(folder, path)) === size);
  return isWhole && record.sources.every(isUnchanged) ? folder : undefined;
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size;

function readRecord(): BuiltRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(recordPath, 'utf8')) as Partial<BuiltRecord>;
    // One of an earlier version says less.
    return record.parts && record.sources ? (record as BuiltRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** A copy of a file has another time: then it is read. */
function isUnchanged({ path, size, changedMs, hash }: Source): boolean {
  const file = join(projectFolder, path);
  const now = statSync(file, { throwIfNoEntry: false });
  if (!now || now.size !== size) return false;
  return now.ctimeMs === changedMs || hashOf(readFileSync(file)) === hash;
}

export function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}
