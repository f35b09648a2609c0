import { auth } from './auth.ts';
import { cart } from './cart.ts';
import { checkout } from './checkout.ts';
import { customer } from './customer.ts';
import { fulfillment } from './fulfillment.ts';
import { inventorySync } from './inventory-sync.ts';
import { inventory } from './inventory.ts';
import { invoice } from './invoice.ts';
import { notification } from './notification.ts';
import { order } from './order.ts';
import { payment } from './payment.ts';
import { product } from './product.ts';
import { shipment } from './shipment.ts';
import { shipping } from './shipping.ts';
import { support } from './support.ts';
import { tax } from './tax.ts';
import { tracking } from './tracking.ts';

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
