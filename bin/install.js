// Finds out whether node_modules is what package-lock.json asks for, and installs it when not.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { acquireInstallLock } from './install-lock.js';

const progressEveryMs = 500;
const progressLineEveryMs = 5000;
/** What browsers load of the admin is built of packages that a shop without it has no use for. */
const hasAdmin = process.env.KONTOR_ADMIN !== 'off';

/**
 * @param {{ projectFolder: string, withDevelopmentTools: boolean }} wanted
 * @returns {Promise<boolean>} whether something was installed
 */
export async function ensureInstalled({ projectFolder, withDevelopmentTools }) {
  const project = describe(projectFolder);
  if (isComplete(project, withDevelopmentTools)) return false;
  const release = await acquireInstallLock(projectFolder);
  try {
    // Another start may have done it while this one waited.
    if (isComplete(project, withDevelopmentTools)) return true;
    await install(project, withDevelopmentTools);
  } finally {
    release();
  }
  return true;
}

function describe(projectFolder) {
  const modules = join(projectFolder, 'node_modules');
  return {
    folder: projectFolder,
    modules,
    lockPath: join(projectFolder, 'package-lock.json'),
    // npm writes this list last, when every package is in its place.
    installedPath: join(modules, '.package-lock.json'),
    stampPath: join(modules, '.kontor-install.json'),
  };
}

/**
 * Complete means: npm's own list of what it installed agrees with the lock file for everything this
 * platform needs, and every package's folder is there. The comparison of the two lists is remembered
 * by their hashes, so that the usual start only looks for the folders (some milliseconds).
 */
function isComplete(project, withDevelopmentTools) {
  const lockText = readText(project.lockPath);
  const installedText = readText(project.installedPath);
  if (lockText === undefined || installedText === undefined) return false;
  const installed = parse(installedText)?.packages ?? {};
  const foldersThere = Object.keys(installed).every((path) =>
    existsSync(join(project.folder, path, 'package.json')),
  );
  if (!foldersThere) return false;
  const scope = hasAdmin ? '' : 'without admin';
  const hash = createHash('sha256')
    .update(lockText)
    .update(installedText)
    .update(scope)
    .digest('hex');
  const stamp = parse(readText(project.stampPath)) ?? {};
  if (stamp.hash === hash && (stamp.withDevelopmentTools || !withDevelopmentTools)) return true;
  if (!agrees(parse(lockText).packages, installed, withDevelopmentTools)) return false;
  writeStamp(project, { hash, withDevelopmentTools });
  return true;
}

function agrees(locked, installed, withDevelopmentTools) {
  const direct = locked['']?.optionalDependencies ?? {};
  const wanted = hasAdmin ? undefined : reachedFromRoot(locked);
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || entry.link || entry.extraneous) return true;
    if (wanted && !wanted.has(path)) return true;
    const found = installed[path];
    if (found) return isSame(found, entry);
    if (entry.dev && !withDevelopmentTools) return true;
    if (!entry.optional && !entry.devOptional) return false;
    return !(path.slice('node_modules/'.length) in direct) || !isForThisPlatform(entry);
  });
}

/** What the shop itself stands on, without what its workspaces (the admin, its client) need besides. */
function reachedFromRoot(locked) {
  const reached = new Set();
  const waiting = [''];
  for (const path of waiting) {
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = locked[path];
    const named = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    if (path === '') Object.assign(named, devDependencies);
    for (const name of Object.keys(named)) {
      const found = resolveLocked(locked, path, name);
      if (found === undefined || reached.has(found)) continue;
      reached.add(found);
      waiting.push(found);
    }
  }
  return reached;
}

/** As Node finds a package: in the folder that asks, then in those around it. */
function resolveLocked(locked, from, name) {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules') - 1))
  ) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in locked) return path;
    if (folder === '') return undefined;
  }
}

