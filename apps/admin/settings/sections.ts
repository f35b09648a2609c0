import type { Permission } from '../session/use-session.ts';
import type { IconName } from '../shell/icon.tsx';
import type { Words } from '../words/en.ts';

interface Section {
  readonly name: keyof Words['settings']['sections'];
  readonly to:
    | '/settings/channels'
    | '/settings/payments'
    | '/settings/tax'
    | '/settings/delivery'
    | '/settings/locations'
    | '/settings/texts'
    | '/settings/fields';
  readonly icon: IconName;
  readonly needs: Permission;
}

/** What an owner sets up, in the order in which a new shop needs it. */
export const sections: readonly Section[] = [
  { name: 'channels', to: '/settings/channels', icon: 'home', needs: 'catalog:read' },
  { name: 'payments', to: '/settings/payments', icon: 'refund', needs: 'settings:read' },
  { name: 'tax', to: '/settings/tax', icon: 'book', needs: 'settings:read' },
  { name: 'delivery', to: '/settings/delivery', icon: 'box', needs: 'settings:read' },
  { name: 'locations', to: '/settings/locations', icon: 'stock', needs: 'inventory:read' },
  { name: 'texts', to: '/settings/texts', icon: 'orders', needs: 'catalog:read' },
  { name: 'fields', to: '/settings/fields', icon: 'tag', needs: 'settings:read' },
];
