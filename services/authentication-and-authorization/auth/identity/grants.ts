import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

/** Refuses to give rights that the giver does not hold; undefined when all are held. */
export function refuseGrant(
  giver: Actor,
  permissions: readonly StaffPermission[],
  channels: Actor['channels'],
) {
  const missing = permissions.filter((permission) => !hasPermission(giver, permission));
  if (missing.length > 0) {
    const message = 'You can give and change only rights that you hold yourself.';
    return fail('permission_not_held', message, { permissions: missing });
  }
  if (giver.channels === '*') return undefined;
  const held = giver.channels;
  if (channels !== '*' && channels.every((channel) => held.includes(channel))) return undefined;
  return fail('channel_not_held', 'You can give access only to channels that are yours.');
}

/** Of whom a manager of some channels is told: who acts in none but these. */
export function withinChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`channels <@ ${channels}::text[]`;
}

/** Channels as they are kept, `{*}`, to channels as an actor has them. */
export function channelsOf(stored: string[]): Actor['channels'] {
  return stored.includes('*') ? '*' : stored;
}
