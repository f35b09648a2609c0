import type { Route } from '../declaring/route.ts';
import { adminCustomerRoutes } from './admin-customers.ts';
import { adminMoneyRoutes } from './admin-money.ts';
import { adminReconciliationRoutes } from './admin-reconciliations.ts';
import { adminOrderRoutes } from './admin-orders.ts';
import { adminCatalogRoutes } from './admin-catalog.ts';
import { adminProductRoutes } from './admin-products.ts';
import { adminStaffRoutes } from './admin-staff.ts';
import { authRoutes } from './auth.ts';
import { passkeyRoutes } from './passkeys.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { browserSessionRoutes } from './browser-sessions.ts';
import { cartRoutes } from './cart.ts';
import { checkoutRoutes } from './checkout.ts';
import { customerRoutes } from './customers.ts';
import { documentRoutes } from './documents.ts';
import { exportRoutes } from './exports.ts';
import { fieldRoutes } from './fields.ts';
import { fulfillmentRoutes } from './fulfillment.ts';
import { hintRoutes } from './hints.ts';
import { keyRoutes } from './keys.ts';
import { mediaRoutes } from './media.ts';
import { warehousePaperRoutes } from './warehouse-papers.ts';
import { orderBulkRoutes } from './order-bulks.ts';
import { productBulkRoutes } from './product-bulks.ts';
import { productImportRoutes } from './product-imports.ts';
import { listRoutes } from './lists.ts';
import { notificationRoutes } from './notifications.ts';
import { orderTicketRoutes } from './order-tickets.ts';
import { orderRoutes } from './orders.ts';
import { outgoingRoutes } from './outgoing.ts';
import { pictureRoutes } from './picture.ts';
import { productRoutes } from './products.ts';
import { storefrontRoutes } from './storefront.ts';
import { adminStorefrontRoutes } from './admin-storefront.ts';
import { savedViewRoutes } from './saved-views.ts';
import { stockRoutes } from './stock.ts';
import { settingsRoutes } from './settings.ts';
import { ticketRoutes } from './tickets.ts';
import { watchRoutes } from './watches.ts';
import { withdrawalRoutes } from './withdrawals.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of the REST API. */
export const routes: readonly Route[] = [
  ...productRoutes,
  ...storefrontRoutes,
  ...authRoutes,
  ...secondFactorRoutes,
  ...passkeyRoutes,
  ...browserSessionRoutes,
  ...savedViewRoutes,
  ...keyRoutes,
  ...adminStaffRoutes,
  ...hintRoutes,
  ...adminProductRoutes,
  ...adminCatalogRoutes,
  ...adminStorefrontRoutes,
  ...mediaRoutes,
  ...productImportRoutes,
  ...exportRoutes,
  ...productBulkRoutes,
  ...orderBulkRoutes,
  ...fieldRoutes,
  ...cartRoutes,
  ...listRoutes,
  ...checkoutRoutes,
  ...orderRoutes,
  ...adminOrderRoutes,
  ...outgoingRoutes,
  ...pictureRoutes,
  ...adminMoneyRoutes,
  ...adminReconciliationRoutes,
  ...watchRoutes,
  ...withdrawalRoutes,
  ...documentRoutes,
  ...fulfillmentRoutes,
  ...warehousePaperRoutes,
  ...stockRoutes,
  ...settingsRoutes,
  ...customerRoutes,
  ...adminCustomerRoutes,
  ...ticketRoutes,
  ...orderTicketRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
];
