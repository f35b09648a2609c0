import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { addToTimelines, amountText } from '../orders/timeline.ts';

type Differs = ReceivedEvent<'payment.settlement_differs'>;

/** Staff see at the order that the provider's account says something else of its money. */
export async function onSettlementDiffers(
  { data, traceparent, occurredAt: at }: Differs,
  tx: Transaction,
): Promise<void> {
  const { orderId, differenceId, state } = data;
  const told =
    state === 'open'
      ? { kind: 'settlement_differs', message: differs(data) }
      : {
          kind: 'settlement_agrees',
          message: `The payment provider’s account and our books agree again about ${data.subject}.`,
        };
  const entry = { key: `difference:${differenceId}:${state}`, internal: true, ...told };
  tx.last(addToTimelines([{ orderId, traceparent, at, ...entry }]));
}

function differs(data: Differs['data']): string {
  const { kind, subject } = data;
  const ours = of(data.oursMinor, data.oursCurrency);
  const theirs = of(data.theirsMinor, data.theirsCurrency);
  const look = 'See the reconciliation of that day.';
  switch (kind) {
    case 'missing_there':
      return `The payment provider’s account does not have ${subject} of ${ours}. ${look}`;
    case 'missing_here':
      return `The payment provider’s account has ${subject} of ${theirs}, which our books do not. ${look}`;
    case 'twice':
      return `The payment provider’s account has ${subject} of ${theirs} twice. ${look}`;
    case 'amount_differs':
    case 'currency_differs':
      return `The payment provider’s account has ${theirs} for ${subject}, our books ${ours}. ${look}`;
    case 'unknown_kind':
    case 'payout_differs':
      return `The payment provider’s account has something of ${theirs} about this payment that nobody here knows: ${subject}. ${look}`;
  }
}

function of(minor: number | null, currency: string | null): string {
  return minor === null || currency === null ? 'nothing' : amountText(minor, currency);
}
