import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { withinChannelsOf } from '../identity/grants.ts';
import { staffById, toStaffMember, type StaffRow } from './staff-store.ts';

export function getStaff({ database }: AuthContext): Handler<'auth', 'getStaff'> {
  return async ({ staffId }, invocation) => {
    const found = sql`${staffById(staffId)} and ${withinChannelsOf(invocation.actor)}`;
    const row = await database.first<StaffRow>(found, invocation);
    return row ? ok(toStaffMember(row)) : staffNotFound();
  };
}

export function staffNotFound() {
  return fail('staff_not_found', 'There is no staff member with this id.');
}
