import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { permissionsOf } from '../identity/account-store.ts';
import { refuseGrant } from '../identity/grants.ts';
import { rolesByName, type RoleRow } from './staff-store.ts';

/** Refuses roles that are unknown, or that grant what the giver does not hold. */
export async function refuseRoles(
  tx: Transaction,
  giver: Actor,
  names: readonly string[],
  channels: Actor['channels'],
) {
  const roles = await tx.query<RoleRow>(rolesByName(names));
  const unknown = names.find((name) => !roles.some((role) => role.name === name));
  if (unknown !== undefined) {
    return fail('role_not_found', `There is no role ${unknown}. Make it first.`);
  }
  const granted = { grantsAll: roles.some((role) => role.grantsAll), granted: allOf(roles) };
  return refuseGrant(giver, permissionsOf(granted), channels);
}

function allOf(roles: readonly RoleRow[]): string[] {
  return roles.flatMap((role) => role.permissions);
}
