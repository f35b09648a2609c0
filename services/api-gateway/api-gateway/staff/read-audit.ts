import { auditPromises } from '#contracts/audit.ts';
import type { Failed } from '#kernel/result.ts';
import { mergeAuditPages } from '#platform/data/audit-entries.ts';
import { handwrittenRoute, type RouteReply } from '../declaring/route.ts';

const { input, output } = auditPromises.listAuditEntries;

const neighbours = [
  'auth',
  'product',
  'cart',
  'checkout',
  'order',
  'fulfillment',
  'customer',
] as const;

/** Each neighbour is asked for the whole page: nobody knows whose changes were the last. */
export const readAudit = handwrittenRoute({
  method: 'GET',
  path: '/v1/admin/audit',
  operationId: 'adminListAuditEntries',
  tag: 'Staff',
  summary: 'List what staff and API keys changed',
  description:
    'The newest first, of all services. A change that several services take part in has an entry in each, with the same `traceId`. Who is limited to channels sees what others who are limited to some of these changed. 503 when a service does not answer: a page has no gaps.',
  audience: 'admin',
  access: 'audit:read',
  calls: neighbours.map((neighbour) => [neighbour, 'listAuditEntries'] as const),
  query: input,
  replies: { 200: output },
  handle: async ({ query, invocation }, { call }): Promise<RouteReply | Failed> => {
    const replies = await Promise.all(
      neighbours.map((neighbour) => call[neighbour].listAuditEntries(query, invocation)),
    );
    const pages = [];
    for (const reply of replies) {
      if (!reply.ok) return reply;
      pages.push(reply.value);
    }
    return { status: 200, body: mergeAuditPages(pages, query) };
  },
});
