// One installation at a time in a checkout. Node 20 offers no lock that the system frees with the
// process, so the holder keeps touching a file, and one that went quiet is taken over.
import {
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const touchEveryMs = 2000;
const quietAfterMs = 20_000;
const takeOverQuietAfterMs = 5000;
const pollMs = 250;

/**
 * Waits for its turn.
 * @param {string} projectFolder
 * @returns {Promise<() => void>} ends the turn
 */
export async function acquireInstallLock(projectFolder) {
  const path = join(projectFolder, '.kontor-install.lock');
  for (let waits = 0; !tryCreate(path); waits += 1) {
    if (waits === 0)
      process.stdout.write('Another start is installing packages here; waiting for it\n');
    if (isAbandoned(path)) takeAway(path);
    await sleep(pollMs);
  }
  const timer = setInterval(() => touch(path), touchEveryMs);
  timer.unref();
  const release = () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}

function tryCreate(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Error(`${path} cannot be written; make the project's folder writable.`, {
      cause: error,
    });
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken away while this machine slept; npm ci in two places at once is the lesser evil to a hang.
  }
}

function isAbandoned(path) {
  const age = ageMs(path);
  if (age === undefined) return false;
  if (age > quietAfterMs) return true;
  const pid = readHolder(path);
  return pid !== undefined && !isAlive(pid);
}

/** Undefined while the file is being written, or when it has just gone. */
function readHolder(path) {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

/** Only one waiter at a time may judge and remove, or it could remove the lock of the next holder. */
function takeAway(path) {
  const gate = `${path}.take-over`;
  try {
    mkdirSync(gate);
  } catch {
    if ((ageMs(gate) ?? 0) > takeOverQuietAfterMs) rmSync(gate, { recursive: true, force: true });
    return;
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true });
  } finally {
    rmdirSync(gate);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}
