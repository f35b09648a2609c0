import type { Invocation } from '#kernel/invocation.ts';
import {
  finishUnlessWoken,
  lookAtStory,
  putOffUnlessWoken,
} from '#platform/stories/rest-unless-woken.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { learnFound } from '../payments/learn-found.ts';
import { GatewaySilent, type Context } from '../payments/move-payment.ts';
import { unsettledStates } from '../payment-states.ts';
import { readPayment, settlingStory, type PaymentRow } from '../payments/payment-store.ts';
import { holdWithoutKeys } from './held-payments.ts';
import { settleReview } from './settle-review.ts';
import { findByReference, settleAuthorization } from '../authorizing/settle-authorization.ts';
import { settleCapture } from '../capturing/settle-capture.ts';
import { openRefunds, type RefundRow } from '../refunding/refund-store.ts';
import { settleRefunds } from '../refunding/settle-refund.ts';
import { askVoid, voidOrphan } from '../voiding/settle-void.ts';
import { takeBackCapture } from '../capturing/take-back-capture.ts';

/**
 * The gateway may come round to what was asked of it, and no webhook need say so; and where this
 * process has no keys of it, another may have them by then.
 */
const reviewedEverySeconds = 600;

/**
 * The story that rests beside every question to the gateway: asks what became of a payment, and
 * again with backoff, until our row says what the gateway's book says.
 */
export function settlePayment(context: Context): StoryShape {
  const advance = async (paymentId: string, invocation: Invocation): Promise<void> => {
    const { database } = context;
    const seen = await lookAtStory(database, settlingStory, paymentId);
    const row = await database.first<PaymentRow>(readPayment(paymentId));
    const isHeld = row !== undefined && (await holdWithoutKeys(context, row, invocation));
    const looked = row && !isHeld ? await settle(context, row, invocation) : undefined;
    // It ended meanwhile, perhaps by another's look: what the gateway holds of it is still to be seen.
    const ended = looked && isOver(looked) && looked.version !== row?.version;
    const settled = ended ? await settle(context, looked, invocation) : looked;
    if (settled && (await isUnsettled(context, settled))) {
      throw new Error(`payment ${paymentId} is still ${settled.state} at the gateway`);
    }
    // Woken again meanwhile: then somebody wants one more look.
    if (settled?.state === 'review' || isHeld) {
      await putOffUnlessWoken(database, settlingStory, paymentId, reviewedEverySeconds, seen);
    } else await finishUnlessWoken(database, settlingStory, paymentId, seen);
  };
  return { story: settlingStory, advance };
}

/** What a person pays out waits for that person, not for an answer. */
async function isUnsettled(
  { database }: Context,
  { paymentId, state, refundPendingMinor, authorizationKind }: PaymentRow,
): Promise<boolean> {
  if (unsettledStates.includes(state)) return true;
  if (authorizationKind === 'card' || refundPendingMinor === 0) return refundPendingMinor > 0;
  const open = await database.query<RefundRow>(openRefunds(paymentId));
  return open.some((refund) => refund.state === 'requested');
}

function isOver({ state }: PaymentRow): boolean {
  return state === 'voided' || state === 'failed';
}

/** One look at the gateway. The payment afterwards. @throws GatewaySilent */
export async function settle(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  switch (row.state) {
    case 'authorizing':
    case 'requires_action': {
      const settled = await settleAuthorization(context, row, invocation);
      return settled.state === 'captured' ? settleRefunds(context, settled, invocation) : settled;
    }
    case 'authorized':
      return settleAuthorized(context, row, invocation);
    case 'capturing':
      return settleCapture(context, row, invocation);
    case 'captured': {
      const settled = await settleRefunds(context, row, invocation);
      return takeBackCapture(context, settled, invocation);
    }
    case 'part_received':
    case 'written_off':
      return settleRefunds(context, row, invocation);
    case 'voiding':
      return askVoid(context, row, invocation, 'event');
    case 'voided':
    case 'failed':
      await voidOrphan(context, row, invocation);
      return row;
    case 'review': {
      const settled = await settleReview(context, row, invocation);
      return settled.state === 'captured' ? settleRefunds(context, settled, invocation) : settled;
    }
    case 'credited':
      return row;
  }
}

/** Captured or given back at the gateway by hand, or expired there. */
async function settleAuthorized(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (row.authorizationKind === 'promise') return row;
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'not_found') return row;
  const { amountMinor, currency } = found.payment;
  if (amountMinor !== row.amountMinor || currency !== row.currency) throw new GatewaySilent(row);
  const learned = await learnFound(context, row, found.payment, invocation);
  return learned.state === 'captured' ? settleRefunds(context, learned, invocation) : learned;
}