/** Packages of other platforms stand in the lock file without a checksum; npm adds it there. */
function isSame(found, entry) {
  const sameContent = entry.integrity === undefined || found.integrity === entry.integrity;
  return found.version === entry.version && sameContent;
}

function isForThisPlatform(entry) {
  return (
    (!entry.os || [entry.os].flat().includes(process.platform)) &&
    (!entry.cpu || [entry.cpu].flat().includes(process.arch))
  );
}

async function install(project, withDevelopmentTools) {
  // A complete installation without the development tools may be in use by a running shop, so they
  // are added beside it. Anything else is replaced by npm ci as a whole.
  const adds = withDevelopmentTools && isComplete(project, false);
  const hadDevelopmentTools = existsSync(join(project.modules, 'typescript'));
  const full = withDevelopmentTools || hadDevelopmentTools;
  rmSync(project.stampPath, { force: true });
  const verb = adds ? ['install', '--no-save'] : ['ci'];
  const scope = full ? '--include=dev' : '--omit=dev';
  const fixed = [
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    ...(hasAdmin ? [] : ['--workspaces=false']),
  ];
  const what = full ? 'packages and development tools' : 'packages';
  process.stdout.write(`Installing ${what} with npm (only when they change)\n`);
  const stopProgress = showProgress(project, full);
  const npmOutput = await runNpm(project, [...verb, scope, ...fixed, '--loglevel=error']).finally(
    stopProgress,
  );
  if (npmOutput !== undefined)
    throw new Error(`${npmOutput}\nThe packages could not be installed.`);
  if (isComplete(project, full)) return;
  throw new Error(
    'npm finished, but packages of package-lock.json are still missing. Run "npm ci --include=dev --include=optional" and read what it says.',
  );
}

/** Resolves with undefined, or with npm's output when it failed. */
function runNpm(project, npmArguments) {
  const { command, first, shell } = findNpm();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...npmArguments], {
      cwd: project.folder,
      // The project's own Node must not run the npm that replaces it.
      env: { ...process.env, PATH: withoutProject(process.env.PATH ?? '', project.modules) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
    });
    // npm would finish its downloads first. What it leaves behind is seen and replaced next time.
    const stop = () => {
      child.kill('SIGKILL');
      process.exit(130);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', () =>
      reject(
        new Error('npm was not found. Install Node 20 or newer with npm from https://nodejs.org.'),
      ),
    );
    child.once('close', (exitCode, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(130);
      resolve(
        exitCode === 0 ? undefined : output.trim() || `npm ended with ${signal ?? exitCode}.`,
      );
    });
  });
}

function findNpm() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const isNpm = npm !== undefined && npm.endsWith('npm-cli.js') && existsSync(npm);
  if (isNpm && node !== undefined && existsSync(node)) {
    return { command: node, first: [npm], shell: false };
  }
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

function withoutProject(path, modules) {
  return path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(delimiter);
}

function showProgress(project, full) {
  const locked = parse(readText(project.lockPath))?.packages ?? {};
  const expected = Object.entries(locked)
    .filter(
      ([path, entry]) =>
        path !== '' && (full || !entry.dev) && !entry.optional && !entry.extraneous,
    )
    .map(([path]) => join(project.folder, path, 'package.json'));
  const startedMs = Date.now();
  let lineDueMs = startedMs + progressLineEveryMs;
  const report = () => {
    const there = expected.filter((path) => existsSync(path)).length;
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const rest = there === expected.length ? '; PostgreSQL and Node are fetched' : '';
    const text = `  ${there} of ${expected.length} packages${rest}, ${seconds} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${text}`);
    else if (Date.now() >= lineDueMs) {
      lineDueMs = Date.now() + progressLineEveryMs;
      process.stdout.write(`${text}\n`);
    }
  };
  const timer = setInterval(report, progressEveryMs);
  return () => {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  };
}

function writeStamp(project, stamp) {
  try {
    writeFileSync(project.stampPath, JSON.stringify(stamp));
  } catch {
    // A read-only installation is compared anew at each start.
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
