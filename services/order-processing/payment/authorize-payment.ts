import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/service.ts';
import { sql, type Statement } from '#platform/sql.ts';
import { gatewayOf, paymentNow, settleLater, type Context } from './move-payment.ts';
import { paymentColumns, restingStory, toPayment, type PaymentRow } from './payment-store.ts';
import { askAgain } from './settle-authorization.ts';

type Request = InputOf<'payment', 'authorizePayment'>;

/** Two commits: the payment exists before the gateway is asked, and its answer is recorded after. */
export function authorizePayment(context: Context): Handler<'payment', 'authorizePayment'> {
  return async (input, invocation) => {
    const gateway = gatewayOf(context, input);
    if (!gateway) {
      return fail('payment_method_unavailable', `Payment by ${input.method} is not offered here.`);
    }
    if (gateway.authorizationKind === 'card' && !input.token) {
      return fail('payment_token_missing', 'Send the token that the card form handed out.');
    }
    const began = await begin(context, input, gateway.authorizationKind, invocation);
    refuseOtherRequest(began, input);
    if (began.state !== 'authorizing') return ok(reply(began));
    const row = await askAgain(context, began, invocation);
    if (row.state === 'authorizing') await settleLater(context, row.paymentId, invocation);
    return ok(reply(row));
  };
}

async function begin(
  context: Context,
  input: Request,
  kind: 'card' | 'promise',
  invocation: Invocation,
): Promise<PaymentRow> {
  const statement = insertPayment(input, kind, invocation);
  const [row] = await context.database.write<PaymentRow>('begin_payment', statement, invocation);
  // Inserted by somebody else while this statement ran: only a statement after it sees the row.
  return row ?? paymentNow(context, input.paymentId);
}

function insertPayment(input: Request, kind: 'card' | 'promise', by: Invocation): Statement {
  return sql`
    with moved as (
      insert into payment (payment_id, checkout_id, order_id, order_number, channel, method,
                           authorization_kind, state, currency, amount_minor, token,
                           force_challenge, return_url)
      values (${input.paymentId}, ${input.checkoutId}, ${input.orderId}, ${input.orderNumber},
              ${by.channel}, ${input.method}, ${kind}, 'authorizing', ${input.currency},
              ${input.amountMinor}, ${input.token ?? null}, ${input.forceChallenge},
              ${input.returnUrl})
      on conflict (payment_id) do nothing
      returning *),
    story_moved as (${restingStory(by)} returning 1)
    select ${paymentColumns} from moved p
    union all
    select ${paymentColumns} from payment p where p.payment_id = ${input.paymentId}`;
}

/** @throws when a payment id comes with another amount: a mistake of the caller, never charged. */
function refuseOtherRequest(row: PaymentRow, input: Request): void {
  if (
    row.amountMinor !== input.amountMinor ||
    row.currency !== input.currency ||
    row.method !== input.method ||
    row.checkoutId !== input.checkoutId
  ) {
    throw new Error(`payment ${row.paymentId} was begun with another amount, method or checkout`);
  }
}

const statuses = {
  authorizing: 'unknown',
  review: 'unknown',
  requires_action: 'requires_action',
  authorized: 'authorized',
  capturing: 'authorized',
  captured: 'authorized',
  voiding: 'declined',
  voided: 'declined',
  failed: 'declined',
} as const;

function reply(row: PaymentRow) {
  return { status: statuses[row.state], payment: toPayment(row) };
}
