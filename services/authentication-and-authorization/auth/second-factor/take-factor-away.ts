import { ok } from '#kernel/result.ts';
import type { Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AccountRow } from '../identity/account-store.ts';
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
  if (secondFactorSince === null) return factorMissing();
  const [removed, ended] = factorRemoval(accountId);
  await tx.query(removed);
  const endedSessions = await tx.change(ended);
  await tellOwner(tx, accountId, 'second_factor_removed');
  tx.audit({ subject, before: { secondFactorSince }, after: { reason, endedSessions } });
  return ok({});
}

/** The factor goes, and then every session; `kontor free-account` sends these too. */
export function factorRemoval(accountId: string): readonly [Statement, Statement] {
  return [removeFactor(accountId), endAllSessions(accountId, 'factor_changed')];
}
