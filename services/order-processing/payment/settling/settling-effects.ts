import type { Invocation } from '#kernel/invocation.ts';
import {
  finishUnlessWoken,
  putOffUnlessWoken,
  type RestingStory,
} from '#platform/stories/rest-unless-woken.ts';
import { holdWithoutKeys } from './held-payments.ts';
import { findByReference, settleAuthorization } from '../authorizing/settle-authorization.ts';
import { askRelease } from '../capturing/release-rest.ts';
import { settleCapture } from '../capturing/settle-capture.ts';
import { settleBetweenParts, settlePart } from '../capturing/settle-part.ts';
import { takeBackCapture } from '../capturing/take-back-capture.ts';
import { unsettledStates } from '../payment-states.ts';
import { learnFound } from '../payments/learn-found.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  readPayment,
  settlingStory,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { openRefunds, type RefundRow } from '../refunding/refund-store.ts';
import { settleRefunds } from '../refunding/settle-refund.ts';
import { settleOrphan } from '../voiding/settle-orphan.ts';
import { askVoid } from '../voiding/settle-void.ts';
import { settleReview } from './settle-review.ts';

/**
 * The gateway may come round to what was asked of it, and no webhook need say so; and where this
 * process has no keys of it, another may have them by then.
 */
const reviewedEverySeconds = 600;

/**
 * All that settling a payment does to the world: what it asks of the gateway, each with the move that
 * records the answer, and what becomes of the story.
 */
export interface SettlingEffects {
  readonly read: {
    payment(): Promise<PaymentRow | undefined>;
    /** Whether something of it is still unknown. */
    isUnsettled(row: PaymentRow): Promise<boolean>;
  };
  /** Each gives the payment as it is afterwards. @throws GatewaySilent */
  readonly call: {
    settleAuthorization(row: PaymentRow): Promise<PaymentRow>;
    /** Captured or given back at the gateway by hand, or expired there. */
    settleAuthorized(row: PaymentRow): Promise<PaymentRow>;
    settleCapture(row: PaymentRow): Promise<PaymentRow>;
    settlePart(row: PaymentRow): Promise<PaymentRow>;
    /** Captured in part: released at the gateway by hand, or expired there. */
    settleBetweenParts(row: PaymentRow): Promise<PaymentRow>;
    askRelease(row: PaymentRow): Promise<PaymentRow>;
    settleRefunds(row: PaymentRow): Promise<PaymentRow>;
    takeBackCapture(row: PaymentRow): Promise<PaymentRow>;
    settleReview(row: PaymentRow): Promise<PaymentRow>;
    askVoid(row: PaymentRow): Promise<PaymentRow>;
    /** Gives back what the gateway holds, or took, of a payment that is over here. */
    settleOrphan(row: PaymentRow): Promise<PaymentRow>;
  };
  /** What becomes of the story, unless somebody has woken it since this look began. */
  readonly move: {
    /** True where this process has no keys of the payment's provider: then nothing is asked. */
    holdWithoutKeys(row: PaymentRow): Promise<boolean>;
    lookLater(): Promise<void>;
    end(): Promise<void>;
  };
}

/** The gateway's and the database's own. */
export function settlingEffectsOf(
  context: Context,
  paymentId: string,
  seen: RestingStory | undefined,
  invocation: Invocation,
): SettlingEffects {
  const { database } = context;
  return {
    read: {
      payment: () => database.first<PaymentRow>(readPayment(paymentId), invocation),
      isUnsettled: (row) => isUnsettled(context, row),
    },
    call: {
      settleAuthorization: (row) => settleAuthorization(context, row, invocation),
      settleAuthorized: (row) => settleAuthorized(context, row, invocation),
      settleCapture: (row) => settleCapture(context, row, invocation),
      settlePart: (row) => settlePart(context, row, invocation),
      settleBetweenParts: (row) => settleBetweenParts(context, row, invocation),
      askRelease: (row) => askRelease(context, row, invocation, 'event'),
      settleRefunds: (row) => settleRefunds(context, row, invocation),
      takeBackCapture: (row) => takeBackCapture(context, row, invocation),
      settleReview: (row) => settleReview(context, row, invocation),
      askVoid: (row) => askVoid(context, row, invocation, 'event'),
      settleOrphan: (row) => settleOrphan(context, row, invocation),
    },
    move: {
      holdWithoutKeys: (row) => holdWithoutKeys(context, row, invocation),
      lookLater: () =>
        putOffUnlessWoken(database, settlingStory, paymentId, reviewedEverySeconds, seen),
      end: () => finishUnlessWoken(database, settlingStory, paymentId, seen),
    },
  };
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
  return learnFound(context, row, found.payment, invocation);
}
