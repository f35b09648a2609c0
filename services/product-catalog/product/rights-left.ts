import { holdsChannels, type Actor, type StaffPermission } from '#kernel/actor.ts';

type Rights = Pick<Actor, 'channels' | 'permissions'>;

/** Whether somebody who began something with `channels` still may, where it needs these permissions. */
export function areRightsLeft(
  { channels }: Actor,
  left: Rights,
  needed: readonly StaffPermission[],
): boolean {
  if (!needed.every((permission) => left.permissions.includes(permission))) return false;
  if (left.channels === '*') return true;
  return channels !== '*' && holdsChannels({ kind: 'staff', id: '', ...left }, channels);
}
