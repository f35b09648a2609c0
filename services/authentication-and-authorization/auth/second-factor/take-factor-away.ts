import { ok } from '#kernel/result.ts';
import type { Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { dropEmailChange } from '../email-change/email-change-store.ts';
import { endPasskeyChallenges } from '../passkeys/challenge-store.ts';
import { removePasskeysOf } from '../passkeys/passkey-store.ts';
import { endAllSessions } from '../sessions/session-store.ts';
import { removeFactor } from './factor-store.ts';
import { factorMissing } from './prove-factor.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';

export type HeldAccount = Pick<AccountRow, 'accountId' | 'secondFactorSince'>;

/**
 * Without a code, so whoever calls this has made sure who asks. The account's row is held: a sign-in
 * or a change of the factor comes before or after. What was begun with the factor ends with it, so
 * that nobody goes on who had the telephone.
 */
export async function takeFactorAway(
  tx: Transaction,
  { subject, account, reason }: { subject: string; account: HeldAccount; reason: string },
) {
  const { accountId, secondFactorSince } = account;
  const { passkeys, begun, factor, sessions, emailChange } = factorRemoval(accountId);
  const removedPasskeys = await tx.change(passkeys);
  if (secondFactorSince === null && removedPasskeys === 0) return factorMissing();
  await tx.query(begun);
  await tx.query(factor);
  const endedSessions = await tx.change(sessions);
  await tx.query(emailChange);
  await tellOwner(tx, accountId, 'second_factor_removed');
  const after = { reason, endedSessions, removedPasskeys };
  tx.audit({ subject, before: { secondFactorSince }, after });
  return ok({});
}

/**
 * What is on a lost telephone goes, the passkeys and those that were begun, the app and its codes, and
 * then every session and the link to another address that one of them may have asked for; `kontor
 * free-account` sends these too, in this order.
 */
export function factorRemoval(accountId: string): Record<Removed, Statement> {
  return {
    passkeys: removePasskeysOf(accountId),
    begun: endPasskeyChallenges(accountId),
    factor: removeFactor(accountId),
    sessions: endAllSessions(accountId, 'factor_changed'),
    emailChange: dropEmailChange(accountId),
  };
}

type Removed = 'passkeys' | 'begun' | 'factor' | 'sessions' | 'emailChange';
