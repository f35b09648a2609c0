import { fail, type Failed } from '#kernel/result.ts';
import { systemActor } from '#kernel/actor.ts';
import type { Gateway, RouteRequest } from '../declaring/route.ts';

interface Assigning {
  readonly assigneeId?: string | null | undefined;
}

/** Only auth knows who is staff, and support has no arrow to it: the gateway asks before the change. */
export async function checkAssignee(
  { body, invocation }: RouteRequest<unknown, unknown, Assigning>,
  { call }: Gateway,
): Promise<Failed | undefined> {
  const { assigneeId: staffId } = body;
  if (staffId === undefined || staffId === null) return undefined;
  const asking = { ...invocation, actor: systemActor('api-gateway') };
  const found = await call.auth.isActiveStaff({ staffId }, asking);
  if (!found.ok) return found;
  if (found.value.active) return undefined;
  return fail('assignee_not_staff', 'Assign the ticket to a member of the staff who can sign in.');
}
