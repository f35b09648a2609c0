import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { linesOfKeys } from '../api-keys/api-key-store.ts';
import type { LineRow } from '../api-keys/key-standing.ts';
import type { AuthContext } from '../auth-context.ts';
import { actorOf } from '../identity/account-store.ts';
import { refuseGrant } from '../identity/grants.ts';
import { staffNotFound } from '../staff/get-staff.ts';
import { lockGrants, staffById, type StaffRow } from '../staff/staff-store.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { takeFactorAway } from './take-factor-away.ts';

type Remove = Handler<'auth', 'removeStaffFactor'>;

/**
 * Whoever frees an account could sign in to it with its password alone, so it is done to nobody with
 * more rights, as they are now, and by nobody to themselves: a session that somebody else got hold
 * of, or a key, would undo what the second factor is for.
 */
export function removeStaffFactor(context: AuthContext): Remove {
  return async (input, invocation) =>
    (await refuseStaleStaff(context, invocation)) ??
    context.database.command('removeStaffFactor', input, invocation, (tx) => remove(tx, input));
}

async function remove(
  tx: Transaction,
  { staffId, reason }: Parameters<Remove>[0],
): ReturnType<Remove> {
  const { actor } = tx.invocation;
  await tx.query(lockGrants());
  const account = await tx.first<StaffRow>(sql`${staffById(staffId)} for update`);
  if (!account) return staffNotFound();
  const held = actorOf(account);
  const refused = refuseGrant(actor, held.permissions, held.channels);
  if (refused) return refused;
  if (await isOwn(tx, actor, staffId)) return codeRequired();
  return takeFactorAway(tx, { subject: `staff:${staffId}`, account, reason });
}

/** Of the member who asks, or who made the key that asks, or the key that this was made with. */
async function isOwn(tx: Transaction, { kind, id }: Actor, staffId: string): Promise<boolean> {
  if (kind !== 'api_key') return id === staffId;
  const line = await tx.query<LineRow>(linesOfKeys([id]));
  return line.some(({ account }) => account?.accountId === staffId);
}

function codeRequired() {
  const message =
    'Your own second factor is removed by a code of it. Who lost it asks another member of the staff.';
  return fail('code_required', message);
}
