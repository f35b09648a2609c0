import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import {
  removeViewOf,
  staffAccountId,
  staffAccountRequired,
  viewNotFound,
} from './saved-view-store.ts';

export function removeSavedView({ database }: AuthContext): Handler<'auth', 'removeSavedView'> {
  return async ({ viewId }, invocation) => {
    const accountId = staffAccountId(invocation.actor);
    if (accountId === undefined) return staffAccountRequired();
    return database.transaction('removeSavedView', invocation, async (tx) => {
      const removed = await tx.change(removeViewOf(accountId, viewId));
      return removed === 1 ? ok({}) : viewNotFound();
    });
  };
}
