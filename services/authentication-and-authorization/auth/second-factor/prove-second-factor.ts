import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { sessionToBegin, type Begun } from '../sessions/begin-session.ts';
import { countTry, readChallenge, useChallenge, type ChallengeRow } from './challenge-store.ts';
import { lockAccount } from './factor-store.ts';
import { codeInvalid, useCode } from './prove-factor.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';

/**
 * The second step of signing in. A try is counted before its code is looked at, on the challenge and
 * on the account, whose tries no further challenge gives back; a code and the challenge are used up
 * in the transaction that begins the session, under the account's lock.
 */
export function proveSecondFactor(context: AuthContext): Handler<'auth', 'proveSecondFactor'> {
  const { database, limits, settings } = context;
  return async ({ challengeToken, code, ipAddress, userAgent }, invocation) => {
    const limitedHere = await limits.takeAt(ipAddress, invocation);
    if (limitedHere) return limitedHere;
    const shown = await database.first<ChallengeRow>(readChallenge(challengeToken), invocation);
    if (!shown) return challengeOver();
    const { accountId, risk, device } = shown;
    const subject = device === null ? accountId : `${accountId}\n${device}`;
    const limited = await limits.take('second_factor', subject, invocation);
    if (limited) return limited;
    const counted = countTry(challengeToken);
    const [tried] = await database.write<{ triesLeft: number }>('countTry', counted, invocation);
    if (!tried) return challengeOver();
    const proven = await database.transaction('proveSecondFactor', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return challengeOver();
      const proof = await useCode(settings.secrets, tx, accountId, code);
      if (!proof) return codeInvalid();
      if ((await tx.change(useChallenge(challengeToken))) !== 1) return challengeOver();
      const account = (await tx.first<AccountRow>(accountById(accountId)))!;
      if (proof.startsWith('recovery:')) await tellOwner(tx, accountId, 'recovery_code_used');
      const place = { ipAddress, userAgent, risk, secondFactor: proof };
      const begun = sessionToBegin(account, place, invocation);
      const row = await tx.first<Begun>(begun.statement);
      if (row && device === null) await begun.tellOfDevice(tx, row);
      return row ? ok({ account, begun, row }) : challengeOver();
    });
    if (!proven.ok) return proven;
    await Promise.all([
      limits.giveBackAt(ipAddress, invocation),
      limits.giveBack('second_factor', subject, invocation),
    ]);
    const { account, begun, row } = proven.value;
    const tokens = await begun.tokens(context, row, invocation);
    return ok({ ...tokens, deviceToken: limits.newDevice(account.emailCanonical) });
  };
}

function challengeOver() {
  const message = 'This sign-in took too long, or had too many wrong codes. Sign in anew.';
  return fail('challenge_over', message);
}
