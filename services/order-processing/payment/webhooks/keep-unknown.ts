import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { holdForReview, type Context, type PaymentRow } from '../payments/payment-store.ts';
import type { ProviderEvent } from './provider-event.ts';
import { noted, type Outcome } from './webhook-outcomes.ts';

/** What is longer is cut: a person reads it, and the gateway has all of it under the event's id. */
const storedLength = 16_000;

/** An event of a kind that nobody here understands is kept word for word, for staff to look at. */
export async function keepUnknown(
  { database, log }: Context,
  event: ProviderEvent,
  invocation: Invocation,
): Promise<Outcome> {
  const { id, provider, gatewayPaymentId, occurredAt, reported } = event;
  log.warn(
    { invocation, event: id, type: reported?.type },
    'an event that is not understood is kept',
  );
  return database.transaction('keep_unknown_webhook', invocation, async (tx) => {
    const row = gatewayPaymentId
      ? await tx.first<Pick<PaymentRow, 'paymentId'>>(sql`
          select payment_id from payment
          where gateway_payment_id = ${gatewayPaymentId} and provider = ${provider}`)
      : undefined;
    const paymentId = row?.paymentId ?? null;
    const first = await tx.change(noted(event, paymentId, 'held_for_review'));
    if (first === 0) return 'duplicate';
    const text = JSON.stringify(reported?.object ?? null);
    const object =
      text.length > storedLength ? text.slice(0, storedLength).toWellFormed() : reported?.object;
    const reason = reported?.unreadable ? 'webhook_unreadable' : 'webhook_unknown';
    holdForReview(tx, paymentId, reason, { event: id, type: reported?.type, occurredAt }, object);
    return 'held_for_review';
  });
}
