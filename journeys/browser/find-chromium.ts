import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import project from '../../package.json' with { type: 'json' };

const run = promisify(execFile);

export interface Chromium {
  readonly path: string;
  /** What its process needs beside. */
  readonly environment: NodeJS.ProcessEnv;
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The one that KONTOR_CHROMIUM names, else the system's, else the one of the npm package, which is
 * unpacked once into a folder of the user's own.
 * @throws a line that says what to do where none can be had
 */
export async function findChromium(environment: NodeJS.ProcessEnv): Promise<Chromium> {
  const named = environment['KONTOR_CHROMIUM'];
  if (named) {
    if (isProgram(named)) return { path: named, environment };
    throw new Error(`KONTOR_CHROMIUM is "${named}", which is no program that can be run.`);
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const installed = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram);
  if (installed !== undefined) return { path: installed, environment };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `There is no Chromium: install one, or set KONTOR_CHROMIUM to where it is (the npm package has none for ${process.platform}-${process.arch}).`,
    );
  }
  return unpacked(environment);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whoever is first moves it to its place, where it is whole; two at once do no harm. */
async function unpacked(environment: NodeJS.ProcessEnv): Promise<Chromium> {
  const caches = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const parent = join(caches, 'kontor');
  const folder = join(parent, `chromium-${project.devDependencies['@sparticuz/chromium']}`);
  if (!existsSync(folder)) {
    mkdirSync(parent, { recursive: true });
    const staging = mkdtempSync(join(parent, 'chromium-'));
    try {
      await unpackInto(staging, environment);
      if (!existsSync(folder)) renameSync(staging, folder);
    } catch (error) {
      if (!existsSync(folder)) {
        const { message } = error as Error;
        throw new Error(
          `The Chromium of @sparticuz/chromium cannot be unpacked into ${parent}: ${message}. Install one, or set KONTOR_CHROMIUM.`,
          { cause: error },
        );
      }
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }
  return {
    path: join(folder, 'chromium'),
    environment: {
      ...environment,
      // The system's libraries and fonts first; of a bare one the package's.
      LD_LIBRARY_PATH: [environment['LD_LIBRARY_PATH'], join(folder, 'al2023', 'lib')]
        .filter(Boolean)
        .join(delimiter),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  };
}

/** The package unpacks into the folder for temporary files, its libraries only where it takes the machine for a Lambda. */
async function unpackInto(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...environment, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
}
