import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const { addAddress, recordConsent, updateProfile } = customer.operations;
const addressId = z.strictObject({ addressId: id });
const ofOneself = { tag: 'Account', audience: 'store' } as const;

/** The account of whoever is signed in. */
export const customerRoutes: readonly Route[] = [
  route({
    ...ofOneself,
    method: 'GET',
    path: '/v1/account/profile',
    operationId: 'getProfile',
    summary: 'Read one’s profile',
    calls: ['customer', 'getProfile'],
    input: () => ({}),
  }),
  route({
    ...ofOneself,
    method: 'PATCH',
    path: '/v1/account/profile',
    operationId: 'updateProfile',
    summary: 'Change one’s profile',
    description: 'What is missing stays as it is; null takes away.',
    calls: ['customer', 'updateProfile'],
    body: updateProfile.input.omit({ customerId: true, expectedVersion: true }),
    input: ({ body }) => body,
  }),
  route({
    ...ofOneself,
    method: 'GET',
    path: '/v1/account/addresses',
    operationId: 'listAddresses',
    summary: 'Read one’s address book',
    calls: ['customer', 'listAddresses'],
    input: () => ({}),
  }),
  route({
    ...ofOneself,
    method: 'POST',
    path: '/v1/account/addresses',
    operationId: 'createAddress',
    summary: 'Add an address',
    description: 'Checked by the rules of its country. The first one is the default for both.',
    calls: ['customer', 'addAddress'],
    status: 201,
    body: addAddress.input.omit({ customerId: true }),
    input: ({ body }) => body,
  }),
  route({
    ...ofOneself,
    method: 'PUT',
    path: '/v1/account/addresses/{addressId}',
    operationId: 'putAddress',
    summary: 'Replace an address',
    calls: ['customer', 'replaceAddress'],
    params: addressId,
    body: wholeBody(addAddress.input.omit({ customerId: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...ofOneself,
    method: 'DELETE',
    path: '/v1/account/addresses/{addressId}',
    operationId: 'deleteAddress',
    summary: 'Remove an address',
    calls: ['customer', 'removeAddress'],
    status: 204,
    params: addressId,
    input: ({ params }) => params,
  }),
  route({
    ...ofOneself,
    method: 'GET',
    path: '/v1/account/consents',
    operationId: 'listConsents',
    summary: 'Read what one agreed to',
    calls: ['customer', 'listConsents'],
    input: () => ({}),
  }),
  route({
    ...ofOneself,
    method: 'POST',
    path: '/v1/account/consents',
    operationId: 'recordConsent',
    summary: 'Agree to marketing, or no longer',
    calls: ['customer', 'recordConsent'],
    body: recordConsent.input.omit({ customerId: true, source: true }),
    input: ({ body }) => body,
  }),
];
