import type { CancellingEffects } from './cancelling-effects.ts';

/** How the money of a cancelled order went back. */
export interface GivenBack {
  readonly kind:
    | 'voided'
    | 'refunded'
    | 'refund_pending'
    | 'refund_failed'
    | 'refunded_before'
    | 'disputed';
  readonly amountMinor: number;
  /** Of all that was paid, what has gone back or is on its way. */
  readonly backMinor: number;
}

const nothingCharged: GivenBack = { kind: 'voided', amountMinor: 0, backMinor: 0 };

/**
 * The part of a cancellation's plot that is about money: voids the payment; where payment says that
 * it was captured, refunds all that is left of it.
 */
export async function giveMoneyBack(
  effects: CancellingEffects,
  invoiced: boolean,
): Promise<GivenBack> {
  const { call } = effects;
  const state = await call.voidPayment();
  switch (state) {
    case 'voided':
    case 'failed':
      return takeInvoiceBack(effects, invoiced);
    // A promise of which a part was paid, credited or given up.
    case 'part_received':
    case 'written_off':
    case 'authorized':
      return creditRest(effects, invoiced);
    // Perhaps by this cancellation, which did not come to what follows.
    case 'credited':
    case 'captured':
      return creditRest(effects, invoiced);
    case 'authorizing':
    case 'requires_action':
    case 'capturing':
    case 'capturing_part':
    case 'part_captured':
    case 'releasing':
    case 'voiding':
    case 'review':
      throw new Error(`void: payment is ${state}`);
  }
}

async function takeInvoiceBack({ call }: CancellingEffects, invoiced: boolean): Promise<GivenBack> {
  if (invoiced) await call.creditInvoice();
  return nothingCharged;
}

/**
 * What is left of a promise is owed no more, and what came in goes back. Asked again for one whose
 * rest was credited before, so that a cancellation that broke off there takes it off the invoice.
 */
async function creditRest(effects: CancellingEffects, invoiced: boolean): Promise<GivenBack> {
  const { call } = effects;
  const { creditedMinor, isPaid } = await call.creditRest();
  if (invoiced && creditedMinor > 0) await call.creditNoteOfRest(creditedMinor);
  return isPaid ? refundRest(effects, invoiced) : nothingCharged;
}

async function refundRest(effects: CancellingEffects, invoiced: boolean): Promise<GivenBack> {
  const { call, move } = effects;
  const { refund, refundedMinor, pendingMinor } = await move.claimRest();
  if (!refund) return givenBefore(refundedMinor, pendingMinor);
  const { amountMinor } = refund;
  const earlierMinor = refundedMinor + pendingMinor;
  const given = (kind: GivenBack['kind']): GivenBack => {
    const backMinor = kind === 'refund_failed' ? earlierMinor : earlierMinor + amountMinor;
    return { kind, amountMinor, backMinor };
  };
  if (refund.state === 'refunded') return given('refunded');
  if (refund.state === 'failed') return given('refund_failed');
  const paid = await call.payOut(refund);
  if (paid.outcome === 'refused') {
    await move.failRefund(refund, paid.reason);
    // The gateway took the payment back since it was looked at: nothing is there to be given.
    const isGone =
      paid.reason === 'payment_state_conflict' && (await call.voidPayment()) === 'voided';
    return isGone ? takeInvoiceBack(effects, invoiced) : given('refund_failed');
  }
  if (paid.outcome === 'pending') {
    await move.followRefund(refund);
    return given('refund_pending');
  }
  await move.completeRefund(refund, paid, await call.issueCreditNote(refund));
  return given('refunded');
}

/** Nothing was left to give: it is with the customer, on its way there, or asked for by the bank. */
function givenBefore(refundedMinor: number, pendingMinor: number): GivenBack {
  const backMinor = refundedMinor + pendingMinor;
  if (pendingMinor > 0) return { kind: 'refund_pending', amountMinor: pendingMinor, backMinor };
  if (refundedMinor === 0) return { kind: 'disputed', amountMinor: 0, backMinor };
  return { kind: 'refunded_before', amountMinor: refundedMinor, backMinor };
}
