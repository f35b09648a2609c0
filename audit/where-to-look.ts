import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { readRunningRecord } from '#app/running-record.ts';
import { databases, type DatabaseName } from '#platform/topology.ts';
import type { DatabaseUrls, WorldOptions } from './world/world.ts';

export type Whereabouts = Pick<WorldOptions, 'installation' | 'book' | 'sandboxed'>;

export const variableOf = (database: DatabaseName): string =>
  `AUDIT_DATABASE_URL_${database.toUpperCase()}`;
const bookVariable = 'KONTOR_SANDBOX_URL';

/**
 * The installation to look at: six addresses of the environment, or else the shop that runs on the
 * data folder. The book of an external system can be read where the sandbox stands in for it.
 * @throws with one line that says what to set
 */
export async function whereToLook(
  environment: NodeJS.ProcessEnv,
  dataFolder: string,
): Promise<Whereabouts> {
  const urls = readUrls(environment);
  if (urls) return { installation: urls, book: bookAt(environment[bookVariable]) };
  const { cluster, prefix, sandboxUrl, sandboxed } = await readRunningRecord(dataFolder);
  return { installation: { cluster, prefix }, book: bookAt(sandboxUrl), sandboxed };
}

function readUrls(environment: NodeJS.ProcessEnv): DatabaseUrls | undefined {
  const given = databases.filter((database) => environment[variableOf(database)]);
  if (given.length === 0) return undefined;
  const missing = databases.filter((database) => !given.includes(database));
  if (missing.length > 0) {
    throw new Error(
      `Set ${missing.map(variableOf).join(', ')} too: the audit compares all six databases.`,
    );
  }
  return Object.fromEntries(
    databases.map((database) => [database, postgresUrl(database, environment)]),
  ) as DatabaseUrls;
}

/** What is wrong with it is said without it: it holds a password. */
function postgresUrl(database: DatabaseName, environment: NodeJS.ProcessEnv): string {
  const text = environment[variableOf(database)]!;
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text;
  throw new Error(
    `${variableOf(database)} is no address such as postgres://kontor_auditor:password@host:5432/kontor_${database}.`,
  );
}

function bookAt(url: string | undefined): SandboxBook | undefined {
  if (!url) return undefined;
  if (!URL.canParse(url))
    throw new Error(
      `${bookVariable} is "${url}"; an address such as http://host:4010 is accepted.`,
    );
  return new SandboxBook(url.replace(/\/$/, ''));
}
