import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import {
  changeView,
  ownView,
  staffAccountId,
  staffAccountRequired,
  viewNameTaken,
  viewNotFound,
  type SavedViewRow,
} from './saved-view-store.ts';

/** Under the account's lock, so that of two views that are given one name the second is refused. */
export function updateSavedView({ database }: AuthContext): Handler<'auth', 'updateSavedView'> {
  return async ({ viewId, ...change }, invocation) => {
    const accountId = staffAccountId(invocation.actor);
    if (accountId === undefined) return staffAccountRequired();
    return database.transaction('updateSavedView', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return staffAccountRequired();
      if (!(await tx.first(ownView(accountId, viewId)))) return viewNotFound();
      const row = await tx.first<SavedViewRow>(changeView(viewId, change));
      return row ? ok(row) : viewNameTaken();
    });
  };
}
