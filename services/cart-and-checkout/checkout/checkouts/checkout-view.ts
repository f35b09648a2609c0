import type {
  CheckoutContent,
  CheckoutView,
  LatestAttempt,
  StoredCheckout,
} from './checkout-store.ts';

/** A checkout as its contract shows it. */
export function viewCheckout(checkout: StoredCheckout, attempt?: LatestAttempt): CheckoutView {
  const { content } = checkout;
  return {
    checkoutId: checkout.checkoutId,
    cartId: checkout.cartId,
    version: checkout.version,
    state: checkout.state,
    channel: checkout.channel,
    locale: checkout.locale,
    owner: { kind: checkout.ownerKind, id: checkout.ownerId },
    email: content.email,
    phone: content.phone,
    shippingAddress: content.shippingAddress,
    billingAddress: content.billingAddress,
    lines: content.lines,
    deliveryOptions: content.deliveryOptions,
    delivery: content.delivery,
    totals: content.totals,
    problems: content.problems,
    paymentMethods: content.paymentMethods ?? null,
    payment: attempt ? viewPayment(attempt) : null,
    orderId: checkout.orderId,
    orderNumber: checkout.orderNumber,
    ...(checkout.totalsUntil === null ? {} : { totalsUntil: checkout.totalsUntil }),
    expiresAt: checkout.expiresAt,
  };
}

/** What was frozen, out of what was shown. */
export function contentOf(view: CheckoutView): CheckoutContent {
  const { email, phone, shippingAddress, billingAddress, lines, totals, problems } = view;
  const { delivery, deliveryOptions } = view;
  const contact = { email, phone, shippingAddress, billingAddress };
  return { ...contact, lines, deliveryOptions, delivery, totals, problems };
}

function viewPayment(attempt: LatestAttempt): CheckoutView['payment'] {
  const nothing = { nextActionUrl: null, declineCode: null };
  switch (attempt.attemptState) {
    case null:
      return null;
    case 'running':
    case 'undoing':
      return { ...nothing, status: 'processing' };
    case 'requires_action':
      return { ...nothing, status: 'requires_action', nextActionUrl: attempt.nextActionUrl };
    case 'completed':
      return { ...nothing, status: 'authorized' };
    case 'undone':
      return attempt.declineCode === null
        ? null
        : { ...nothing, status: 'declined', declineCode: attempt.declineCode };
  }
}
