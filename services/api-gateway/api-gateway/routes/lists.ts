import { z } from 'zod';
import { cart } from '#contracts/cart/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const { changeSavedList, getSharedList, moveToCart, removeSavedLine, saveCart, saveItem } =
  cart.operations;
const tag = 'Saved lists';
const own = { tag, audience: 'store' } as const;
const listId = z.strictObject({ listId: id });

/** A wish list, carts that are saved by name, and a list that somebody shares. */
export const listRoutes: readonly Route[] = [
  route({
    ...own,
    method: 'GET',
    path: '/v1/lists',
    operationId: 'listSavedLists',
    summary: 'List what one has saved',
    description:
      'Those of the channel: the wish list first, then the saved carts, the one that was changed last first. All of them at once.',
    calls: ['cart', 'listSavedLists'],
    input: () => ({}),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/lists/wish/items',
    operationId: 'saveItem',
    summary: 'Put a SKU on the wish list',
    description:
      'The list is begun by it. What is on it already stays as it is. A guest’s list lasts as long as their cart would, and is the customer’s after signing in with the guest’s token.',
    calls: ['cart', 'saveItem'],
    body: saveItem.input,
    input: ({ body }) => body,
  }),
  route({
    ...own,
    method: 'GET',
    path: '/v1/lists/{listId}',
    operationId: 'getSavedList',
    summary: 'Read a list',
    description: 'Lines are priced now; `notices` says what changed since they were saved.',
    calls: ['cart', 'getSavedList'],
    params: listId,
    input: ({ params }) => params,
  }),
  route({
    ...own,
    method: 'PATCH',
    path: '/v1/lists/{listId}',
    operationId: 'updateSavedList',
    summary: 'Rename a list, share it or end that',
    description:
      'A list that is shared has a `shareToken`, by which anybody reads it; one that is shared again has another.',
    calls: ['cart', 'changeSavedList'],
    params: listId,
    body: changeSavedList.input.omit({ listId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/lists/{listId}',
    operationId: 'deleteSavedList',
    summary: 'Remove a list with all that is on it',
    calls: ['cart', 'removeSavedList'],
    status: 204,
    params: listId,
    input: ({ params }) => params,
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/v1/lists/{listId}/lines/{lineId}',
    operationId: 'deleteSavedLine',
    summary: 'Take a line off a list',
    calls: ['cart', 'removeSavedLine'],
    params: removeSavedLine.input,
    input: ({ params }) => params,
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/lists/{listId}/move-to-cart',
    operationId: 'moveToCart',
    summary: 'Move lines of a list into a cart',
    description:
      'All of them unless some are named; into the current cart, or a new one, unless one is named. What cannot be bought now stays on the list: its `notices` say why, those of the cart what is otherwise than it was saved. A saved cart of which nothing is left is gone.',
    calls: ['cart', 'moveToCart'],
    params: listId,
    body: moveToCart.input.omit({ listId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/carts/{cartId}/save',
    operationId: 'createSavedCart',
    summary: 'Save a cart by name',
    description: 'All its lines move into a list of kind `cart`; the cart is empty then.',
    calls: ['cart', 'saveCart'],
    status: 201,
    params: saveCart.input.pick({ cartId: true }),
    body: saveCart.input.omit({ cartId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/v1/carts/{cartId}/lines/{lineId}/save',
    operationId: 'saveCartLine',
    summary: 'Move a line of a cart to the wish list',
    description: 'With its quantity and what was filled in.',
    calls: ['cart', 'saveLine'],
    params: cart.operations.saveLine.input,
    input: ({ params }) => params,
  }),
  route({
    tag,
    audience: 'store',
    identity: 'ignored',
    method: 'GET',
    path: '/v1/shared-lists/{token}',
    operationId: 'getSharedList',
    summary: 'Read a list that somebody shares',
    description: 'Neither whose it is nor what its owner filled in is told.',
    calls: ['cart', 'getSharedList'],
    params: getSharedList.input,
    input: ({ params }) => params,
  }),
];
