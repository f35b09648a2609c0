import { randomBytes } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { seal } from '#platform/ground/sealed.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { lockAccount, putPendingFactor } from './factor-store.ts';
import { refuseWithoutPasskey } from '../step-up/refuse-stale-proof.ts';
import { base32, totpAddress } from './totp.ts';

const validSeconds = 3_600;
/** As many as RFC 4226 asks for. */
const secretBytes = 20;

/**
 * Makes a secret for an authenticator app, which counts from its first code on. The password is
 * asked for: with an open session alone nobody may lock the owner out by an app of their own.
 */
export function beginTotp(context: AuthContext): Handler<'auth', 'beginTotp'> {
  const { database, limits, passwords, settings } = context;
  return async ({ currentPassword }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    if (account.secondFactorSince !== null) return factorActive();
    const limited = await limits.take('current_password', account.emailCanonical, invocation);
    if (limited) return limited;
    const matches = await passwords.verify(account.passwordHash, currentPassword);
    if (isBusy(matches) || matches) {
      await limits.giveBack('current_password', account.emailCanonical, invocation);
    }
    if (isBusy(matches)) return passwordChecksBusy();
    if (!matches) return currentPasswordWrong();
    const secret = randomBytes(secretBytes);
    const sealed = seal(settings.secrets, 'second factors', { secret: secret.toString('base64') });
    return database.transaction('beginTotp', invocation, async (tx) => {
      const held = await tx.first<{ secondFactorSince: string | null }>(lockAccount(accountId));
      if (!held) return accountRequired();
      if (held.secondFactorSince !== null) return factorActive();
      const refused = await refuseWithoutPasskey(context, tx, accountId);
      if (refused) return refused;
      const begun = await tx.first<{ expiresAt: string }>(
        putPendingFactor(newId(), accountId, sealed, validSeconds),
      );
      const uri = totpAddress(secret, settings.shop.name, account.email);
      return ok({ secret: base32(secret), uri, expiresAt: begun!.expiresAt });
    });
  };
}

function factorActive() {
  const message = 'The account has an authenticator app. Remove it first.';
  return fail('second_factor_active', message);
}

function currentPasswordWrong() {
  return fail('current_password_wrong', 'The current password is wrong. Check it and try again.');
}
