import type { Allocation, OrderSnapshot } from '#contracts/shapes.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import type { Attempt } from '../completion/completion-store.ts';
import type { Secrets } from '#platform/ground/sealed.ts';
import { createHash, createHmac } from 'node:crypto';

/** Everything the order is made of, frozen. A completed checkout has an e-mail address and totals. */
export function snapshotOrder(
  attempt: Attempt,
  payment: OutputOf<'payment', 'getPayment'>,
  allocations: Allocation[],
  placedAt: string,
): OrderSnapshot {
  const { content } = attempt;
  const billingAddress = content.billingAddress ?? content.shippingAddress;
  if (!content.email || !content.totals || !billingAddress) {
    throw new Error(`checkout ${attempt.checkoutId} was completed although something is missing`);
  }
  return {
    orderId: attempt.orderId,
    orderNumber: attempt.orderNumber,
    checkoutId: attempt.checkoutId,
    checkoutVersion: attempt.version,
    cartId: attempt.cartId,
    paymentId: attempt.paymentId,
    tenders: [tenderOf(attempt, payment, content.totals.totalMinor)],
    reservationId: attempt.reservationId,
    channel: attempt.channel,
    locale: attempt.locale,
    owner: { kind: attempt.ownerKind, id: attempt.ownerId },
    accessTokenHash: attempt.accessTokenHash,
    email: content.email,
    phone: content.phone,
    shippingAddress: content.shippingAddress,
    billingAddress,
    lines: content.lines,
    totals: content.totals,
    delivery: content.delivery,
    allocations,
    paymentMethod: payment.method,
    paymentMethodCode: attempt.method,
    authorizationKind: payment.authorizationKind,
    authorizedMinor: payment.authorizedMinor,
    riskDecision: attempt.riskDecision,
    placedAt,
  };
}

/** One payment pays all of it. */
function tenderOf(
  { paymentId, method }: Attempt,
  payment: OutputOf<'payment', 'getPayment'>,
  amountMinor: number,
): NonNullable<OrderSnapshot['tenders']>[number] {
  const provider = payment.provider ?? formerProviders[payment.authorizationKind];
  return { paymentId, method: payment.method, methodCode: method, provider, amountMinor };
}

/** At which all payments were made by versions that do not tell it. */
const formerProviders = { card: 'stripe', promise: 'shop' } as const;

/**
 * The 256-bit token that lets its holder read an order without an account. It is derived from a key
 * of checkout's own, so that it can be told again for the same key while only its hash is kept.
 */
export function orderTokenOf(secrets: Secrets, orderId: string): string {
  return createHmac('sha256', secrets.key('order tokens')).update(orderId).digest('base64url');
}

/** The same for an order whose token an earlier version gave out, which its hash tells. */
export function orderTokenGiven(secrets: Secrets, orderId: string, hash: string): string {
  const token = orderTokenOf(secrets, orderId);
  if (orderTokenHash(token) === hash) return token;
  const former = secrets.formerOrderToken?.(orderId);
  return former !== undefined && orderTokenHash(former) === hash ? former : token;
}

/** SHA-256, base64url: all that is stored and sent to others. */
export function orderTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
