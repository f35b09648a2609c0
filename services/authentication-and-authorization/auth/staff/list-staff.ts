import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { staffPage, toStaffMember, type StaffRow } from './staff-store.ts';

const pages = new PageOrder('staff', z.tuple([idPart]));

export function listStaff({ database }: AuthContext): Handler<'auth', 'listStaff'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const statement = staffPage(invocation.actor, after.value?.[0] ?? null, limit + 1);
    const rows = await database.query<StaffRow>(statement, invocation);
    return ok(pages.pageOf(rows, limit, (row) => [row.accountId], toStaffMember));
  };
}
