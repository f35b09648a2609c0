import { z } from 'zod';
import { leftOut, open } from './open-values.ts';

/** Rights that staff and API keys are given; customers and guests have rights by ownership alone. */
export const staffPermissions = [
  'catalog:read',
  'catalog:write',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'orders:refund',
  'fulfillment:read',
  'fulfillment:write',
  'customers:read',
  'customers:write',
  'support:read',
  'support:write',
  'notifications:read',
  'notifications:write',
  'settings:read',
  'settings:write',
  'staff:manage',
  'audit:read',
] as const;
export type StaffPermission = (typeof staffPermissions)[number];

/**
 * What a command leaves behind that needs a permission. `lasting`: power, money or texts that go on
 * working for who is dismissed in the meantime, so an access token alone is not enough; it is asked
 * whether its session lives and what its holder may now. `passing`: the work of the hour, which goes
 * on while that cannot be asked.
 */
export const commandEffects: Readonly<Record<StaffPermission, 'lasting' | 'passing'>> = {
  'catalog:read': 'passing',
  'catalog:write': 'lasting',
  'inventory:read': 'passing',
  'inventory:write': 'lasting',
  'orders:read': 'passing',
  'orders:write': 'lasting',
  'orders:refund': 'lasting',
  'fulfillment:read': 'passing',
  'fulfillment:write': 'passing',
  'customers:read': 'passing',
  'customers:write': 'lasting',
  'support:read': 'passing',
  'support:write': 'passing',
  'notifications:read': 'passing',
  'notifications:write': 'lasting',
  'settings:read': 'passing',
  'settings:write': 'lasting',
  'staff:manage': 'lasting',
  'audit:read': 'passing',
};

/** Rights that this version does not know are none here. */
export const permissionList = z.array(open(z.enum(staffPermissions), { unknownAs: leftOut }));

/**
 * Who asks. `id` is the guest's, customer's or staff member's id, an API key's id, or the name of
 * the service that acts by itself (`system`). `channels` are those it may act in ('*': all).
 */
export const actor = z.strictObject({
  kind: open(z.enum(['anonymous', 'guest', 'customer', 'staff', 'api_key', 'system']), {
    unknownAs: 'anonymous',
  }),
  id: z.string(),
  channels: z.union([z.literal('*'), z.array(z.string())]),
  permissions: permissionList,
});
export type Actor = z.infer<typeof actor>;

export function systemActor(service: string): Actor {
  return { kind: 'system', id: service, channels: '*', permissions: [] };
}

export const anonymousActor: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  channels: '*',
  permissions: [],
};

/** Whether the actor holds a staff permission; the platform itself always does. */
export function hasPermission(who: Actor, permission: StaffPermission): boolean {
  if (who.kind === 'system') return true;
  return (who.kind === 'staff' || who.kind === 'api_key') && who.permissions.includes(permission);
}

/**
 * Whether all these channels are the actor's. What belongs to none, or to all (`*`), is shared:
 * only who may act in all channels holds it.
 */
export function holdsChannels(who: Actor, channels: readonly string[]): boolean {
  const held = who.channels;
  return held === '*' || (channels.length > 0 && channels.every((code) => held.includes(code)));
}

/** The channels that the actor looks into, for the condition of a query; null where these are all. */
export function channelsSeenBy({ channels }: Actor): readonly string[] | null {
  return channels === '*' ? null : channels;
}

/** Staff, keys and the platform act for others; everybody else only for themselves. */
export function isStaff(who: Actor): boolean {
  return who.kind === 'staff' || who.kind === 'api_key' || who.kind === 'system';
}
