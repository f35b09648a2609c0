import type { Route } from '../route.ts';
import { adminOrderRoutes } from './admin-orders.ts';
import { cartRoutes } from './cart.ts';
import { checkoutRoutes } from './checkout.ts';
import { documentRoutes } from './documents.ts';
import { keyRoutes } from './keys.ts';
import { orderRoutes } from './orders.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of the REST API. */
export const routes: readonly Route[] = [
  ...keyRoutes,
  ...cartRoutes,
  ...checkoutRoutes,
  ...orderRoutes,
  ...adminOrderRoutes,
  ...documentRoutes,
  ...webhookRoutes,
];
