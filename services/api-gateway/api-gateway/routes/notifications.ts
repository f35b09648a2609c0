import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const { getTemplate, listMessages, previewTemplate, putPreferences, putTemplate } =
  customer.operations;
const messageId = z.strictObject({ messageId: id });
const named = getTemplate.input;
const preferences = { tag: 'Account', audience: 'store' } as const;
const messages = { tag: 'Messages', audience: 'admin' } as const;
const templates = { tag: 'Templates', audience: 'admin' } as const;

/** What people want to be told, what they were told, and in which words. */
export const notificationRoutes: readonly Route[] = [
  route({
    ...preferences,
    method: 'GET',
    path: '/v1/account/preferences',
    operationId: 'getPreferences',
    summary: 'Read what one is told of',
    calls: ['customer', 'getPreferences'],
    input: () => ({}),
  }),
  route({
    ...preferences,
    method: 'PATCH',
    path: '/v1/account/preferences',
    operationId: 'updatePreferences',
    summary: 'Change what one is told of',
    description: 'E-mails about orders and the account cannot be switched off.',
    calls: ['customer', 'putPreferences'],
    body: putPreferences.input.omit({ customerId: true }),
    input: ({ body }) => body,
  }),
  route({
    ...messages,
    method: 'GET',
    path: '/v1/admin/messages',
    operationId: 'adminListMessages',
    summary: 'List e-mails and SMS with their state',
    calls: ['customer', 'listMessages'],
    query: listMessages.input,
    input: ({ query }) => query,
  }),
  route({
    ...messages,
    method: 'GET',
    path: '/v1/admin/messages/{messageId}',
    operationId: 'adminGetMessage',
    summary: 'Read the state of a message',
    calls: ['customer', 'getMessage'],
    params: messageId,
    input: ({ params }) => params,
  }),
  route({
    ...messages,
    method: 'POST',
    path: '/v1/admin/messages/{messageId}/retry',
    operationId: 'adminRetryMessage',
    summary: 'Send a failed message again',
    calls: ['customer', 'retryMessage'],
    params: messageId,
    input: ({ params }) => params,
  }),
  route({
    ...templates,
    method: 'GET',
    path: '/v1/admin/templates',
    operationId: 'adminListTemplates',
    summary: 'List the templates of messages',
    calls: ['customer', 'listTemplates'],
    input: () => ({}),
  }),
  route({
    ...templates,
    method: 'GET',
    path: '/v1/admin/templates/{name}/{locale}',
    operationId: 'adminGetTemplate',
    summary: 'Read a template',
    calls: ['customer', 'getTemplate'],
    params: named,
    input: ({ params }) => params,
  }),
  route({
    ...templates,
    method: 'PUT',
    path: '/v1/admin/templates/{name}/{locale}',
    operationId: 'adminPutTemplate',
    summary: 'Change a template',
    description: 'For the channel asked for. Refused when it cannot be filled with sample data.',
    calls: ['customer', 'putTemplate'],
    params: named,
    body: wholeBody(putTemplate.input.omit({ name: true, locale: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...templates,
    method: 'DELETE',
    path: '/v1/admin/templates/{name}/{locale}',
    operationId: 'adminDeleteTemplate',
    summary: 'Go back to the built-in template',
    calls: ['customer', 'resetTemplate'],
    status: 204,
    params: named,
    input: ({ params }) => params,
  }),
  route({
    ...templates,
    method: 'POST',
    path: '/v1/admin/templates/{name}/{locale}/preview',
    operationId: 'adminPreviewTemplate',
    summary: 'See a template filled with sample data',
    description: 'Of a draft, or of the template in use. Nothing is stored or sent.',
    calls: ['customer', 'previewTemplate'],
    params: named,
    body: previewTemplate.input.pick({ draft: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
