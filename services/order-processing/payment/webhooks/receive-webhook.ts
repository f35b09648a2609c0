import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { verifiedBy, webhookSenders } from '#platform/calls/webhook-sender.ts';
import { sql } from '#platform/ground/sql.ts';
import { booksSay, eventRow, judgeWebhook } from './judge-webhook.ts';
import { keepUnknown } from './keep-unknown.ts';
import { ofProvider, type ProviderEvent } from './provider-event.ts';
import { along, gatewayOf } from '../payments/gateway.ts';
import {
  madeInSandbox,
  paymentColumns,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { takeDispute } from './take-dispute.ts';
import { takeRefundChange } from './take-refund-change.ts';
import { hold, lookAtBalance, note, wake, type Outcome } from './webhook-outcomes.ts';

const toleranceSeconds = 300;

/**
 * A webhook is a hint, not the truth: what our books already say is noted and done; for anything
 * else the gateway is asked, so that neither order nor repetition of webhooks matters.
 */
export function receiveWebhook(context: Context): Handler<'payment', 'receiveWebhook'> {
  return async (webhook, invocation) => {
    const senders = await webhookSenders(context.external.paymentGateway, webhook);
    if (!senders.ok) return senders;
    const { provider, rawBodyBase64, headers } = webhook;
    const { sender, verified } = await verifiedBy(senders.value, ({ port, secrets }) =>
      port.verifyWebhook({
        rawBody: Buffer.from(rawBodyBase64, 'base64'),
        headers,
        toleranceSeconds,
        secrets,
        nowMs: clock.nowMs(),
      }),
    );
    if (!verified.ok) {
      return verified.reason === 'body_malformed'
        ? fail('webhook_malformed', 'The body is not an event that this gateway sends.')
        : fail('webhook_signature_invalid', 'The signature is missing, wrong or too old.');
    }
    const event = ofProvider({ provider, sandbox: sender.sandbox }, verified.event);
    return ok({ outcome: await take(context, event, invocation) });
  };
}

async function take(
  context: Context,
  event: ProviderEvent,
  invocation: Invocation,
): Promise<Outcome> {
  if (event.type === 'other') return keepUnknown(context, event, invocation);
  if (event.type === 'balance.changed') return lookAtBalance(context, event, invocation);
  const reported = await look(context, event, invocation);
  const { noted, seen, row } = reported.row
    ? reported
    : await lookByGateway(context, event, reported, invocation);
  if (noted) return 'applied';
  if (seen) return 'duplicate';
  if (!row) return takeStranger(context, event, invocation);
  const verdict = judgeWebhook(row, event);
  switch (verdict.kind) {
    case 'known':
      return note(context, event, row.paymentId, 'applied', invocation);
    case 'disagrees':
      return hold(context, event, row, verdict.reason, invocation);
    case 'disputed':
      return takeDispute(context, event, row, invocation);
    case 'refund_changed':
      return takeRefundChange(context, event, row, invocation);
    case 'news':
      return wake(context, event, row, invocation);
  }
}

/** Money that moved at our account and that no book here speaks of is a person's to look at. */
const movesMoney = new Set<PaymentEvent['type']>([
  'payment.captured',
  'payment.refunded',
  'payment.refund_changed',
  'payment.disputed',
]);

function takeStranger(
  context: Context,
  event: ProviderEvent,
  invocation: Invocation,
): Promise<Outcome> {
  return movesMoney.has(event.type)
    ? hold(context, event, null, 'webhook_of_unknown_payment', invocation)
    : note(context, event, null, 'ignored', invocation);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Looked {
  /** Our books say so already, and now also that the event was taken. */
  readonly noted: boolean;
  readonly seen: boolean;
  readonly row: PaymentRow | undefined;
}

/** Every purchase brings two webhooks of what is known already: they are over with this statement. */
async function look(
  { database }: Context,
  event: ProviderEvent,
  invocation: Invocation,
): Promise<Looked> {
  const { reference } = event;
  const paymentId = reference !== null && uuid.test(reference) ? reference : null;
  const statement = sql`
    with e as (${eventRow(event)}),
    known as (
      select * from payment p where p.provider = ${event.provider}
        and coalesce(${madeInSandbox}, ${event.sandbox}) = ${event.sandbox}
        and payment_id = coalesce(${paymentId}::uuid, (
          select payment_id from payment where provider = ${event.provider}
            and gateway_payment_id = (select gateway_payment_id from e)))),
    noted as (
      insert into webhook_inbox (event_id, type, payment_id, outcome)
      select e.event_id, e.type, p.payment_id, 'applied' from known p, e
      where ${booksSay()}
      on conflict (event_id) do nothing returning 1)
    select exists (select from noted) as noted,
           exists (select from webhook_inbox where event_id = (select event_id from e)) as seen,
           ${paymentColumns}
    from (select 1) one left join known p on true`;
  const [found] = await database.write<
    { noted: boolean; seen: boolean } & (PaymentRow | { paymentId: null })
  >('note_webhook', statement, invocation);
  const { noted = false, seen = false } = found ?? {};
  return { noted, seen, row: found?.paymentId ? found : undefined };
}

/** An event without our reference, of a payment whose gateway id we never heard: its book knows. */
async function lookByGateway(
  context: Context,
  event: ProviderEvent,
  before: Looked,
  invocation: Invocation,
): Promise<Looked> {
  const { gatewayPaymentId, reference } = event;
  if (before.seen || gatewayPaymentId === null || reference !== null) return before;
  const found = await gatewayOf(context, event).find({ gatewayPaymentId }, along(invocation));
  if (found.status === 'unknown') throw new Error('the gateway does not say whose payment this is');
  if (found.status === 'not_found' || found.payment.reference === null) return before;
  return look(context, { ...event, reference: found.payment.reference }, invocation);
}
