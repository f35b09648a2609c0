import { contracts } from '#contracts/index.ts';
import type { Composition } from './composition.ts';
import type { ServiceDeclaration } from './service.ts';
import { demoPicture } from '../demo/demo-picture.ts';
import { gatewayService } from '../services/api-gateway/api-gateway/service.ts';
import { authService } from '../services/authentication-and-authorization/auth/service.ts';
import { cartService } from '../services/cart-and-checkout/cart/service.ts';
import { checkoutService } from '../services/cart-and-checkout/checkout/service.ts';
import { shippingService } from '../services/cart-and-checkout/shipping/service.ts';
import { taxService } from '../services/cart-and-checkout/tax/service.ts';
import { customerService } from '../services/customer-service/customer/service.ts';
import { notificationService } from '../services/customer-service/notification/service.ts';
import { supportService } from '../services/customer-service/support/service.ts';
import { fulfillmentService } from '../services/fulfillment/fulfillment/service.ts';
import { inventorySyncService } from '../services/fulfillment/inventory-sync/service.ts';
import { shipmentService } from '../services/fulfillment/shipment/service.ts';
import { trackingService } from '../services/fulfillment/tracking/service.ts';
import { invoiceService } from '../services/order-processing/invoice/service.ts';
import { orderService } from '../services/order-processing/order/service.ts';
import { paymentService } from '../services/order-processing/payment/service.ts';
import { inventoryService } from '../services/product-catalog/inventory/service.ts';
import { productService } from '../services/product-catalog/product/service.ts';

/** The one place that names every service. Who may call whom is `topology.ts`. */
const services = [
  authService,
  inventoryService,
  productService,
  cartService,
  taxService,
  shippingService,
  paymentService,
  checkoutService,
  invoiceService,
  notificationService,
  inventorySyncService,
  shipmentService,
  trackingService,
  fulfillmentService,
  orderService,
  supportService,
  customerService,
  gatewayService,
] as unknown as readonly ServiceDeclaration[];

export const composition: Composition = { contracts, services, demoPicture };

/** The reader of the catalogue's file format, for the demo store of the first start. */
export { parseProductCsv } from '../services/product-catalog/product/import/parse-product-csv.ts';
