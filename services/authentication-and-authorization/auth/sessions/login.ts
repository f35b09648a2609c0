import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { accountByEmail, type AccountRow } from '../identity/account-store.ts';
import { askAndKeep } from '../abuse-protection/assess-risk.ts';
import type { AuthContext } from '../auth-context.ts';
import { challenge } from '../second-factor/challenge.ts';
import { signInSession } from './begin-session.ts';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';

/**
 * Signs in customers and staff, and tells a device how to say next time that it has been here.
 * Whether the account exists shows in nothing: limits count
 * addresses as they are typed, one argon2 check is always made, and Fraud Detection is asked beside
 * it in any case, so that a refusal of its says nothing about the password either.
 */
export function login(context: AuthContext): Handler<'auth', 'login'> {
  const { limits } = context;
  return async (input, invocation) => {
    const { ipAddress, userAgent } = input;
    const address = canonicalEmail(input.email);
    const limited =
      (await limits.takeAt(ipAddress, invocation)) ??
      (await limits.takeOn(address, input, invocation));
    if (limited) return limited;
    context.tidying.begin(invocation);
    const [checked, risk] = await Promise.all([
      checkPassword(context, address, input.password, invocation),
      assess(context, input, invocation),
    ]);
    if (isBusy(checked)) {
      await forgive(context, input, address, invocation);
      return passwordChecksBusy();
    }
    if (risk.decision === 'deny') {
      return fail('login_refused', 'This sign-in cannot be accepted. Contact the shop.');
    }
    if (!checked) return credentialsInvalid();
    if (checked.secondFactorSince !== null) {
      const from = { risk: risk.decision, device: limits.deviceOf(address, input.deviceToken) };
      const asked = await challenge(context, checked, from, invocation);
      if (!asked) return credentialsInvalid();
      await forgive(context, input, address, invocation);
      return asked;
    }
    const isKnown = limits.deviceOf(address, input.deviceToken) !== undefined;
    const place = { ipAddress, userAgent, risk: risk.decision, isKnown };
    const tokens = await signInSession(context, checked, place, invocation);
    if (!tokens) return credentialsInvalid();
    await forgive(context, input, address, invocation);
    return ok({ ...tokens, deviceToken: limits.newDevice(address) });
  };
}

async function checkPassword(
  { database, passwords }: AuthContext,
  address: string,
  password: string,
  invocation: Invocation,
) {
  const account = await database.first<AccountRow>(accountByEmail(address), invocation);
  const matches = await passwords.verify(account?.passwordHash, password);
  if (isBusy(matches)) return matches;
  return matches && account?.state === 'active' ? account : undefined;
}

function assess(context: AuthContext, input: InputOf<'auth', 'login'>, invocation: Invocation) {
  const { email, ipAddress, userAgent } = input;
  const question = {
    key: `login:${newId()}`,
    event: 'login',
    email,
    ipAddress,
    userAgent,
  } as const;
  return askAndKeep(context, question, invocation);
}

/** What succeeded, or was never tried, does not count. */
async function forgive(
  { limits }: AuthContext,
  input: InputOf<'auth', 'login'>,
  address: string,
  invocation: Invocation,
): Promise<void> {
  await Promise.all([
    limits.giveBackAt(input.ipAddress, invocation),
    limits.giveBackOn(address, input, invocation),
  ]);
}

function credentialsInvalid() {
  const message =
    'E-mail or password is wrong, or the address is not confirmed yet: see the mail we sent to it.';
  return fail('credentials_invalid', message);
}
