import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { newId } from '#kernel/ids.ts';
import { newTraceparent, traceIdOf } from '#kernel/invocation.ts';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { factorRemoval } from '../../services/authentication-and-authorization/auth/second-factor/take-factor-away.ts';
import { openSchemas, type OpenSchemas } from '../dead-letters/open-schemas.ts';

export const description = 'remove the second factor and the passkeys of who lost them';

export const usage = `Usage: npx kontor free-account EMAIL --reason TEXT

  For the last administrator who lost the authenticator app and the recovery codes, or the device
  with the passkeys; for everybody
  else staff do it (POST /v1/admin/customers/…/second-factor/disable, /v1/admin/staff/…). The
  password alone signs in again, and all sessions of the account end. The reason is kept in the audit.

It writes to the shop that runs on the data folder (KONTOR_DATA), or to the database of auth that
DATABASE_URL_AUTH names.

Exit code 0: done. 1: there is no such account, or it has no second factor. 2: it could not look.
`;

const projectFolder = resolve(import.meta.dirname, '../..');
const reasonMax = 200;

export async function run(commandArguments: string[]): Promise<number> {
  let opened: OpenSchemas | undefined;
  try {
    const { email, reason } = readOptions(commandArguments);
    opened = await openSchemas(process.env, defaultDataFolder(projectFolder), ['auth']);
    const [auth] = opened.schemas;
    if (!auth) throw new Error('The database of auth is empty: the shop was never started on it.');
    const refused = await free(auth.client, auth.name, canonicalEmail(email), reason);
    if (refused === undefined) {
      process.stdout.write(`${printable(email)} signs in with the password alone.\n`);
      return 0;
    }
    process.stderr.write(`${printable(refused)}\n`);
    return 1;
  } catch (error) {
    process.stderr.write(`${printable((error as Error).message)}\n`);
    return 2;
  } finally {
    await opened?.close();
  }
}

function readOptions(commandArguments: string[]): { email: string; reason: string } {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: { reason: { type: 'string' } },
  });
  const [email, ...others] = positionals;
  const reason = values.reason?.trim() ?? '';
  if (email === undefined || others.length > 0 || reason === '' || reason.length > reasonMax) {
    const example = 'npx kontor free-account admin@kontor.example --reason "Lost the telephone"';
    throw new Error(
      `Name one e-mail address, and a reason of ${reasonMax} letters at most: ${example}`,
    );
  }
  return { email, reason };
}

interface Held {
  readonly accountId: string;
  readonly kind: string;
  readonly since: Date | null;
}

/** @returns why not; undefined when it is done */
async function free(
  pool: pg.Pool,
  schema: string,
  email: string,
  reason: string,
): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Whoever signs in or changes the factor comes before or after.
    const { rows } = await client.query<Held>(
      `select account_id as "accountId", kind, second_factor_since as since
       from ${schema}.account where email_canonical = $1 for update`,
      [email],
    );
    const [account] = rows;
    if (!account) return `There is no account with the address ${email}.`;
    const removed = await remove(client, schema, account.accountId);
    if (account.since === null && removed.passkeys === 0) {
      return `The account ${email} has no second factor.`;
    }
    await note(client, schema, account, reason);
    await client.query('commit');
    return undefined;
  } finally {
    // What was not committed goes with the connection.
    client.release(true);
  }
}

/** What auth itself does where staff free somebody (`take-factor-away.ts`), in its schema. */
async function remove(
  client: pg.PoolClient,
  schema: string,
  accountId: string,
): Promise<{ passkeys: number }> {
  await client.query(`set local search_path to ${schema}, kontor`);
  const { passkeys, ...others } = factorRemoval(accountId);
  const removed = await client.query(passkeys.text, [...passkeys.values]);
  for (const { text, values } of Object.values(others)) await client.query(text, [...values]);
  return { passkeys: removed.rowCount ?? 0 };
}

/** Beside what staff changed: whoever lists it sees that it was done, and why. */
async function note(
  client: pg.PoolClient,
  schema: string,
  { accountId, kind, since }: Held,
  reason: string,
): Promise<void> {
  await client.query(
    `insert into ${schema}.audit_entry
       (id, actor_kind, actor_id, channels, operation, subject, detail, trace_id)
     values ($1, 'system', 'command line', '{*}', 'freeAccount', $2, $3, $4)`,
    [
      newId(),
      `${kind}:${accountId}`,
      JSON.stringify({ before: { secondFactorSince: since }, after: { reason } }),
      traceIdOf(newTraceparent()),
    ],
  );
}
