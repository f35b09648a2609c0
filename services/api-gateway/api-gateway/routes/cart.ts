import { z } from 'zod';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { mergeGuestCart } from '../purchases/merge.ts';

const { addLine, changeLine } = cart.operations;
const cartId = z.strictObject({ cartId: id });

export const cartRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/carts',
    operationId: 'createCart',
    tag: 'Carts',
    summary: 'Create a cart',
    description: 'The cart belongs to the guest or customer who asks, in the channel asked for.',
    audience: 'store',
    calls: ['cart', 'createCart'],
    status: 201,
    input: () => ({}),
  }),
  route({
    method: 'GET',
    path: '/v1/carts/current',
    operationId: 'getCurrentCart',
    tag: 'Carts',
    summary: 'Find the cart one is shopping with',
    description:
      'The newest active cart of the channel that is not empty; where all are, the newest of these. 404 where there is none.',
    audience: 'store',
    calls: ['cart', 'getCurrentCart'],
    input: () => ({}),
  }),
  route({
    method: 'GET',
    path: '/v1/carts/{cartId}',
    operationId: 'getCart',
    tag: 'Carts',
    summary: 'Read a cart',
    description: 'Lines are priced now; `notices` says what changed since they were added.',
    audience: 'store',
    calls: ['cart', 'getCart'],
    params: cartId,
    input: ({ params }) => params,
  }),
  route({
    method: 'POST',
    path: '/v1/carts/{cartId}/lines',
    operationId: 'addCartLine',
    tag: 'Carts',
    summary: 'Add units of a SKU',
    description:
      'A line of the SKU with the same `attributes` gets more of them. Which fields there are to be filled in says `GET /v1/fields/order_line`.',
    audience: 'store',
    calls: ['cart', 'addLine'],
    params: cartId,
    body: addLine.input.omit({ cartId: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    method: 'PATCH',
    path: '/v1/carts/{cartId}/lines/{lineId}',
    operationId: 'updateCartLine',
    tag: 'Carts',
    summary: 'Set the quantity of a line',
    description: 'Quantity 0 removes the line.',
    audience: 'store',
    calls: ['cart', 'changeLine'],
    params: cartId.extend({ lineId: id }),
    body: changeLine.input.pick({ quantity: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    method: 'DELETE',
    path: '/v1/carts/{cartId}/lines/{lineId}',
    operationId: 'deleteCartLine',
    tag: 'Carts',
    summary: 'Remove a line',
    audience: 'store',
    calls: ['cart', 'changeLine'],
    params: cartId.extend({ lineId: id }),
    input: ({ params }) => ({ ...params, quantity: 0 }),
  }),
  useCaseRoute({
    method: 'POST',
    path: '/v1/carts/merge',
    tag: 'Carts',
    summary: "Move a guest's lines into the customer's own cart",
    description:
      'After login, where signing in did not do it: into the newest cart that is not empty. Quantities are added up, limits are kept.',
    performs: mergeGuestCart,
    body: mergeGuestCart.input,
  }),
];
