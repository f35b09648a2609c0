import { useAccount, type Account, type Permission } from '../session/use-session.ts';
import { figuresNeed, readinessNeeds, waitingNeeds } from '../today/use-today.ts';
import type { Words } from '../words/en.ts';
import type { IconName } from './icon.tsx';

export interface Place {
  readonly name: keyof Words['menu'];
  readonly to:
    | '/'
    | '/audit'
    | '/orders'
    | '/fulfillment'
    | '/products'
    | '/stock'
    | '/tickets'
    | '/customers'
    | '/messages'
    | '/picture'
    | '/settings'
    | '/content'
    | '/categories'
    | '/stuck-work'
    | '/staff';
  readonly icon: IconName;
  /** One of these is enough; who has none of them does not see it. */
  readonly needs: Permission | readonly Permission[];
}

/** What there is, in the order of a day's work. */
const places: readonly Place[] = [
  {
    name: 'today',
    to: '/',
    icon: 'home',
    needs: [...figuresNeed, ...waitingNeeds, ...readinessNeeds],
  },
  { name: 'orders', to: '/orders', icon: 'orders', needs: 'orders:read' },
  { name: 'fulfillment', to: '/fulfillment', icon: 'box', needs: 'fulfillment:read' },
  { name: 'tickets', to: '/tickets', icon: 'ticket', needs: 'support:read' },
  { name: 'customers', to: '/customers', icon: 'people', needs: 'customers:read' },
  { name: 'messages', to: '/messages', icon: 'message', needs: 'notifications:read' },
  { name: 'products', to: '/products', icon: 'tag', needs: 'catalog:read' },
  { name: 'categories', to: '/categories', icon: 'shelves', needs: 'catalog:read' },
  { name: 'stock', to: '/stock', icon: 'stock', needs: 'inventory:read' },
  { name: 'content', to: '/content', icon: 'page', needs: 'catalog:read' },
  { name: 'audit', to: '/audit', icon: 'book', needs: 'audit:read' },
  { name: 'stuck', to: '/stuck-work', icon: 'knot', needs: 'settings:read' },
  { name: 'picture', to: '/picture', icon: 'picture', needs: 'settings:read' },
  {
    name: 'settings',
    to: '/settings',
    icon: 'settings',
    needs: ['settings:read', 'catalog:write', 'inventory:write'],
  },
  { name: 'staff', to: '/staff', icon: 'key', needs: 'staff:manage' },
];

export function placesOf({ permissions }: Account): readonly Place[] {
  return places.filter(({ needs }) => [needs].flat().some((each) => permissions.includes(each)));
}

/** Where whoever is signed in begins; none where they may read nothing. */
export function useFirstPlace(): Place | undefined {
  const account = useAccount();
  return account && placesOf(account)[0];
}
