import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id, sku } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { watchVariant } from '../purchases/watch-variant.ts';

const { getWatchByLink } = customer.operations;
const tag = 'Watches';
const ofLink = { tag, audience: 'store', identity: 'ignored', rateClass: 'sign_in' } as const;

/** To be told, once, when something that is sold out can be bought again. */
export const watchRoutes: readonly Route[] = [
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/products/{productId}/variants/{sku}/watch',
    summary: 'Be told when a variant is back in stock',
    description:
      'Once, by e-mail, in the order in which people asked, to so many at a time as there are units for. Customers are told at their account’s address; anybody else gives one and confirms it by the link of a mail, and the answer is the same whether the address waits already. It ends after 180 days.',
    performs: watchVariant,
    status: 202,
    params: z.strictObject({ productId: id, sku }),
    body: watchVariant.input.pick({ email: true }),
  }),
  route({
    ...ofLink,
    method: 'GET',
    path: '/v1/watches/{token}',
    operationId: 'getWatchByLink',
    summary: 'Read what a mail’s link is about',
    description:
      'By what follows `/watch/` and the language in the link. Nothing changes by looking.',
    calls: ['customer', 'getWatchByLink'],
    params: getWatchByLink.input,
    input: ({ params }) => params,
  }),
  route({
    ...ofLink,
    method: 'POST',
    path: '/v1/watches/{token}/confirm',
    operationId: 'confirmWatch',
    summary: 'Confirm that one wants to be told',
    calls: ['customer', 'confirmWatch'],
    params: getWatchByLink.input,
    input: ({ params }) => params,
  }),
  route({
    ...ofLink,
    method: 'POST',
    path: '/v1/watches/{token}/end',
    operationId: 'endWatchByLink',
    summary: 'No longer be told',
    calls: ['customer', 'endWatchByLink'],
    status: 204,
    params: getWatchByLink.input,
    input: ({ params }) => params,
  }),
  route({
    tag,
    audience: 'store',
    method: 'GET',
    path: '/v1/account/watches',
    operationId: 'listWatches',
    summary: 'List what one waits for',
    description: 'Oldest first, 50 at most.',
    calls: ['customer', 'listWatches'],
    input: () => ({}),
  }),
  route({
    tag,
    audience: 'store',
    method: 'DELETE',
    path: '/v1/account/watches/{watchId}',
    operationId: 'deleteWatch',
    summary: 'Wait for something no longer',
    calls: ['customer', 'removeWatch'],
    status: 204,
    params: customer.operations.removeWatch.input,
    input: ({ params }) => params,
  }),
];
