import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Secrets } from '#platform/ground/sealed.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AuthContext } from '../auth-context.ts';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { refuseRoles } from './granted-by-roles.ts';
import { sendResetLink } from '../mailed-links/send-reset-link.ts';
import {
  storedChannels,
  lockGrants,
  replaceRoles,
  staffById,
  toStaffMember,
  type StaffRow,
} from './staff-store.ts';

type Invite = Handler<'auth', 'inviteStaff'>;
type Invitation = Parameters<Invite>[0];

const validSeconds = 3 * 86_400;

/** The account has no password until the link is used; a lapsed link is asked for like a forgotten password. */
export function inviteStaff(context: AuthContext): Invite {
  const { database, settings } = context;
  return async (input, invocation) =>
    (await refuseStaleStaff(context, invocation)) ??
    database.command('inviteStaff', input, invocation, (tx) => invite(tx, settings.secrets, input));
}

async function invite(
  tx: Transaction,
  secrets: Secrets,
  { email, name, roles, channels }: Invitation,
): ReturnType<Invite> {
  const { actor, locale, channel } = tx.invocation;
  await tx.query(lockGrants());
  const refused = await refuseRoles(tx, actor, roles, channels);
  if (refused) return refused;
  const accountId = newId();
  const made = await tx.change(sql`
    insert into account (account_id, kind, email, email_canonical, name, state, channels, locale,
                         channel)
    values (${accountId}, 'staff', ${email}, ${canonicalEmail(email)}, ${name}, 'active',
            ${storedChannels(channels)}, ${locale}, ${channel})
    on conflict (email_canonical) do nothing`);
  if (made !== 1) {
    return fail('email_taken', 'This address has an account already. Use another one.');
  }
  await tx.query(replaceRoles(accountId, roles));
  const addressee = { accountId, kind: 'staff', email, channel, locale } as const;
  await sendResetLink(tx, secrets, addressee, validSeconds, true);
  const row = await tx.first<StaffRow>(staffById(accountId));
  tx.audit({ subject: `staff:${accountId}`, after: { roles, channels } });
  return ok(toStaffMember(row!));
}
