import { fail, ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Handler, Handlers, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { payOutMoves } from '../payment-states.ts';
import { surplusPaidEntry } from '../payments/ledger.ts';
import {
  postedEntry,
  readPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { isAhead, notYet } from '../payments/moved-money.ts';
import { payOuts, toPayOut, withinChannels, type PayOutRow } from '../refunding/pay-out-store.ts';
import { changedEvent, takenBackEvent } from '../payments/payment-events.ts';
import { endRefund, readRefund, type RefundRow } from '../refunding/refund-store.ts';

type Names = 'settlePayOut' | 'cancelPayOut' | 'bindPayOuts';
type Settled = Awaited<ReturnType<Handler<'payment', 'settlePayOut'>>>;
type Cancelled = Awaited<ReturnType<Handler<'payment', 'cancelPayOut'>>>;

/** A pay-out ends once, under its row's lock: the money has left, or it never will. */
export function endPayOuts({ database }: Context): Pick<Handlers<'payment'>, Names> {
  return {
    settlePayOut: (input, invocation) =>
      database.command('settlePayOut', input, invocation, (tx) => settle(tx, input)),
    cancelPayOut: (input, invocation) =>
      database.command('cancelPayOut', input, invocation, (tx) => cancel(tx, input)),
    bindPayOuts: ({ paymentId }, invocation) =>
      database.transaction('bind_pay_outs', invocation, (tx) => bind(tx, paymentId)),
  };
}

async function settle(
  tx: Transaction,
  { paidAt, reference, ...asked }: InputOf<'payment', 'settlePayOut'>,
): Promise<Settled> {
  if (isAhead(paidAt)) return notYet();
  const open = await lockOpen(tx, asked);
  if (!open.ok) return open;
  const { payOutId, paymentId, orderId, kind, amountMinor, currency } = open.value;
  const set = sql`paid_at = ${paidAt}::timestamptz, reference = ${reference}`;
  await tx.change(transition(payOutMoves.settle, payOutId, { set }));
  if (kind === 'refund') {
    const moved = await endItsRefund(tx, open.value, {
      state: 'refunded',
      gatewayRefundId: null,
    });
    tx.emit(changedEvent('refunded', amountMinor)(moved));
  } else {
    await tx.change(sql`
      with moved as (select * from payment where payment_id = ${paymentId}),
      ${postedEntry(surplusPaidEntry(payOutId, amountMinor))} select from posted`);
  }
  const after = { payOutId, kind, amountMinor, currency, reference, paidAt };
  tx.audit({ subject: `order:${orderId}`, after });
  return ok(await payOutNow(tx, payOutId));
}

async function cancel(
  tx: Transaction,
  { reason, ...asked }: InputOf<'payment', 'cancelPayOut'>,
): Promise<Cancelled> {
  const open = await lockOpen(tx, asked);
  if (!open.ok) return open;
  const { payOutId, orderId, receiptId, kind, amountMinor, currency, isBound } = open.value;
  if (kind === 'refund' && isBound) {
    const message = 'The order is cancelled, so its money goes back. Settle this once it is paid.';
    return fail('order_was_cancelled', message);
  }
  await tx.change(
    transition(payOutMoves.cancel, payOutId, { set: sql`cancel_reason = ${reason}` }),
  );
  if (kind === 'refund') {
    const moved = await endItsRefund(tx, open.value, {
      state: 'failed',
      code: 'pay_out_cancelled',
    });
    const change = 'pay_out_cancelled';
    tx.emit(takenBackEvent({ change, subjectId: payOutId, amountMinor }, moved));
  } else {
    await tx.change(sql`
      update receipt set surplus_claimed_minor = surplus_claimed_minor - ${amountMinor}::bigint
      where receipt_id = ${receiptId}`);
  }
  const after = { payOutId, kind, amountMinor, currency, cancelReason: reason };
  tx.audit({ subject: `order:${orderId}`, after });
  return ok(await payOutNow(tx, payOutId));
}

/** Who cancels one at this moment is waited for: what he did is seen. */
async function bind(
  tx: Transaction,
  paymentId: string,
): Promise<Awaited<ReturnType<Handler<'payment', 'bindPayOuts'>>>> {
  const found = await tx.change(
    sql`update payment set pay_outs_bound = true where payment_id = ${paymentId}`,
  );
  if (found === 0) return fail('payment_not_found', 'There is no such payment.');
  const rows = await tx.query<{ refundId: string }>(sql`
    select refund_id from refund
    where payment_id = ${paymentId} and state in ('accepted', 'refunded')`);
  return ok({ refundIds: rows.map(({ refundId }) => refundId) });
}

type Open = PayOutRow & { isBound: boolean };

/** The payment’s row first, as everybody does who moves its money. */
async function lockOpen(
  tx: Transaction,
  { payOutId, channels }: { payOutId: string; channels: readonly string[] | null },
) {
  const payment = await tx.first<{ isBound: boolean }>(sql`
    select pay_outs_bound as is_bound from payment
    where payment_id = (select payment_id from pay_out
      where pay_out_id = ${payOutId} and ${withinChannels(channels)}) for update`);
  await tx.change(sql`select from pay_out where pay_out_id = ${payOutId} for update`);
  const row = await tx.first<PayOutRow>(payOuts(sql`o.pay_out_id = ${payOutId}`));
  if (!payment || !row) return fail('pay_out_not_found', 'There is no such pay-out.');
  const { state } = row;
  if (state === 'to_pay_out') return ok<Open>({ ...row, ...payment });
  const done = state === 'paid_out' ? 'paid out' : 'cancelled';
  return stateConflict(payOutMoves, state, `It was ${done} already.`);
}

async function endItsRefund(
  tx: Transaction,
  { payOutId, paymentId }: PayOutRow,
  end: Parameters<typeof endRefund>[2],
): Promise<PaymentRow> {
  const payment = (await tx.first<PaymentRow>(readPayment(paymentId)))!;
  const refund = (await tx.first<RefundRow>(readRefund(payOutId)))!;
  const moved = await tx.first<PaymentRow>(endRefund(payment, refund, end));
  if (!moved) throw new Error(`refund ${payOutId} is ${refund.state}, its pay-out was open`);
  return moved;
}

async function payOutNow(tx: Transaction, payOutId: string) {
  return toPayOut((await tx.first<PayOutRow>(payOuts(sql`o.pay_out_id = ${payOutId}`)))!);
}
