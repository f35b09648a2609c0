import type { Permission } from '../session/use-session.ts';

/** What rights are about, each with its rights from the smallest on. */
export const areas: readonly {
  readonly name: string;
  readonly permissions: readonly Permission[];
}[] = [
  { name: 'orders', permissions: ['orders:read', 'orders:write', 'orders:refund'] },
  { name: 'fulfillment', permissions: ['fulfillment:read', 'fulfillment:write'] },
  { name: 'catalog', permissions: ['catalog:read', 'catalog:write'] },
  { name: 'inventory', permissions: ['inventory:read', 'inventory:write'] },
  { name: 'customers', permissions: ['customers:read', 'customers:write'] },
  { name: 'support', permissions: ['support:read', 'support:write'] },
  { name: 'notifications', permissions: ['notifications:read', 'notifications:write'] },
  { name: 'settings', permissions: ['settings:read', 'settings:write'] },
  { name: 'staff', permissions: ['staff:manage', 'audit:read'] },
];
