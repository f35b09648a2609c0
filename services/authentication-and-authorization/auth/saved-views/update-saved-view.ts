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
  withoutDefault,
  type SavedViewRow,
} from './saved-view-store.ts';

/** Under the account's lock, so that of two views that are given one name the second is refused. */
export function updateSavedView({ database }: AuthContext): Handler<'auth', 'updateSavedView'> {
  return async ({ viewId, ...change }, invocation) => {
    const accountId = staffAccountId(invocation.actor);
    if (accountId === undefined) return staffAccountRequired();
    return database.transaction('updateSavedView', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return staffAccountRequired();
      const before = await tx.first<SavedViewRow>(ownView(accountId, viewId));
      if (!before) return viewNotFound();
      if (change.isDefault) await tx.change(withoutDefault(accountId, before.page));
      const row = await tx.first<SavedViewRow>(changeView(viewId, change));
      return row ? ok(row) : viewNameTaken();
    });
  };
}
