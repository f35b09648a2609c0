import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { actorOf } from '../identity/account-store.ts';
import { refuseGrant } from '../identity/grants.ts';
import { insertActionToken, useUpActionTokens } from '../mailed-links/action-token-store.ts';
import { newToken } from '../secrets/secret-token.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { staffNotFound } from './get-staff.ts';
import { lockGrants, staffById, type StaffRow } from './staff-store.ts';

const validSeconds = 3 * 86_400;

/**
 * Told to who asks, for who gets no mail, in place of the links of before. Of nobody who has a
 * password: whoever has the link is that member from then on.
 */
export function createStaffLink(context: AuthContext): Handler<'auth', 'createStaffLink'> {
  return async ({ staffId }, invocation) => {
    const stale = await refuseStaleStaff(context, invocation);
    if (stale) return stale;
    return context.database.transaction('createStaffLink', invocation, async (tx) => {
      await tx.query(lockGrants());
      const member = await tx.first<StaffRow>(sql`${staffById(staffId)} for update`);
      if (!member) return staffNotFound();
      const { permissions, channels } = actorOf(member);
      const refused = refuseGrant(invocation.actor, permissions, channels);
      if (refused) return refused;
      if (member.passwordHash !== null || member.state !== 'active') return notInvited();
      const token = newToken();
      await tx.query(useUpActionTokens('reset_password', staffId));
      const made = await tx.first<{ expiresAt: string }>(
        insertActionToken('reset_password', token, staffId, validSeconds),
      );
      const { expiresAt } = made!;
      tx.audit({ subject: `staff:${staffId}`, after: { expiresAt } });
      return ok({ email: member.email, token, expiresAt });
    });
  };
}

function notInvited() {
  const message =
    'This member has chosen a password, or was disabled. Who forgot it asks for a mail at the sign-in.';
  return fail('staff_not_invited', message);
}
