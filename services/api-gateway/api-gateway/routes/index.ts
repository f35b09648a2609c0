import type { Route } from '../route.ts';
import { cartRoutes } from './cart.ts';

/** Every route of the REST API. */
export const routes: readonly Route[] = [...cartRoutes];
