import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from './book/private-folder.ts';

const secretBytes = 32;
const shortestSecret = 32;

/** The secret of a sandbox's data folder; made where it has none yet. */
export function secretOfFolder(dataFolder: string): string {
  const path = join(dataFolder, 'secret');
  const known = readKnown(path);
  if (known.length >= shortestSecret) return known;
  const secret = randomBytes(secretBytes).toString('base64url');
  makePrivateFolder(dataFolder);
  writeFileSync(`${path}.new`, secret, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return secret;
}

/** Which file it is in: a folder that was moved has the same, one that was copied another. */
export function fileOfSecret(dataFolder: string): string {
  return String(statSync(join(dataFolder, 'secret')).ino);
}

function readKnown(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
