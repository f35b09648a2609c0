import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { readCustomerSearch } from './customers/list/use-customers.ts';
import { readImportSearch } from './imports/import-search.ts';
import { readMessageSearch } from './messages/use-messages.ts';
import { readSearch } from './orders/list/order-search.ts';
import { readProductSearch } from './products/grid/product-search.ts';
import { readStockSearch } from './stock/stock-search.ts';
import { readAuditSearch } from './audit/audit-search.ts';
import { readPictureSearch } from './picture/picture-search.ts';
import { Home } from './shell/home.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Root } from './shell/root.tsx';
import { readSettingsSearch } from './settings/settings-search.ts';
import { readStaffSearch } from './staff/staff-search.ts';
import { readStuckSearch } from './stuck/use-stuck.ts';
import { readTicketSearch } from './tickets/ticket-search.ts';
import { withWords } from './words/with-words.ts';

/** A page that comes with its words: who goes to it sees the one before until both are there. */
function pageWithWords<Part extends Record<Name, ComponentType>, Name extends keyof Part & string>(
  read: () => Promise<Part>,
  name: Name,
) {
  return lazyRouteComponent(() => withWords(read), name);
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./orders/list/orders-page.tsx'), 'OrdersPage'),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$orderId',
  component: pageWithWords(() => import('./orders/order/order-page.tsx'), 'OrderPage'),
});

const board = createRoute({
  getParentRoute: () => root,
  path: '/fulfillment',
  component: pageWithWords(() => import('./fulfillment/board-page.tsx'), 'BoardPage'),
});

const picking = createRoute({
  getParentRoute: () => root,
  path: '/fulfillment/$fulfillmentId',
  component: pageWithWords(() => import('./fulfillment/picking-page.tsx'), 'PickingPage'),
});

const tickets = createRoute({
  getParentRoute: () => root,
  path: '/tickets',
  validateSearch: readTicketSearch,
  component: pageWithWords(() => import('./tickets/tickets-page.tsx'), 'TicketsPage'),
});

const ticket = createRoute({
  getParentRoute: () => tickets,
  path: '$ticketId',
  component: pageWithWords(() => import('./tickets/ticket-pane.tsx'), 'TicketPane'),
});

const products = createRoute({
  getParentRoute: () => root,
  path: '/products',
  validateSearch: readProductSearch,
  component: pageWithWords(() => import('./products/grid/products-page.tsx'), 'ProductsPage'),
});

