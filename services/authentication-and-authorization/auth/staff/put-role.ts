import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { permissionsOf } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { refuseGrant } from '../identity/grants.ts';
import { tellRightsOf } from '../identity/tell-rights.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { toRole } from './list-roles.ts';
import {
  isNobodyLeft,
  lastAdministrator,
  lockGrants,
  roleColumns,
  rolesByName,
  type RoleRow,
} from './staff-store.ts';

/** Whoever changes a role holds what it granted and what it will grant: it changes others' rights. */
export function putRole(context: AuthContext): Handler<'auth', 'putRole'> {
  return async ({ name, description, permissions, expectedVersion }, invocation) => {
    const stale = await refuseStaleStaff(context, invocation);
    if (stale) return stale;
    return context.database.transaction('putRole', invocation, async (tx) => {
      await tx.query(lockGrants());
      const before = await tx.first<RoleRow>(rolesByName([name]));
      if (before?.builtIn) return roleBuiltIn();
      const version = before?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        const what = 'Somebody changed the role meanwhile. Read it again.';
        return fail('version_conflict', what, { version });
      }
      const held = before ? permissionsOf({ ...before, granted: before.permissions }) : [];
      const touched = [...new Set([...held, ...permissions])];
      const refused = refuseGrant(invocation.actor, touched, '*');
      if (refused) return refused;
      const row = await tx.first<RoleRow>(sql`
        insert into role (name, description, permissions)
        values (${name}, ${description}, ${permissions})
        on conflict (name) do update
          set description = excluded.description, permissions = excluded.permissions,
            version = excluded.version
        returning ${roleColumns}`);
      const isTaken = held.includes('staff:manage') && !permissions.includes('staff:manage');
      if (isTaken && (await isNobodyLeft(tx))) return lastAdministrator();
      // Nobody has a role that was not there.
      if (before) {
        const has = sql`
          exists (select from account_role ar where ar.account_id = a.account_id and ar.role = ${name})`;
        await tellRightsOf(tx, has);
      }
      tx.audit({ subject: `role:${name}`, before: held, after: permissions });
      return ok(toRole(row!));
    });
  };
}

export function roleBuiltIn() {
  return fail('role_built_in', 'This role belongs to the platform. Make another one instead.');
}
