import type Stripe from 'stripe';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall } from '../../exchange/external-call.ts';
import type { StripeClient } from '../../stripe/stripe-client.ts';
import type { ListRefundsResult } from '../port.ts';
import { fromStripeAmount } from './stripe-amount.ts';
import { refundPageSchema, type StripeRefund } from './stripe-answers.ts';

const pageSize = 100;
/** A payment has few refunds; a list that never ends is not believed. */
const pagesMax = 20;

type Listed = Extract<ListRefundsResult, { status: 'listed' }>['refunds'][number];

/** All refunds of a payment. Stripe's list has a refund as soon as it was answered. */
export async function listStripeRefunds(
  client: StripeClient,
  gatewayPaymentId: string,
  call: ExternalCall | undefined,
): Promise<ListRefundsResult> {
  const refunds: Listed[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const result = await client.send(
      {
        method: 'GET',
        path: '/v1/refunds',
        parameters: {
          payment_intent: gatewayPaymentId,
          limit: pageSize,
          ...(after === undefined ? {} : { starting_after: after }),
        } satisfies Stripe.RefundListParams,
      },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return unknown('invalid_answer', 'no', result.code);
    const parsed = refundPageSchema.safeParse(result.value);
    if (!parsed.success) return unknown('invalid_answer', 'no', 'no page of refunds');
    for (const refund of parsed.data.data) {
      const listed = listedRefund(refund);
      if (listed === undefined || refund.payment_intent !== gatewayPaymentId) {
        return unknown('invalid_answer', 'no', 'a refund of another payment or amount');
      }
      refunds.push(listed);
    }
    after = parsed.data.data.at(-1)?.id;
    if (!parsed.data.has_more || after === undefined) return { status: 'listed', refunds };
  }
  return unknown('invalid_answer', 'no', 'more refunds than a payment has');
}

/** `requires_action`: the customer has to say where the money goes. */
export const refundStates = {
  succeeded: 'succeeded',
  pending: 'pending',
  requires_action: 'pending',
  failed: 'failed',
  canceled: 'canceled',
} as const;

function listedRefund(refund: StripeRefund): Listed | undefined {
  const { id, metadata, status, amount, currency, created } = refund;
  const amountMinor = fromStripeAmount(amount, currency);
  if (amountMinor === undefined) return undefined;
  return {
    gatewayRefundId: id,
    reference: metadata?.['reference'] ?? null,
    state: refundStates[status],
    amountMinor,
    currency,
    createdAt: new Date(created * 1_000).toISOString(),
  };
}
