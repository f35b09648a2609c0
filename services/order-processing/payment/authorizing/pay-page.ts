import type { FindPageResult, GatewayPage } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  along,
  authorizeKey,
  mayStillArriveMs,
  pageRequest,
  pagesOf,
} from '../payments/gateway.ts';
import { failedEvent } from '../payments/payment-events.ts';
import {
  ageMs,
  movePayment,
  paymentNow,
  settlingStory,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';

/** Paid on a page of the gateway's own. */
type OnPage = PaymentRow & { readonly pageUntil: string };

/**
 * Asks for the page, under the payment's key: however often it is asked for, there is one. The row
 * afterwards; still `authorizing` when the answer is unknown.
 */
export async function askPage(
  context: Context,
  row: OnPage,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId } = row;
  const request = { ...pageRequest(context, row), idempotencyKey: authorizeKey(row) };
  const answer = await pagesOf(context, row).openPage(request, along(invocation));
  switch (answer.status) {
    case 'unknown':
      context.log.warn({ invocation, payment: paymentId, ...answer }, 'page unknown');
      return row;
    case 'opened':
      return learnPage(context, row, answer, invocation);
    case 'declined': {
      const set = sql`decline_code = ${answer.declineCode}`;
      const detail = { paymentId, move: 'decline', set } as const;
      const moved = await movePayment(context, detail, invocation, 'event', failedEvent);
      return moved ?? paymentNow(context, paymentId);
    }
  }
}

/** Somebody can pay there. Of a payment that ended meanwhile the story ends the page. */
export async function learnPage(
  context: Context,
  { paymentId }: PaymentRow,
  { gatewayPageId, url }: { readonly gatewayPageId: string; readonly url: string },
  invocation: Invocation,
): Promise<PaymentRow> {
  const set = sql`gateway_page_id = ${gatewayPageId}, next_action_url = ${url}, token = null`;
  const detail = { paymentId, move: 'challenge', set } as const;
  const moved = await movePayment(context, detail, invocation, 'reply');
  if (moved) return moved;
  const row = await paymentNow(context, paymentId);
  if (row.gatewayPageId !== null) return row;
  await context.database.transaction('keep_page_id', invocation, async (tx) => {
    await tx.change(sql`
      update payment set gateway_page_id = ${gatewayPageId}, version = version + 1
      where payment_id = ${paymentId} and gateway_page_id is null`);
    tx.stories.begin(settlingStory, paymentId);
  });
  return paymentNow(context, paymentId);
}

/** The page as the gateway's book has it. */
export function findPage(
  context: Context,
  { paymentId, createdAt, gatewayPageId, ...madeAt }: PaymentRow,
  invocation: Invocation,
): Promise<FindPageResult> {
  const request =
    gatewayPageId === null
      ? { reference: paymentId, attemptedAtMs: Date.parse(createdAt) }
      : { gatewayPageId };
  return pagesOf(context, madeAt).findPage(request, along(invocation));
}

/**
 * Ends the page, so that nobody can pay there any more; who has paid before that is found. The
 * gateway's id of what it holds; null: nothing, for good. Undefined: not known yet.
 */
export async function endPage(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<string | null | undefined> {
  let page = await ended(context, row, invocation);
  if (page === 'unknown') {
    const found = await findPage(context, row, invocation);
    if (found.status === 'unknown') return undefined;
    if (found.status === 'not_found') {
      // What was asked for and whose answer was lost may still arrive.
      return ageMs(row.createdAt, row) > mayStillArriveMs ? null : undefined;
    }
    page = found.page;
    if (page.state === 'open') {
      const { gatewayPageId } = page;
      page = await ended(context, { ...row, gatewayPageId }, invocation);
    }
  }
  if (page === 'unknown') return undefined;
  const { payment } = page;
  const holdsNothing = payment?.state === 'voided' || payment?.state === 'declined';
  return payment && !holdsNothing ? payment.gatewayPaymentId : null;
}

async function ended(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<GatewayPage | 'unknown'> {
  const { gatewayPageId, paymentId, createdAt } = row;
  if (gatewayPageId === null) return 'unknown';
  // No key is older than a day: what was answered under it may not be so any more.
  const day = Math.floor(ageMs(createdAt, row) / 86_400_000);
  const idempotencyKey = `expire:${paymentId}:${gatewayPageId}:${day}`;
  const request = { gatewayPageId, idempotencyKey };
  const answer = await pagesOf(context, row).endPage(request, along(invocation));
  if (answer.status === 'ended') return answer.page;
  return 'unknown';
}
