import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import {
  staffAccountId,
  staffAccountRequired,
  viewsOf,
  type SavedViewRow,
} from './saved-view-store.ts';

export function listSavedViews({ database }: AuthContext): Handler<'auth', 'listSavedViews'> {
  return async ({ page = null }, invocation) => {
    const accountId = staffAccountId(invocation.actor);
    if (accountId === undefined) return staffAccountRequired();
    const statement = viewsOf(accountId, page);
    return ok(wholeList(await database.query<SavedViewRow>(statement, invocation)));
  };
}
