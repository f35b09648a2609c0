import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import type { AuthContext } from './auth-context.ts';
import { afterCursor, cutPage } from './paging.ts';
import { staffPage, toStaffMember, type StaffRow } from './staff-store.ts';

export function listStaff({ database }: AuthContext): Handler<'auth', 'listStaff'> {
  return async ({ limit, cursor }, invocation) => {
    const statement = staffPage(invocation.actor, afterCursor(cursor), limit + 1);
    const rows = await database.query<StaffRow>(statement, invocation);
    const { items, nextCursor } = cutPage(rows, limit, (row) => row.accountId);
    return ok({ items: items.map(toStaffMember), nextCursor });
  };
}
