import { auditPromises } from '#contracts/every-service/audit.ts';
import { ok } from '#kernel/result.ts';
import { mergeAuditPages } from '#platform/data/audit-entries.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
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
  calls: [
    ...neighbours.map((neighbour) => [neighbour, 'listAuditEntries'] as const),
    ['auth', 'listActorNames'],
  ],
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
    const { items, nextCursor } = mergeAuditPages(pages, asked);
    const actors = items.map(({ actor: { kind, id } }) => ({ kind, id }));
    // Who did it is known by the id as well: without names the page is whole.
    const named = await whereAnswered(call.auth.listActorNames({ actors }, invocation));
    const known = named?.ok ? named.value.items : [];
    const nameOf = new Map(known.map(({ kind, id, name }) => [`${kind} ${id}`, name]));
    return ok({
      items: items.map((entry) => {
        const { kind, id } = entry.actor;
        return { ...entry, actor: { ...entry.actor, name: nameOf.get(`${kind} ${id}`) ?? null } };
      }),
      nextCursor,
    });
  },
});
