import { auditPromises } from '#contracts/audit.ts';
import { ok } from '#kernel/result.ts';
import { mergeAuditPages } from '#platform/data/audit-entries.ts';
import { useCase } from '../desk/use-case.ts';

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
export const readAudit = useCase({
  name: 'adminListAuditEntries',
  kind: 'query',
  audience: 'admin',
  access: 'audit:read',
  calls: neighbours.map((neighbour) => [neighbour, 'listAuditEntries'] as const),
  input,
  output,
  perform: async (asked, { invocation }, { call }) => {
    const replies = await Promise.all(
      neighbours.map((neighbour) => call[neighbour].listAuditEntries(asked, invocation)),
    );
    const pages = [];
    for (const reply of replies) {
      if (!reply.ok) return reply;
      pages.push(reply.value);
    }
    return ok(mergeAuditPages(pages, asked));
  },
});
