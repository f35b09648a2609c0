import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  finishUnlessWoken,
  lookAtStory,
  putOffUnlessWoken,
} from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Context } from '../payments/payment-store.ts';
import { listedAccounts, lookUnderWay, reconcilingStory } from './balance-account.ts';
import { judgeAccount } from './judge-account.ts';
import { fetchLines, fetchLinesOfPayouts, fetchPayouts, Turn } from './look-at-account.ts';
import { judgePayouts, sumUpDays } from './sum-up-days.ts';

/** Asked for in one turn, so that a long look leaves room for the others. */
const pagesOfTurn = 20;

/**
 * One look at an account: all that is new there is fetched page by page and compared with our books.
 * Whatever stops it, the next turn goes on where it was.
 */
export function reconcileAccount(context: Context): StoryShape {
  const { database } = context;
  return {
    story: reconcilingStory,
    async advance(id, invocation) {
      const seen = await lookAtStory(database, reconcilingStory, id);
      const account = listedAccounts(context).find((one) => one.account === id);
      // Its keys are gone: whoever sets them again begins anew.
      if (!account) return finishUnlessWoken(database, reconcilingStory, id, seen);
      const row = await lookUnderWay(context, account);
      const turn = new Turn(pagesOfTurn);
      const hasLines = await fetchLines(context, account, row, turn, invocation);
      if (hasLines) await fetchPayouts(context, account, row, invocation);
      if (!hasLines || !(await fetchLinesOfPayouts(context, account, turn, invocation))) {
        return putOffUnlessWoken(database, reconcilingStory, id, 0, seen);
      }
      await judgeAccount(context, account, row, invocation);
      await judgePayouts(context, account, invocation);
      await sumUpDays(context, account, row, invocation);
      await database.query(sql`
        update balance_account set fetched_until = look_until, look_from = null, look_until = null,
          look_after = null
        where account = ${id}`);
      await finishUnlessWoken(database, reconcilingStory, id, seen);
    },
  };
}

/** Begins a look at each account that can be listed; one that is under way is woken. */
export function reconcileBalances(context: Context): Handler<'payment', 'reconcileBalances'> {
  return async (_input, invocation) => {
    const accounts = listedAccounts(context).map(({ account }) => account);
    await context.database.transaction('reconcile_balances', invocation, async (tx) => {
      for (const account of accounts) tx.stories.begin(reconcilingStory, account);
    });
    return ok({ accounts: accounts.length });
  };
}
