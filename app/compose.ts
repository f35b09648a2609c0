import { contracts } from '#contracts/index.ts';
import type { Composition } from '#platform/calls/composition.ts';
import type { ServiceDeclaration } from '#platform/calls/service.ts';
import { serviceNames, type ServiceName } from '#platform/topology.ts';

/**
 * The one place that names every service, in the order in which they open. Who may call whom is
 * `topology.ts`. A process loads the code of the services that it runs and of no other.
 */
const loaders: Readonly<Record<ServiceName, () => Promise<object>>> = {
  auth: async () =>
    (await import('../services/authentication-and-authorization/auth/service.ts')).authService,
  inventory: async () =>
    (await import('../services/product-catalog/inventory/service.ts')).inventoryService,
  product: async () =>
    (await import('../services/product-catalog/product/service.ts')).productService,
  cart: async () => (await import('../services/cart-and-checkout/cart/service.ts')).cartService,
  tax: async () => (await import('../services/cart-and-checkout/tax/service.ts')).taxService,
  shipping: async () =>
    (await import('../services/cart-and-checkout/shipping/service.ts')).shippingService,
  payment: async () =>
    (await import('../services/order-processing/payment/service.ts')).paymentService,
  checkout: async () =>
    (await import('../services/cart-and-checkout/checkout/service.ts')).checkoutService,
  invoice: async () =>
    (await import('../services/order-processing/invoice/service.ts')).invoiceService,
  notification: async () =>
    (await import('../services/customer-service/notification/service.ts')).notificationService,
  'inventory-sync': async () =>
    (await import('../services/fulfillment/inventory-sync/service.ts')).inventorySyncService,
  shipment: async () =>
    (await import('../services/fulfillment/shipment/service.ts')).shipmentService,
  tracking: async () =>
    (await import('../services/fulfillment/tracking/service.ts')).trackingService,
  fulfillment: async () =>
    (await import('../services/fulfillment/fulfillment/service.ts')).fulfillmentService,
  order: async () => (await import('../services/order-processing/order/service.ts')).orderService,
  support: async () =>
    (await import('../services/customer-service/support/service.ts')).supportService,
  customer: async () =>
    (await import('../services/customer-service/customer/service.ts')).customerService,
  'api-gateway': async () =>
    (await import('../services/api-gateway/api-gateway/service.ts')).gatewayService,
};

/** All contracts, and the services that run here; all of them unless told. */
export async function compose(
  services: readonly ServiceName[] = serviceNames,
): Promise<Composition> {
  const wanted = (Object.keys(loaders) as ServiceName[]).filter((name) => services.includes(name));
  const declarations = await Promise.all(wanted.map((name) => loaders[name]()));
  const composition = { contracts, services: declarations as readonly ServiceDeclaration[] };
  if (!wanted.includes('api-gateway')) return composition;
  const { demoPicture } = await import('../demo/demo-picture.ts');
  return { ...composition, demoPicture };
}
