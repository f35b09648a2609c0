import { setTimeout as pause } from 'node:timers/promises';
import { isUnavailability } from '../ground/unavailability.ts';
import { withClient } from '../ground/with-client.ts';
import type { DatabaseAddress } from '../data/database.ts';

/** A database that a process needs, and the variable that named it. */
export interface NeededDatabase {
  readonly variable: string;
  readonly address: DatabaseAddress;
}

interface Waiting {
  /** Progress, a line at a time. */
  readonly log: (line: string) => void;
  readonly limitMs?: number;
  readonly betweenMs?: number;
}

const limitMs = 60_000;
const betweenMs = 1_000;
const connectMs = 5_000;
/** It is said again so often what is waited for. */
const sayAgainMs = 10_000;

/**
 * Waits until every database answers: where a machine starts, PostgreSQL may come up after the shop.
 * What waiting cannot mend (a wrong password, a database that is not there) ends it at once.
 * @throws with a line for each variable that says what to do
 */
export async function waitForDatabases(
  needed: readonly NeededDatabase[],
  waiting: Waiting,
): Promise<void> {
  const ends = performance.now() + (waiting.limitMs ?? limitMs);
  const tried = await Promise.allSettled(
    perRole(needed).map((one) => waitForOne(one, ends, waiting)),
  );
  const wrong = tried.flatMap((one) =>
    one.status === 'rejected' ? [(one.reason as Error).message] : [],
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** Several services may share a role; it is asked once. */
function perRole(needed: readonly NeededDatabase[]): NeededDatabase[] {
  const keyOf = ({ address: { host, port, database, user } }: NeededDatabase) =>
    `${host} ${port} ${database} ${user}`;
  return [...new Map(needed.map((one) => [keyOf(one), one])).values()];
}

async function waitForOne(
  one: NeededDatabase,
  ends: number,
  { log, betweenMs: between = betweenMs }: Waiting,
): Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const error = await tryOnce(one.address);
    if (error === undefined) return;
    const lasting = whatToDo(one, error);
    if (lasting !== undefined) throw new Error(lasting);
    const now = performance.now();
    if (now + between > ends) {
      throw new Error(
        `PostgreSQL at ${placeOf(one)} does not answer (${error.message}). Start it, or correct ${one.variable}; then start again.`,
      );
    }
    if (now - saidAt >= sayAgainMs) {
      log(`Waiting for PostgreSQL at ${placeOf(one)}, as ${one.variable} says: ${error.message}`);
      saidAt = now;
    }
    await pause(between);
  }
}

async function tryOnce(address: DatabaseAddress): Promise<(Error & { code?: string }) | undefined> {
  try {
    await withClient({ ...address, connectionTimeoutMillis: connectMs }, async () => {});
    return undefined;
  } catch (error) {
    return error as Error & { code?: string };
  }
}

/** What a person has to do about it; undefined where the server may come up by itself. */
function whatToDo(
  { variable, address: { database, user } }: NeededDatabase,
  error: Error & { code?: string },
): string | undefined {
  // Whoever makes the others is made by nobody here.
  const isAdmin = variable.startsWith('DATABASE_ADMIN_URL');
  const made = (what: string) =>
    isAdmin ? 'Correct the variable.' : `npx kontor provision ${what}.`;
  const { code = '' } = error;
  if (code === '28P01' || code === '28000') {
    return `PostgreSQL refuses the role ${user} of ${variable}: its name or password is wrong, or pg_hba.conf keeps it out. ${made('makes the roles with the passwords of these variables')}`;
  }
  if (code === '3D000') {
    return `The database ${database} of ${variable} is not there. ${made('makes it')}`;
  }
  if (code === '42501') {
    return `The role ${user} of ${variable} may not connect to the database ${database}. ${made('gives the rights')}`;
  }
  return isUnavailability(error) || isTransient(error)
    ? undefined
    : `The database of ${variable} cannot be opened: ${error.message}`;
}

/** A name that is not known yet, and a server that speaks to nobody while it comes up. */
function isTransient({ code, message }: Error & { code?: string }): boolean {
  return code === 'EAI_AGAIN' || /timeout expired|connection terminated/i.test(message);
}

function placeOf({ address: { host, port } }: NeededDatabase): string {
  return `${host}:${port}`;
}
