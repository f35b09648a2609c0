import type { AuthContext } from './auth-context.ts';
import { bootstrapAdministrator } from './staff/bootstrap-administrator.ts';
import { createStaffLink } from './staff/create-staff-link.ts';
import { makeFirstLink } from './staff/make-first-link.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { deleteRole } from './staff/delete-role.ts';
import { getStaff } from './staff/get-staff.ts';
import { inviteStaff } from './staff/invite-staff.ts';
import { isActiveStaff } from './staff/is-active-staff.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { listAssignees } from './staff/list-assignees.ts';
import { listActorNames } from './staff/list-actor-names.ts';
import { listRoles } from './staff/list-roles.ts';
import { listStaff } from './staff/list-staff.ts';
import { putRole } from './staff/put-role.ts';
import { removeCustomerFactor } from './second-factor/remove-customer-factor.ts';
import { removeStaffFactor } from './second-factor/remove-staff-factor.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { updateStaff } from './staff/update-staff.ts';
import { verifyApiKey } from './api-keys/verify-api-key.ts';
import { verifySession } from './sessions/verify-session.ts';

/** Staff, roles and API keys, and what staff do for accounts. */
export function staffOperations(context: AuthContext) {
  return {
    listStaff: listStaff(context),
    listActorNames: listActorNames(context),
    listAssignees: listAssignees(context),
    getStaff: getStaff(context),
    isActiveStaff: isActiveStaff(context),
    inviteStaff: inviteStaff(context),
    createStaffLink: createStaffLink(context),
    updateStaff: updateStaff(context),
    removeCustomerFactor: removeCustomerFactor(context),
    removeStaffFactor: removeStaffFactor(context),
    listRoles: listRoles(context),
    putRole: putRole(context),
    deleteRole: deleteRole(context),
    listApiKeys: listApiKeys(context),
    createApiKey: createApiKey(context),
    revokeApiKey: revokeApiKey(context),
    verifyApiKey: verifyApiKey(context),
    verifySession: verifySession(context),
    bootstrapAdministrator: bootstrapAdministrator(context),
    makeFirstLink: makeFirstLink(context),
  };
}
