import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { sessionToBegin, type Begun } from '../sessions/begin-session.ts';
import { endAllSessions } from '../sessions/session-store.ts';
import { refuseWithoutPasskey } from '../step-up/refuse-stale-proof.ts';
import { confirmFactor, lockAccount, replaceRecoveryCodes } from './factor-store.ts';
import { codeInvalid, firstCode, type Proof } from './prove-factor.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';

/**
 * The app shows its first code, and counts from then on. Sessions that began without it end, and
 * one that has shown it begins.
 */
export function confirmTotp(context: AuthContext): Handler<'auth', 'confirmTotp'> {
  const { database, limits, settings } = context;
  return async ({ code, ipAddress, userAgent }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const limited = await limits.take('second_factor', accountId, invocation);
    if (limited) return limited;
    const recoveryCodes = newRecoveryCodes();
    const key = settings.secrets.key('recovery codes');
    const hashes = recoveryCodes.map((each) => hashRecoveryCode(key, accountId, each));
    const confirmed = await database.transaction('confirmTotp', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return accountRequired();
      const refused = await refuseWithoutPasskey(context, tx, accountId);
      if (refused) return refused;
      const shown = await firstCode(settings.secrets, tx, accountId, code);
      if (shown === 'not_begun') return notBegun();
      if (!shown) return codeInvalid();
      const { factorId, step } = shown;
      await tx.query(confirmFactor(factorId, step));
      await tx.query(replaceRecoveryCodes(accountId, hashes));
      await tx.query(endAllSessions(accountId, 'factor_changed'));
      const account = (await tx.first<AccountRow>(accountById(accountId)))!;
      await tellOwner(tx, accountId, 'second_factor_on');
      const proof: Proof = `totp:${factorId}:${step}`;
      const place = { ipAddress, userAgent, risk: 'allow', secondFactor: proof } as const;
      const begun = sessionToBegin(account, place, invocation);
      const row = await tx.first<Begun>(begun.statement);
      return row ? ok({ begun, row }) : accountRequired();
    });
    if (!confirmed.ok) return confirmed;
    await limits.giveBack('second_factor', accountId, invocation);
    const { begun, row } = confirmed.value;
    return ok({ ...(await begun.tokens(context, row, invocation)), recoveryCodes });
  };
}

function notBegun() {
  const message = 'No app is being set up, or it was begun too long ago. Begin anew.';
  return fail('totp_not_begun', message);
}
