import type { Plant } from './plant.ts';

export const statePlants: readonly Plant[] = [
  {
    violates: 'I13',
    says: 'everything is in a state',
    how: 'a cart is in a state that no table knows',
    subject: ({ delivered }) => delivered.cartId,
    sql: ({ delivered }) => ({
      cart: `alter table cart.cart drop constraint cart_state_check;
        update cart.cart set state = 'lost' where id = '${delivered.cartId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'from what was told of a thing',
    how: 'a parcel that was told to be delivered is on its way',
    subject: ({ delivered }) => delivered.parcelId,
    sql: ({ delivered }) => ({
      order: `update tracking.parcel set state = 'in_transit' where order_id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'from what was told of a thing',
    how: 'a parcel was told to be out for delivery after it was delivered',
    subject: ({ delivered }) => delivered.parcelId,
    sql: ({ delivered }) => ({
      order: `update tracking.outbox set aggregate_version = aggregate_version + 90
        where type = 'tracking.out_for_delivery' and aggregate_id = '${delivered.parcelId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a thing comes to no state silently',
    how: 'a parcel was delivered, and nobody was told',
    subject: ({ delivered }) => delivered.parcelId,
    also: ['I10'],
    sql: ({ delivered }) => ({
      order: `delete from tracking.outbox
        where type = 'tracking.delivered' and aggregate_id = '${delivered.parcelId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'refunded ≤ captured',
    how: 'more was refunded than captured',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `alter table "order".orders drop constraint refunds_within_capture;
        update "order".orders set refunded_minor = captured_minor + 1 where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'refunded ≤ captured',
    how: 'a refund that was done is called failed',
    subject: ({ refunded }) => refunded.paymentId,
    sql: ({ refunded }) => ({
      order: `update payment.refund set state = 'failed' where refund_id = '${refunded.refundId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'shipped ≤ ordered',
    how: 'more was shipped than ordered',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `alter table "order".order_line drop constraint shipped_within_ordered;
        update "order".order_line set shipped_quantity = ordered_quantity + 1 where order_id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'an order’s state agrees',
    how: 'an order is delivered and its parcel is not',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `update "order".order_parcel set status = 'in_transit' where order_id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'an order’s state agrees',
    how: 'an order is shipped of which nothing left',
    subject: ({ onAccount }) => onAccount.number,
    also: ['I2'],
    sql: ({ onAccount }) => ({
      order: `update "order".orders set state = 'shipped' where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a cancelled order keeps no money',
    how: 'an order was cancelled and its money kept',
    subject: ({ onAccount }) => onAccount.number,
    also: ['I2', 'I12'],
    sql: ({ onAccount }) => ({
      order: `update "order".orders set state = 'cancelled' where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a payment’s state agrees',
    how: 'a payment is captured and authorized at once',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `update payment.payment set state = 'authorized' where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a payment’s state agrees',
    how: 'a payment is captured in part and whole at once',
    subject: ({ delivered }) => delivered.paymentId,
    sql: ({ delivered }) => ({
      order: `update payment.payment set state = 'part_captured' where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a completed checkout stays',
    how: 'a completed checkout is open again',
    subject: ({ refunded }) => refunded.checkoutId,
    sql: ({ refunded }) => ({
      cart: `update checkout.completion set state = 'undone' where checkout_id = '${refunded.checkoutId}'`,
    }),
    also: ['I2'],
  },
  {
    violates: 'I13',
    says: 'a cart that was bought',
    how: 'a cart that was bought is active again',
    subject: ({ delivered }) => delivered.cartId,
    sql: ({ delivered }) => ({
      cart: `update cart.cart set state = 'active' where id = '${delivered.cartId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a reservation that has ended',
    how: 'a released reservation still counts a unit',
    subject: ({ cancelled }) => cancelled.reservationId,
    sql: ({ cancelled }) => ({
      inventory: `update inventory.reservation_allocation set quantity = quantity + 1
        where reservation_id = '${cancelled.reservationId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a part that left',
    how: 'what was delivered has no label',
    subject: ({ delivered }) => delivered.fulfillmentId,
    sql: ({ delivered }) => ({
      order: `update shipment.parcel set state = 'voided' where order_id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a part that left',
    how: 'a parcel was delivered and its part was not',
    subject: ({ delivered }) => delivered.fulfillmentId,
    sql: ({ delivered }) => ({
      order: `update tracking.parcel set state = 'exception' where order_id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I13',
    says: 'a closed ticket stays closed',
    how: 'somebody wrote to a closed ticket',
    subject: ({ ticket }) => ticket.number,
    sql: ({ ticket }) => ({
      customer: `update support.ticket set state = 'closed', updated_at = created_at - interval '1 hour'
        where number = '${ticket.number}'`,
    }),
  },
];
