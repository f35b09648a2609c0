import type { Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { actorOf } from '../identity/account-store.ts';
import { revokeKeysMadeBy } from '../api-keys/api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { staffNotFound } from './get-staff.ts';
import { refuseRoles } from './granted-by-roles.ts';
import { refuseGrant } from '../identity/grants.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { tellRightsOf } from '../identity/tell-rights.ts';
import { endAllSessions } from '../sessions/session-store.ts';
import {
  isNobodyLeft,
  lastAdministrator,
  storedChannels,
  lockGrants,
  replaceRoles,
  staffById,
  toStaffMember,
  type StaffRow,
} from './staff-store.ts';

type Change = InputOf<'auth', 'updateStaff'>;

/**
 * Nobody touches the account of somebody with more rights, nor gives rights beyond their own, and
 * somebody who can manage staff is always left.
 */
export function updateStaff(context: AuthContext): Handler<'auth', 'updateStaff'> {
  return async (input, invocation) => {
    // Who is let in again has all rights of before.
    const { roles, channels, state } = input;
    const isOfRights = roles !== undefined || channels !== undefined || state !== undefined;
    const stale = isOfRights ? await refuseStaleStaff(context, invocation) : undefined;
    if (stale) return stale;
    return context.database.transaction('updateStaff', invocation, async (tx) => {
      const { staffId, expectedVersion } = input;
      await tx.query(lockGrants());
      const before = await tx.first<StaffRow>(staffById(staffId));
      if (!before) return staffNotFound();
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        const { version } = before;
        return fail('version_conflict', 'Somebody changed it meanwhile. Read it again.', {
          version,
        });
      }
      const refused = await refuse(tx, invocation.actor, before, input);
      if (refused) return refused;
      const endedApiKeys = await write(tx, before, input);
      if (await isNobodyLeft(tx)) return lastAdministrator();
      if (isOfRights) await tellRightsOf(tx, sql`a.account_id = ${staffId}`);
      const after = toStaffMember((await tx.first<StaffRow>(staffById(staffId)))!);
      const audited = {
        before: rightsOf(toStaffMember(before)),
        after: { ...rightsOf(after), endedApiKeys },
      };
      tx.audit({ subject: `staff:${staffId}`, ...audited });
      return ok(after);
    });
  };
}

async function refuse(tx: Transaction, giver: Actor, before: StaffRow, change: Change) {
  const held = actorOf(before);
  const { roles = before.roles, channels = held.channels } = change;
  return (
    refuseGrant(giver, held.permissions, held.channels) ??
    (await refuseRoles(tx, giver, roles, channels))
  );
}

/** Answers with the API keys that ended with the account. */
async function write(tx: Transaction, before: StaffRow, change: Change): Promise<string[]> {
  const { accountId } = before;
  const { name = before.name, state = before.state } = change;
  const channels = change.channels ? storedChannels(change.channels) : before.channels;
  await tx.change(sql`
    update account set name = ${name}, state = ${state}, channels = ${channels},
      version = version + 1
    where account_id = ${accountId}`);
  if (change.roles) await tx.query(replaceRoles(accountId, change.roles));
  if (state !== 'disabled') return [];
  await tx.query(endAllSessions(accountId, 'account_disabled'));
  const ended = await tx.query<{ apiKeyId: string }>(revokeKeysMadeBy(`staff:${accountId}`));
  return ended.map(({ apiKeyId }) => apiKeyId);
}

function rightsOf({ roles, channels, state }: ReturnType<typeof toStaffMember>) {
  return { roles, channels, state };
}
