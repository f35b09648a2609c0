import type { Buyer } from './buyer.ts';

/** The invariants of faults.md, as far as they speak of one buyer. Each says what is wrong. */

const shipped = ['partially_shipped', 'shipped', 'delivered'];
const paid = ['authorized', 'capturing', 'captured'];
const unpaid = ['none', 'authorizing', 'requires_action', 'failed'];
const unsettled = ['authorizing', 'capturing', 'voiding'];

/** What must hold at every instant. */
export function wrongNow(buyer: Buyer): string | undefined {
  const { order, payment, reservation, gateway, attempt } = buyer;
  const stands = order !== 'none' && order !== 'cancelling' && order !== 'cancelled';
  const placed = order === 'none' ? attempt === 'completed' : stands;
  const held = reservation === 'confirmed' || reservation === 'departed';
  if (placed && !held) return `I1: an order stands, and its stock is ${reservation}`;
  if (reservation === 'confirmed' && attempt !== 'completed' && unpaid.includes(payment)) {
    return `I2: stock is held without end, and the payment is ${payment}`;
  }
  if (payment === 'captured' && gateway !== 'captured') {
    return `I3: captured in our books, ${gateway} at the gateway`;
  }
  if (payment === 'voided' && gateway === 'captured') return 'I3: voided here, captured there';
  if (buyer.refund === 'refunded' && !buyer.refundedAtGateway) return 'I3: refunded here alone';
  if ((order === 'confirmed' || shipped.includes(order)) && !paid.includes(payment)) {
    return `I5: the order is ${order}, and its payment ${payment}`;
  }
  if (shipped.includes(order) && reservation !== 'departed') return 'I13: shipped without stock';
  if (order === 'cancelled' && reservation === 'departed') return 'I13: cancelled, and yet gone';
  if (unsettled.includes(payment) && buyer.settling === 0) {
    return `I14: the payment is ${payment}, and nobody will ask`;
  }
  return undefined;
}

/** Finished stays finished. */
const ends = [
  ['attempt', ['completed', 'undone']],
  ['checkout', ['completed', 'abandoned']],
  ['payment', ['captured', 'voided', 'failed']],
  ['reservation', ['departed']],
  ['order', ['cancelled', 'delivered']],
  ['fulfillment', ['cancelled', 'delivered']],
  ['invoice', ['credited', 'withheld']],
] as const satisfies [keyof Buyer, readonly string[]][];

export function wrongMove(before: Buyer, after: Buyer): string | undefined {
  for (const [thing, states] of ends) {
    const from = before[thing];
    if (from === after[thing] || !(states as readonly string[]).includes(from)) continue;
    return `I13: ${thing} was ${from} and became ${after[thing]}`;
  }
  if (before.endedForGood && after.reservation !== before.reservation) {
    return `I13: stock that was given back became ${after.reservation}`;
  }
  return undefined;
}

/** What must hold once nothing goes on by itself any more. */
export function wrongAtRest(buyer: Buyer): string | undefined {
  const { order, payment, reservation, gateway, attempt } = buyer;
  const stands = order !== 'none' && order !== 'cancelled';
  if ((reservation === 'active' || reservation === 'confirmed') && !stands) {
    return `I2: stock is ${reservation} of what is over: attempt ${attempt}, order ${order}`;
  }
  const refunded = buyer.refund === 'refunded';
  if (
    (payment === 'captured') !== (gateway === 'captured') ||
    refunded !== buyer.refundedAtGateway
  ) {
    return `I3: our books say ${payment}, the gateway’s ${gateway}`;
  }
  const holdsMoney = gateway === 'authorized' || (gateway === 'captured' && !refunded);
  if (holdsMoney && !stands) return `I4: the gateway has ${gateway} money of no order`;
  if (attempt === 'completed' && order === 'none') return 'I14: completed, and no order came of it';
  if (attempt !== 'none' && attempt !== 'completed' && attempt !== 'undone') {
    return `I14: the attempt rests ${attempt}`;
  }
  if (order === 'placed' || order === 'cancelling') return `I14: the order rests ${order}`;
  const invoiced = buyer.invoice === 'issued' || buyer.staffRefund === 'refunded';
  if (order === 'confirmed' && !invoiced) return 'I14: an order without invoice';
  if (buyer.staffRefund === 'pending') return 'I14: a refund rests pending';
  // Then staff ask the customer for another payment.
  const isRefused = buyer.shipmentCapture === 'refused' && buyer.faults > 0;
  if (shipped.includes(order) && payment !== 'captured' && !isRefused) {
    return `I5: the order is ${order}, and its payment ${payment} for good`;
  }
  if (order === 'cancelled' && buyer.invoice === 'issued')
    return 'I14: cancelled, and its invoice stands';
  if (order === 'cancelled' && !['none', 'cancelled'].includes(buyer.fulfillment)) {
    return `I13: cancelled, and the warehouse has it ${buyer.fulfillment}`;
  }
  return undefined;
}
