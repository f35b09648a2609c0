import { exportPart } from '#contracts/every-service/exports.ts';
import { customer } from '#contracts/customer/index.ts';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { order } from '#contracts/order/index.ts';
import { product } from '#contracts/product/index.ts';
import { useCase } from '../desk/use-case.ts';
import { proof, refuseUnproven } from './refuse-unproven.ts';

/**
 * A part of an export by itself. Each is asked for a proof, the first as any other: a cursor says
 * where to go on, and not that somebody began.
 */
const ofAdmin = {
  kind: 'query',
  audience: 'admin',
  effect: 'lasting',
  output: exportPart,
} as const;

export const readProductsPart = useCase({
  ...ofAdmin,
  name: 'adminGetProductsPart',
  access: 'catalog:read',
  calls: [['product', 'exportProducts'], proof],
  input: product.operations.exportProducts.input,
  perform: async (asked, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ?? call.product.exportProducts(asked, invocation),
});

export const readOrdersPart = useCase({
  ...ofAdmin,
  name: 'adminGetOrdersPart',
  access: 'orders:read',
  calls: [['order', 'exportOrders'], proof],
  input: order.operations.exportOrders.input,
  perform: async (asked, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ?? call.order.exportOrders(asked, invocation),
});

export const readCustomersPart = useCase({
  ...ofAdmin,
  name: 'adminGetCustomersPart',
  access: 'customers:read',
  calls: [['customer', 'exportCustomers'], proof],
  input: customer.operations.exportCustomers.input.omit({ joinedBy: true }),
  perform: async (asked, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ?? call.customer.exportCustomers(asked, invocation),
});

export const readStockPart = useCase({
  ...ofAdmin,
  name: 'adminGetStockPart',
  access: 'inventory:read',
  calls: [['fulfillment', 'exportStock'], proof],
  input: fulfillment.operations.exportStock.input,
  perform: async (asked, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ?? call.fulfillment.exportStock(asked, invocation),
});
