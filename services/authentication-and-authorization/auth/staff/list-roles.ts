import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { permissionsOf } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { roleColumns, type RoleRow } from './staff-store.ts';

export function listRoles({ database }: AuthContext): Handler<'auth', 'listRoles'> {
  return async (_input, invocation) => {
    const rows = await database.query<RoleRow>(
      sql`select ${roleColumns} from role order by name`,
      invocation,
    );
    return ok(wholeList(rows.map(toRole)));
  };
}

export function toRole({ name, description, builtIn, grantsAll, permissions, version }: RoleRow) {
  const granted = permissionsOf({ grantsAll, granted: permissions });
  return { name, description, builtIn, permissions: granted, version };
}
