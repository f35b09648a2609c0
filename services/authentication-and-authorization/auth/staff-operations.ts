import type { AuthContext } from './auth-context.ts';
import { bootstrapAdministrator } from './bootstrap-administrator.ts';
import { createApiKey } from './create-api-key.ts';
import { deleteRole } from './delete-role.ts';
import { getStaff } from './get-staff.ts';
import { inviteStaff } from './invite-staff.ts';
import { isActiveStaff } from './is-active-staff.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listRoles } from './list-roles.ts';
import { listStaff } from './list-staff.ts';
import { putRole } from './put-role.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { updateStaff } from './update-staff.ts';
import { verifyApiKey } from './verify-api-key.ts';
import { verifySession } from './verify-session.ts';

/** Staff, roles and API keys. */
export function staffOperations(context: AuthContext) {
  return {
    listStaff: listStaff(context),
    getStaff: getStaff(context),
    isActiveStaff: isActiveStaff(context),
    inviteStaff: inviteStaff(context),
    updateStaff: updateStaff(context),
    listRoles: listRoles(context),
    putRole: putRole(context),
    deleteRole: deleteRole(context),
    listApiKeys: listApiKeys(context),
    createApiKey: createApiKey(context),
    revokeApiKey: revokeApiKey(context),
    verifyApiKey: verifyApiKey(context),
    verifySession: verifySession(context),
    bootstrapAdministrator: bootstrapAdministrator(context),
  };
}
