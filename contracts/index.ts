import { auth } from './auth/index.ts';
import { cart } from './cart/index.ts';
import { checkout } from './checkout/index.ts';
import { customer } from './customer/index.ts';
import { fulfillment } from './fulfillment/index.ts';
import { inventorySync } from './inventory-sync/index.ts';
import { inventory } from './inventory/index.ts';
import { invoice } from './invoice/index.ts';
import { notification } from './notification/index.ts';
import { order } from './order/index.ts';
import { payment } from './payment/index.ts';
import { product } from './product/index.ts';
import { shipment } from './shipment/index.ts';
import { shipping } from './shipping/index.ts';
import { support } from './support/index.ts';
import { tax } from './tax/index.ts';
import { tracking } from './tracking/index.ts';

/** Every contract by its service's name. The gateway promises its REST API instead. */
export const contracts = {
  auth,
  product,
  inventory,
  cart,
  checkout,
  tax,
  shipping,
  order,
  payment,
  invoice,
  fulfillment,
  'inventory-sync': inventorySync,
  shipment,
  tracking,
  customer,
  notification,
  support,
} as const;
