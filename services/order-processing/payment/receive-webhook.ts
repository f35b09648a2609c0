import type { PaymentEvent } from '#external/payment-gateway/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import { isSentBySandbox } from '#platform/sent-by-sandbox.ts';
import { sql, type Statement } from '#platform/sql.ts';
import { booksSay, eventRow, judgeWebhook } from './judge-webhook.ts';
import { along, holdForReview, type Context } from './move-payment.ts';
import { changedEvent } from './payment-events.ts';
import { paymentColumns, settlingStory, type PaymentRow } from './payment-store.ts';
import { settle } from './settle-payment.ts';

const toleranceSeconds = 300;
type Outcome = 'applied' | 'duplicate' | 'ignored' | 'held_for_review';

/**
 * A webhook is a hint, not the truth: what our books already say is noted and done; for anything
 * else the gateway is asked, so that neither order nor repetition of webhooks matters.
 */
export function receiveWebhook(context: Context): Handler<'payment', 'receiveWebhook'> {
  return async ({ rawBodyBase64, headers, clientAddress }, invocation) => {
    const sandboxUrl = context.settings.webhooksOnlyFrom?.payment;
    if (sandboxUrl && !(await isSentBySandbox(sandboxUrl, { clientAddress, headers }))) {
      const what = 'Webhooks of the sandbox are taken from its own machine alone.';
      return fail('webhook_sender_refused', what);
    }
    const verified = context.external.paymentGateways.card.verifyWebhook({
      rawBody: Buffer.from(rawBodyBase64, 'base64'),
      headers,
      toleranceSeconds,
      secrets: [...context.settings.webhookSecrets.payment],
      nowMs: clock.nowMs(),
    });
    if (!verified.ok) {
      return verified.reason === 'body_malformed'
        ? fail('webhook_malformed', 'The body is not an event that this gateway sends.')
        : fail('webhook_signature_invalid', 'The signature is missing, wrong or too old.');
    }
    return ok({ outcome: await take(context, verified.event, invocation) });
  };
}

async function take(
  context: Context,
  event: PaymentEvent,
  invocation: Invocation,
): Promise<Outcome> {
  if (event.type === 'other') return 'ignored';
  const told = await look(context, event, invocation);
  const { noted, seen, row } = told.row
    ? told
    : await lookByGateway(context, event, told, invocation);
  if (noted) return 'applied';
  if (seen) return 'duplicate';
  if (!row) return note(context, event, null, 'ignored', invocation);
  const verdict = judgeWebhook(row, event);
  switch (verdict.kind) {
    case 'known':
      return note(context, event, row.paymentId, 'applied', invocation);
    case 'disagrees':
      return hold(context, event, row, verdict.reason, invocation);
    case 'disputed':
      return dispute(context, event, row, invocation);
    case 'news':
      return wake(context, event, row, invocation);
  }
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
  event: PaymentEvent,
  invocation: Invocation,
): Promise<Looked> {
  const { reference } = event;
  const paymentId = reference !== null && uuid.test(reference) ? reference : null;
  const statement = sql`
    with e as (${eventRow(event)}),
    known as (
      select * from payment where payment_id = coalesce(${paymentId}::uuid, (
        select payment_id from payment
        where gateway_payment_id = (select gateway_payment_id from e)))),
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
  event: PaymentEvent,
  before: Looked,
  invocation: Invocation,
): Promise<Looked> {
  const { gatewayPaymentId, reference } = event;
  if (before.seen || gatewayPaymentId === null || reference !== null) return before;
  const found = await context.external.paymentGateways.card.find(
    { gatewayPaymentId },
    along(invocation),
  );
  if (found.status === 'unknown') throw new Error('the gateway does not say whose payment this is');
  if (found.status === 'not_found' || found.payment.reference === null) return before;
  return look(context, { ...event, reference: found.payment.reference }, invocation);
}

function noted(event: PaymentEvent, paymentId: string | null, outcome: Outcome): Statement {
  return sql`
    insert into webhook_inbox (event_id, type, payment_id, outcome)
    values (${event.id}, ${event.type}, ${paymentId}, ${outcome})
    on conflict (event_id) do nothing returning event_id`;
}

async function note(
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

function hold(
  { database }: Context,
  event: PaymentEvent,
  { paymentId }: PaymentRow,
  reason: string,
  invocation: Invocation,
): Promise<Outcome> {
  return database.transaction('hold_webhook', invocation, async (tx) => {
    const first = await tx.change(noted(event, paymentId, 'held_for_review'));
    if (first === 0) return 'duplicate';
    const { id, type, amountMinor, currency, gatewayPaymentId } = event;
    const detail = { event: id, type, amountMinor, currency, gatewayPaymentId };
    holdForReview(tx, paymentId, reason, detail);
    return 'held_for_review';
  });
}

function wake(
  { database }: Context,
  event: PaymentEvent,
  { paymentId }: PaymentRow,
  invocation: Invocation,
): Promise<Outcome> {
  return database.transaction('take_webhook', invocation, async (tx) => {
    const first = await tx.change(noted(event, paymentId, 'applied'));
    if (first === 0) return 'duplicate';
    tx.startStory(settlingStory, paymentId);
    return 'applied';
  });
}

function isOver({ state }: PaymentRow): boolean {
  return state === 'voided' || state === 'failed' || state === 'review';
}

/** The gateway's book does not tell of disputes: the signed event does, once the capture is known. */
async function dispute(
  context: Context,
  event: PaymentEvent,
  before: PaymentRow,
  invocation: Invocation,
): Promise<Outcome> {
  const row = before.capturedMinor > 0 ? before : await settle(context, before, invocation);
  if (row.capturedMinor === 0 && !isOver(row)) {
    throw new Error('disputed before its capture is known; the gateway sends it again');
  }
  const amountMinor = event.amountMinor ?? 0;
  if (amountMinor > row.capturedMinor) {
    return hold(context, event, row, 'dispute_exceeds_captured', invocation);
  }
  return context.database.transaction('take_dispute', invocation, async (tx) => {
    const [first, [disputed]] = await Promise.all([
      tx.change(noted(event, row.paymentId, 'applied')),
      tx.query<PaymentRow>(sql`
        with p as (
          update payment set disputed_minor = ${amountMinor}, version = version + 1
          where payment_id = ${row.paymentId} and disputed_minor = 0 returning *)
        select ${paymentColumns} from p`),
    ]);
    if (disputed) tx.emit(changedEvent('disputed', amountMinor)(disputed));
    return first > 0 ? 'applied' : 'duplicate';
  });
}
