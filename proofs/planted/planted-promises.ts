import type { Reported } from '#audit/world/reported.ts';
import type { Plant } from './plant.ts';

const nowhere = '00000000-0000-7000-8000-000000000003';

function reported(
  kind: Reported['kind'],
  id: string,
  reply: object,
  idempotencyKey = '',
): Reported {
  return { kind, id, idempotencyKey, reply: JSON.stringify(reply) };
}

function engraved(text: string): string {
  const named = { key: 'engraving', name: 'Engraving', type: 'text', unit: null };
  return JSON.stringify([{ ...named, value: text, text }]);
}

export const promisePlants: readonly Plant[] = [
  ...(
    ['cart_created', 'order_placed', 'refund_made', 'requires_action', 'payment_declined'] as const
  ).map((kind): Plant => ({
    violates: 'I7',
    says: 'everything a client was told',
    how: `a client was told ${kind}, and there is nothing`,
    subject: () => nowhere,
    journal: () => [reported(kind, nowhere, {})],
  })),
  {
    violates: 'I7',
    says: 'an order is what',
    how: 'a buyer was told another number',
    subject: ({ delivered }) => delivered.orderId,
    journal: ({ delivered }) => [
      reported('order_placed', delivered.orderId, { orderNumber: 'K-1' }),
    ],
  },
  {
    violates: 'I7',
    says: 'every completed checkout',
    how: 'a completed checkout has lost its order',
    subject: ({ delivered }) => delivered.checkoutId,
    also: ['I13'],
    sql: ({ delivered }) => ({
      cart: `update checkout.checkout set order_id = '${nowhere}' where id = '${delivered.checkoutId}'`,
    }),
  },
  {
    violates: 'I7',
    says: 'what was filled in',
    how: 'an order has another text than was filled in for its line',
    subject: ({ delivered }) => delivered.checkoutId,
    sql: ({ delivered }) => ({
      order: `update "order".orders
        set snapshot = jsonb_set(snapshot, '{lines,0,attributes}', '${engraved('Bob')}')
        where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I7',
    says: 'what was filled in',
    how: 'an order has lost what was filled in for its line',
    subject: ({ delivered }) => delivered.checkoutId,
    sql: ({ delivered }) => ({
      order: `update "order".orders set snapshot = snapshot #- '{lines,0,attributes}'
        where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I7',
    says: 'what was filled in',
    how: 'a checkout froze less than the cart’s line has',
    subject: ({ onAccount }) => onAccount.checkoutId,
    sql: ({ onAccount }) => ({
      cart: `update cart.cart set lines = jsonb_set(lines, '{0,attributes}', '${engraved('Ada')}')
        where id = '${onAccount.cartId}'`,
    }),
  },
  {
    violates: 'I8',
    says: 'the same key was told',
    how: 'one key was told two replies',
    subject: () => 'one-key',
    journal: ({ delivered }) =>
      [1, 2].map((reply) => reported('cart_created', delivered.cartId, { reply }, 'one-key')),
  },
  {
    violates: 'I8',
    says: 'a key is recorded once',
    how: 'a key has two records',
    subject: ({ refunded }) => refunded.refundKey,
    sql: ({ refunded }) => ({
      order: `alter table "order".idempotency drop constraint idempotency_pkey;
        insert into "order".idempotency select * from "order".idempotency where key = '${refunded.refundKey}'`,
    }),
  },
  {
    violates: 'I8',
    says: 'a key that completes',
    how: 'one key completed two checkouts',
    subject: ({ delivered }) => delivered.completionKey,
    sql: ({ delivered, onAccount }) => ({
      cart: `alter table checkout.completion drop constraint completion_key;
        update checkout.completion c set key = a.key, actor_scope = a.actor_scope
        from checkout.completion a
        where c.checkout_id = '${onAccount.checkoutId}' and a.checkout_id = '${delivered.checkoutId}'`,
    }),
  },
  {
    violates: 'I8',
    says: 'a checkout became one order',
    how: 'one checkout became two orders',
    subject: ({ delivered }) => delivered.checkoutId,
    also: ['I15'],
    sql: ({ delivered, onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{checkoutId}', '"${delivered.checkoutId}"')
        where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I8',
    says: 'a checkout became one order',
    how: 'one cart became two orders',
    subject: ({ delivered }) => delivered.cartId,
    sql: ({ delivered, onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{cartId}', '"${delivered.cartId}"')
        where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I8',
    says: 'a key made one refund',
    how: 'a refund was made under no key',
    subject: ({ refunded }) => refunded.refundId,
    sql: ({ refunded }) => ({
      order: `delete from "order".idempotency where key = '${refunded.refundKey}'`,
    }),
  },
];