const productImport = createRoute({
  getParentRoute: () => root,
  path: '/products/import',
  validateSearch: readImportSearch,
  component: pageWithWords(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
});

const product = createRoute({
  getParentRoute: () => root,
  path: '/products/$productId',
  component: pageWithWords(() => import('./products/product/product-page.tsx'), 'ProductPage'),
});

const stock = createRoute({
  getParentRoute: () => root,
  path: '/stock',
  validateSearch: readStockSearch,
  component: pageWithWords(() => import('./stock/stock-page.tsx'), 'StockPage'),
});

const counting = createRoute({
  getParentRoute: () => root,
  path: '/stock/count',
  validateSearch: readStockSearch,
  component: pageWithWords(() => import('./stock/count-page.tsx'), 'CountPage'),
});

const sku = createRoute({
  getParentRoute: () => root,
  path: '/stock/$sku',
  component: pageWithWords(() => import('./stock/sku-page.tsx'), 'SkuPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: pageWithWords(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: readCustomerSearch,
  component: pageWithWords(() => import('./customers/list/customers-page.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$customerId',
  component: pageWithWords(() => import('./customers/customer/customer-page.tsx'), 'CustomerPage'),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: readMessageSearch,
  component: pageWithWords(() => import('./messages/messages-page.tsx'), 'MessagesPage'),
});

const message = createRoute({
  getParentRoute: () => root,
  path: '/messages/$messageId',
  component: pageWithWords(() => import('./messages/message-page.tsx'), 'MessagePage'),
});

const templates = createRoute({
  getParentRoute: () => root,
  path: '/messages/templates',
  component: pageWithWords(() => import('./mail-templates/templates-page.tsx'), 'TemplatesPage'),
});

const template = createRoute({
  getParentRoute: () => root,
  path: '/messages/templates/$name/$locale',
  component: pageWithWords(() => import('./mail-templates/template-page.tsx'), 'TemplatePage'),
});

const categories = createRoute({
  getParentRoute: () => root,
  path: '/categories',
  component: pageWithWords(() => import('./shelves/shelves-page.tsx'), 'ShelvesPage'),
});

const category = createRoute({
  getParentRoute: () => root,
  path: '/categories/shown/$',
  component: pageWithWords(() => import('./shelves/categories/category-page.tsx'), 'CategoryPage'),
});

const collection = createRoute({
  getParentRoute: () => root,
  path: '/collections/$handle',
  component: pageWithWords(() => import('./shelves/collection-page.tsx'), 'CollectionPage'),
});

const stuck = createRoute({
  getParentRoute: () => root,
  path: '/stuck-work',
  validateSearch: readStuckSearch,
  component: pageWithWords(() => import('./stuck/stuck-page.tsx'), 'StuckPage'),
});

const content = createRoute({
  getParentRoute: () => root,
  path: '/content',
  component: pageWithWords(() => import('./content/content-page.tsx'), 'ContentOverview'),
});

const contentPage = createRoute({
  getParentRoute: () => root,
  path: '/content/pages/$handle',
  component: pageWithWords(() => import('./content/page-editor.tsx'), 'PageEditor'),
});

const menu = createRoute({
  getParentRoute: () => root,
  path: '/content/menus/$place/$locale',
  component: pageWithWords(() => import('./content/menu-editor.tsx'), 'MenuEditor'),
});

const picture = createRoute({
  getParentRoute: () => root,
  path: '/picture',
  validateSearch: readPictureSearch,
  component: pageWithWords(() => import('./picture/picture-page.tsx'), 'PicturePage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: pageWithWords(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

const channelSettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/channels',
  validateSearch: readSettingsSearch,
  component: pageWithWords(() => import('./settings/channels/channels-page.tsx'), 'ChannelsPage'),
});

const paymentSettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/payments',
  validateSearch: readSettingsSearch,
  component: pageWithWords(() => import('./settings/payments/payments-page.tsx'), 'PaymentsPage'),
});

const taxSettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/tax',
  validateSearch: readSettingsSearch,
  component: pageWithWords(() => import('./settings/tax/tax-page.tsx'), 'TaxPage'),
});

const deliverySettings = createRoute({
  getParentRoute: () => root,
  path: '/settings/delivery',
  validateSearch: readSettingsSearch,
  component: pageWithWords(() => import('./settings/delivery/delivery-page.tsx'), 'DeliveryPage'),
});

const locations = createRoute({
  getParentRoute: () => root,
  path: '/settings/locations',
  validateSearch: readSettingsSearch,
  component: pageWithWords(
    () => import('./settings/locations/locations-page.tsx'),
    'LocationsPage',
  ),
});

const legalTexts = createRoute({
  getParentRoute: () => root,
  path: '/settings/texts',
  validateSearch: readSettingsSearch,
  component: pageWithWords(() => import('./settings/texts/texts-page.tsx'), 'TextsPage'),
});

const ownFields = createRoute({
  getParentRoute: () => root,
  path: '/settings/fields',
  validateSearch: readSettingsSearch,
  component: pageWithWords(
    () => import('./settings/own-fields/own-fields-page.tsx'),
    'OwnFieldsPage',
  ),
});

const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  validateSearch: readStaffSearch,
  component: pageWithWords(() => import('./staff/staff-page.tsx'), 'StaffPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: pageWithWords(() => import('./account/account-page.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    orders,
    order,
    board,
    picking,
    picture,
    settings,
    channelSettings,
    paymentSettings,
    taxSettings,
    deliverySettings,
    locations,
    legalTexts,
    ownFields,
    staff,
    account,
    products,
    productImport,
    product,
    stock,
    counting,
    sku,
    tickets.addChildren([ticket]),
    audit,
    customers,
    customer,
    messages,
    message,
    templates,
    categories,
    category,
    collection,
    stuck,
    template,
    content,
    contentPage,
    menu,
  ]),
  basepath: '/admin',
  defaultPreload: 'intent',
  // What is shown is kept by the query client alone.
  defaultPreloadStaleTime: 0,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
