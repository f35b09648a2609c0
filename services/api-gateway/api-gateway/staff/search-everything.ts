import { z } from 'zod';
import { id, text } from '#contracts/shapes.ts';
import { hasPermission, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { inTime, whereAnswered } from '#platform/ground/unavailability.ts';
import { useCase, type GatewayCalls } from '../desk/use-case.ts';

const hit = z
  .strictObject({
    kind: z.string().meta({
      description: '`order`, `customer`, `product` or `ticket`; more may come',
      examples: ['order'],
    }),
    id,
    label: z.string().meta({ description: 'Its number, name or title', examples: ['K-100042'] }),
    detail: z
      .string()
      .nullable()
      .meta({
        description: 'What tells it from others that are called alike',
        examples: ['Ada Sievers'],
      }),
    state: z
      .string()
      .nullable()
      .meta({ examples: ['confirmed'] }),
  })
  .meta({ id: 'SearchHit' });
type Hit = z.output<typeof hit>;

interface Asked {
  readonly query: string;
  readonly limit: number;
}
/** Undefined where it did not answer what was asked. */
type Search = (
  call: GatewayCalls,
  asked: Asked,
  invocation: Invocation,
) => Promise<Hit[] | undefined>;

/** Each by the list of its own and with the right of that: nothing is found beside it. */
const places: readonly { name: string; permission: StaffPermission; search: Search }[] = [
  { name: 'orders', permission: 'orders:read', search: searchOrders },
  { name: 'customers', permission: 'customers:read', search: searchCustomers },
  { name: 'products', permission: 'catalog:read', search: searchProducts },
  { name: 'tickets', permission: 'support:read', search: searchTickets },
];
/** Whoever types waits for nobody longer, also for who hangs and does not look at the deadline. */
const patienceMs = 1_000;

export const searchEverything = useCase({
  name: 'adminSearchEverything',
  kind: 'query',
  audience: 'admin',
  access: ['orders:read', 'customers:read', 'catalog:read', 'support:read'],
  calls: [
    ['order', 'listOrders'],
    ['customer', 'listCustomers'],
    ['product', 'listAdminProducts'],
    ['customer', 'listTickets'],
  ],
  input: z.strictObject({
    query: text(120)
      .min(2)
      .meta({ examples: ['sievers'] }),
    limit: z.coerce.number().int().min(1).max(20).default(5).meta({
      description: 'Of each kind',
    }),
  }),
  output: z
    .strictObject({
      items: z.array(hit),
      nextCursor: z
        .string()
        .nullable()
        .meta({ description: 'Null: the lists of each kind have more', examples: [null] }),
      unanswered: z.array(z.string()).meta({
        description: 'Kinds of which nothing is known, since their service did not answer',
        examples: [[]],
      }),
    })
    .meta({ id: 'SearchHitPage' }),
  perform: async (asked, { invocation }, { call, settings }) => {
    const endMs = clock.nowMs() + timeToWait(settings, patienceMs);
    const deadlineMs = Math.min(invocation.deadlineMs, endMs);
    const asking = { ...invocation, deadlineMs };
    const open = places.filter(({ permission }) => hasPermission(invocation.actor, permission));
    const found = await Promise.all(
      open.map(async ({ name, search }) => ({
        name,
        hits: await inTime(whereAnswered(search(call, asked, asking)), deadlineMs - clock.nowMs()),
      })),
    );
    return ok({
      items: found.flatMap(({ hits }) => hits ?? []),
      nextCursor: null,
      unanswered: found.flatMap(({ name, hits }) => (hits === undefined ? [name] : [])),
    });
  },
});

/** By number, e-mail, SKU, name or parcel: the newest first. */
async function searchOrders(...[call, asked, asking]: Parameters<Search>) {
  const found = await call.order.listOrders(asked, asking);
  if (!found.ok) return undefined;
  return found.value.items.map(({ orderId, orderNumber, name, email, state }) => ({
    kind: 'order',
    id: orderId,
    label: orderNumber,
    detail: name ?? email,
    state,
  }));
}

async function searchCustomers(...[call, { query, limit }, asking]: Parameters<Search>) {
  const found = await call.customer.listCustomers({ search: query, limit }, asking);
  if (!found.ok) return undefined;
  return found.value.items.map(({ customerId, firstName, lastName, email }) => ({
    kind: 'customer',
    id: customerId,
    label: [firstName, lastName].filter((part) => part !== null).join(' ') || email,
    detail: email,
    state: null,
  }));
}

async function searchProducts(...[call, asked, asking]: Parameters<Search>) {
  const found = await call.product.listAdminProducts(asked, asking);
  if (!found.ok) return undefined;
  return found.value.items.map(({ productId, title, vendor, status }) => ({
    kind: 'product',
    id: productId,
    label: title,
    detail: vendor === '' ? null : vendor,
    state: status,
  }));
}

async function searchTickets(...[call, asked, asking]: Parameters<Search>) {
  const found = await call.customer.listTickets(asked, asking);
  if (!found.ok) return undefined;
  return found.value.items.map(({ ticketId, number, subject, state }) => ({
    kind: 'ticket',
    id: ticketId,
    label: number,
    detail: subject,
    state,
  }));
}
