import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { accountOf, reconcilingStory } from '../reconciling/balance-account.ts';
import type { ProviderEvent } from './provider-event.ts';
import {
  holdForReview,
  settlingStory,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';

export type Outcome = 'applied' | 'duplicate' | 'ignored' | 'held_for_review';

/** Notes that an event was taken; no row when it was before. */
export function noted(event: PaymentEvent, paymentId: string | null, outcome: Outcome): Statement {
  return sql`
    insert into webhook_inbox (event_id, type, payment_id, outcome)
    values (${event.id}, ${event.reported?.type ?? event.type}, ${paymentId}, ${outcome})
    on conflict (event_id) do nothing returning event_id`;
}

export async function note(
  { database }: Context,
  event: PaymentEvent,
  paymentId: string | null,
  outcome: Outcome,
  invocation: Invocation,
): Promise<Outcome> {
  const statement = noted(event, paymentId, outcome);
  const rows = await database.write('note_webhook', statement, invocation);
  return rows.length > 0 ? outcome : 'duplicate';
}

export function hold(
  { database }: Context,
  event: PaymentEvent,
  row: PaymentRow | null,
  reason: string,
  invocation: Invocation,
): Promise<Outcome> {
  const paymentId = row?.paymentId ?? null;
  return database.transaction('hold_webhook', invocation, async (tx) => {
    const first = await tx.change(noted(event, paymentId, 'held_for_review'));
    if (first === 0) return 'duplicate';
    const { id, type, amountMinor, currency, gatewayPaymentId } = event;
    const detail = { event: id, type, amountMinor, currency, gatewayPaymentId };
    holdForReview(tx, paymentId, reason, detail);
    return 'held_for_review';
  });
}

/** The payment's story asks the gateway's book. */
export function wake(
  { database }: Context,
  event: PaymentEvent,
  { paymentId }: PaymentRow,
  invocation: Invocation,
): Promise<Outcome> {
  return database.transaction('take_webhook', invocation, async (tx) => {
    const first = await tx.change(noted(event, paymentId, 'applied'));
    if (first === 0) return 'duplicate';
    tx.stories.begin(settlingStory, paymentId);
    return 'applied';
  });
}

/** What came in there and was paid out is compared with our books. */
export function lookAtBalance(
  { database }: Context,
  event: ProviderEvent,
  invocation: Invocation,
): Promise<Outcome> {
  return database.transaction('take_balance_webhook', invocation, async (tx) => {
    const first = await tx.change(noted(event, null, 'applied'));
    if (first === 0) return 'duplicate';
    tx.stories.begin(reconcilingStory, accountOf(event));
    return 'applied';
  });
}
