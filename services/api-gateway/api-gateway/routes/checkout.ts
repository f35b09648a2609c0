import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { estimateDelivery } from '../purchases/estimate-delivery.ts';
import { completePurchase } from '../purchases/complete.ts';

const { getAddressRules, openCheckout, updateCheckout } = checkout.operations;
const cache = 'public, max-age=3600';
const checkoutId = z.strictObject({ checkoutId: id });

export const checkoutRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/address-rules/{countryCode}',
    operationId: 'getAddressRules',
    tag: 'Checkouts',
    summary: 'Read what an address in a country is made of',
    description:
      'For forms: which fields it has and must have, in the order of the country and named in the language asked for, the form of its postal codes and its regions. Addresses that are given are looked at by the same rules; see docs/addresses.md.',
    audience: 'store',
    calls: ['checkout', 'getAddressRules'],
    cache,
    params: getAddressRules.input,
    input: ({ params }) => params,
  }),
  route({
    method: 'GET',
    path: '/v1/delivery-countries',
    operationId: 'listDeliveryCountries',
    tag: 'Checkouts',
    summary: 'List the countries that are delivered to',
    description:
      'By name in the language asked for. What an address has to have there tells `/v1/address-rules/{countryCode}`.',
    audience: 'store',
    calls: ['checkout', 'listDeliveryCountries'],
    cache: 'public, max-age=60',
    input: () => ({}),
  }),
  useCaseRoute({
    method: 'GET',
    path: '/v1/delivery-estimates',
    tag: 'Checkouts',
    summary: 'Read how and when goods would arrive',
    description:
      'For product pages: the ways of delivery of a SKU to a country with their prices and days, and until when to order for that. Without a country: the shop’s own. Quotes that a carrier gives live are not among them. See docs/delivery-days.md.',
    performs: estimateDelivery,
    query: estimateDelivery.input.extend({
      quantity: z.coerce.number().int().min(1).max(9_999).default(1),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/checkouts',
    operationId: 'createCheckout',
    tag: 'Checkouts',
    summary: 'Open a checkout on a cart',
    description: 'A cart has one open checkout; opening it again refreshes its lines.',
    audience: 'store',
    calls: ['checkout', 'openCheckout'],
    body: openCheckout.input,
    status: 201,
    input: ({ body }) => body,
  }),
  route({
    method: 'GET',
    path: '/v1/checkouts/{checkoutId}',
    operationId: 'getCheckout',
    tag: 'Checkouts',
    summary: 'Read a checkout',
    description:
      'Also says how a payment stands that waited for the person, and the order once completed.',
    audience: 'store',
    calls: ['checkout', 'getCheckout'],
    params: checkoutId,
    input: ({ params }) => params,
  }),
  route({
    method: 'GET',
    path: '/v1/checkouts/{checkoutId}/outcome',
    operationId: 'getCheckoutOutcome',
    tag: 'Checkouts',
    summary: 'Read where a checkout stands',
    description:
      'For the page that a bank leads back to, in whatever browser: whether it was ordered and how its payment stands, and nothing of who buys or what.',
    audience: 'store',
    calls: ['checkout', 'getCheckoutOutcome'],
    params: checkoutId,
    input: ({ params }) => params,
  }),
  route({
    method: 'PATCH',
    path: '/v1/checkouts/{checkoutId}',
    operationId: 'updateCheckout',
    tag: 'Checkouts',
    summary: 'Set contact, addresses and delivery',
    description:
      'Sets what is given, quotes tax and delivery, and freezes the totals under a new version.',
    audience: 'store',
    calls: ['checkout', 'updateCheckout'],
    params: checkoutId,
    body: updateCheckout.input.omit({ checkoutId: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    method: 'GET',
    path: '/v1/checkouts/{checkoutId}/payment-methods',
    operationId: 'listCheckoutPaymentMethods',
    tag: 'Checkouts',
    summary: 'List the ways to pay that are offered now',
    description: 'For the totals, addresses and buyer of the checkout. Completing looks again.',
    audience: 'store',
    calls: ['checkout', 'listOfferedMethods'],
    params: checkoutId,
    input: ({ params }) => params,
  }),
  useCaseRoute({
    method: 'POST',
    path: '/v1/checkouts/{checkoutId}/complete',
    tag: 'Checkouts',
    summary: 'Place the order',
    description:
      'Reserves the stock, authorizes the payment and places the order. `requires_action`: send the person to the address given, then read the checkout. The same Idempotency-Key replays the same reply.',
    performs: completePurchase,
    params: checkoutId,
    body: completePurchase.input.omit({ checkoutId: true }),
  }),
];
