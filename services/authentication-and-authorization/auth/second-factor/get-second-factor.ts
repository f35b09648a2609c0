import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { standingOf, type StandingRow } from './factor-store.ts';

export function getSecondFactor({ database }: AuthContext): Handler<'auth', 'getSecondFactor'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const row = await database.first<StandingRow>(standingOf(accountId), invocation);
    return row ? ok(row) : accountRequired();
  };
}
