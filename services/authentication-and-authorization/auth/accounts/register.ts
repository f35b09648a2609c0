import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { accountByEmail, type AccountRow } from '../identity/account-store.ts';
import { insertActionToken } from '../mailed-links/action-token-store.ts';
import { askAndKeep } from '../abuse-protection/assess-risk.ts';
import type { AuthContext } from '../auth-context.ts';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { customerIdOf, requestMail } from '../mailed-links/request-mail.ts';
import { newToken } from '../secrets/secret-token.ts';

type Registration = InputOf<'auth', 'register'>;

export const verificationSeconds = 86_400;
const registrationDays = 7;
const accepted = ok({ status: 'accepted' as const });

/**
 * Takes a registration and sends its link. The account begins when the link is used, with the
 * password that is given there: whoever registers an address of somebody else leaves nothing behind,
 * whose link is used however. A known address takes the same steps, down to a row that is never used.
 */
export function register(context: AuthContext): Handler<'auth', 'register'> {
  const { limits, passwords } = context;
  return async (input, invocation) => {
    const { email, password, ipAddress } = input;
    const address = canonicalEmail(email);
    const limited = await limits.takeAt(ipAddress, invocation);
    if (limited) return limited;
    const refused = refusePassword(password, email);
    if (refused) return refused;
    const flooded = await limits.take('mail', address, invocation);
    if (flooded) return flooded;
    const [passwordHash, risk] = await Promise.all([
      passwords.hash(password),
      assess(context, input, invocation),
    ]);
    if (isBusy(passwordHash)) {
      await limits.giveBack('mail', address, invocation);
      return passwordChecksBusy();
    }
    if (risk.decision === 'deny') {
      return fail(
        'registration_refused',
        'This registration cannot be accepted. Contact the shop.',
      );
    }
    await write(context, input, address, passwordHash, invocation);
    return accepted;
  };
}

function assess(context: AuthContext, input: Registration, invocation: Invocation) {
  const { email, ipAddress, userAgent } = input;
  const key = `registration:${newId()}`;
  const question = { key, event: 'registration', email, ipAddress, userAgent } as const;
  return askAndKeep(context, question, invocation);
}

async function write(
  { database, settings }: AuthContext,
  { email, name }: Registration,
  address: string,
  passwordHash: string,
  invocation: Invocation,
): Promise<void> {
  const token = newToken();
  const registrationId = newId();
  await database.transaction('register', invocation, async (tx) => {
    const known = await tx.first<AccountRow>(accountByEmail(address));
    const [, rows] = await Promise.all([
      tx.query(sql`
        insert into registration (registration_id, email, email_canonical, name, password_hash,
                                  locale, channel, expires_at)
        values (${registrationId}, ${email}, ${address}, ${name ?? null}, ${passwordHash},
                ${invocation.locale}, ${invocation.channel},
                kontor_now() + ${known ? 0 : registrationDays} * interval '1 day')`),
      tx.query<{ expiresAt: string }>(
        insertActionToken('verify_email', token, registrationId, known ? 0 : verificationSeconds),
      ),
    ]);
    if (known) {
      const { channel, locale } = known;
      const customerId = customerIdOf(known);
      const mail = { template: 'account_exists', customerId, email: known.email } as const;
      requestMail(tx, settings.secrets, { ...mail, channel, locale });
    } else {
      const { expiresAt } = rows[0]!;
      const mail = { template: 'verify_email', customerId: null, email } as const;
      requestMail(tx, settings.secrets, { ...mail, token, expiresAt });
    }
  });
}
