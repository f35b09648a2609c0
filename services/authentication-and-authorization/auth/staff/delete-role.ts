import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { permissionsOf } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { refuseGrant } from '../identity/grants.ts';
import { roleBuiltIn } from './put-role.ts';
import { lockGrants, rolesByName, type RoleRow } from './staff-store.ts';

/** A role that nobody has. */
export function deleteRole({ database }: AuthContext): Handler<'auth', 'deleteRole'> {
  return ({ name, expectedVersion }, invocation) =>
    database.transaction('deleteRole', invocation, async (tx) => {
      await tx.query(lockGrants());
      const role = await tx.first<RoleRow>(rolesByName([name]));
      if (!role) return fail('role_not_found', 'There is no role of this name.');
      if (role.builtIn) return roleBuiltIn();
      const { version } = role;
      if (expectedVersion !== undefined && expectedVersion !== version)
        return fail('version_conflict', 'Somebody changed the role. Read it again.', { version });
      const held = permissionsOf({ ...role, granted: role.permissions });
      const refused = refuseGrant(invocation.actor, held, '*');
      if (refused) return refused;
      const use = await tx.first<{ accounts: number }>(
        sql`select count(*)::int as accounts from account_role where role = ${name}`,
      );
      if (use!.accounts > 0) {
        const message = 'Staff members have this role. Give them another one first.';
        return fail('role_in_use', message, { accounts: use!.accounts });
      }
      await tx.change(sql`delete from role where name = ${name}`);
      tx.audit({ subject: `role:${name}`, before: held });
      return ok({});
    });
}
