import { savedViewLimit } from '#contracts/auth/saved-views.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import {
  countViews,
  insertView,
  staffAccountId,
  staffAccountRequired,
  viewNameTaken,
  withoutDefault,
  type SavedViewRow,
} from './saved-view-store.ts';

type Answer = Awaited<ReturnType<Handler<'auth', 'createSavedView'>>>;

/** Counted under the account's lock, so that two that come together do not pass the limit. */
export function createSavedView({ database }: AuthContext): Handler<'auth', 'createSavedView'> {
  return async (input, invocation) => {
    const accountId = staffAccountId(invocation.actor);
    if (accountId === undefined) return staffAccountRequired();
    return database.command('createSavedView', input, invocation, async (tx): Promise<Answer> => {
      if (!(await tx.first(lockAccount(accountId)))) return staffAccountRequired();
      const counted = await tx.first<{ views: number }>(countViews(accountId));
      if (counted!.views >= savedViewLimit) return tooManyViews();
      if (input.isDefault) await tx.change(withoutDefault(accountId, input.page));
      const made = insertView({ ...input, viewId: newId(), accountId });
      const row = await tx.first<SavedViewRow>(made);
      return row ? ok(row) : viewNameTaken();
    });
  };
}

function tooManyViews() {
  const message = `At most ${savedViewLimit} views can be kept. Remove one first.`;
  return fail('saved_view_limit_reached', message, { limit: savedViewLimit });
}
