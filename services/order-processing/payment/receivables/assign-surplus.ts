import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { receipts, receivingMove, settle } from './change-receivable.ts';
import { conflict, lockPromise, openOf, paymentNotFound, type Promised } from './locked-promise.ts';
import { assignedReceiptEntry, surplusAssignedEntry } from '../payments/ledger.ts';
import { postedEntry, type Context } from '../payments/payment-store.ts';
import { changedEvent } from '../payments/payment-events.ts';
import { withinChannels } from '../refunding/pay-out-store.ts';

type Answer = Awaited<ReturnType<Handler<'payment', 'assignSurplus'>>>;
type Input = InputOf<'payment', 'assignSurplus'>;
type Receipt = Extract<Answer, { ok: true }>['value'];

interface Surplus {
  readonly paymentId: string;
  readonly orderId: string;
  readonly channel: string;
  readonly currency: string;
  readonly leftMinor: number;
  /** Whether the payment that is to have it is of the same channel. */
  readonly isOfChannel: boolean;
}

/** Money that is nobody’s is claimed in its receipt’s row and received by another payment, at once. */
export function assignSurplus({ database }: Context): Handler<'payment', 'assignSurplus'> {
  return (input, invocation) =>
    database.command('assignSurplus', input, invocation, (tx) => assign(tx, input));
}

async function assign(tx: Transaction, input: Input): Promise<Answer> {
  const surplus = await lockSurplus(tx, input);
  if (!surplus) return fail('surplus_not_found', 'No such money came in.');
  const row = await lockPromise(tx, input.paymentId);
  if (!row) return paymentNotFound();
  if (row.authorizationKind !== 'promise') {
    return fail('payment_not_promised', 'This order was not let go on a promise to pay.');
  }
  const { channel, currency, leftMinor } = surplus;
  if (!surplus.isOfChannel || currency !== row.currency) {
    const message = `It came in for the channel ${channel}, in ${currency}: choose an order of both.`;
    return fail('surplus_not_assignable', message, { channel, currency });
  }
  const openMinor = openOf(row);
  if (openMinor === 0) return conflict(row);
  const amountMinor = input.amountMinor ?? Math.min(leftMinor, openMinor);
  if (leftMinor === 0 || amountMinor > leftMinor) {
    return fail('surplus_exceeded', `At most ${leftMinor} of it is nobody’s.`, { leftMinor });
  }
  if (amountMinor > openMinor) {
    return fail('surplus_exceeds_open', `The order owes ${openMinor} and no more.`, { openMinor });
  }
  return ok(await move(tx, { input, surplus, row, openMinor, amountMinor }));
}

/**
 * Both payments first, in the order of their ids, so that nobody meets in a circle; then the
 * receipt, which everybody locks last.
 */
async function lockSurplus(tx: Transaction, { receiptId, paymentId, channels }: Input) {
  await tx.change(sql`
    select from payment where payment_id = ${paymentId} or payment_id = (
      select payment_id from receipt
      where receipt_id = ${receiptId} and ${withinChannels(channels)})
    order by payment_id for update`);
  const itself = sql`receipt_id = ${receiptId} and ${withinChannels(channels)}`;
  await tx.change(sql`select from receipt where ${itself} for update`);
  return tx.first<Surplus>(sql`
    select payment_id, order_id, channel, currency,
      surplus_minor - surplus_claimed_minor as left_minor,
      exists (select from payment p where p.payment_id = ${paymentId}
        and p.channel = receipt.channel) as is_of_channel
    from receipt where ${itself}`);
}

interface Assigned {
  readonly input: Input;
  readonly surplus: Surplus;
  readonly row: Promised;
  readonly openMinor: number;
  readonly amountMinor: number;
}

async function move(tx: Transaction, assigned: Assigned): Promise<Receipt> {
  const { input, surplus, row, openMinor, amountMinor } = assigned;
  const { receiptId, paymentId, reason } = input;
  const assignedId = newId();
  await tx.change(sql`
    with claimed as (
      update receipt set surplus_claimed_minor = surplus_claimed_minor + ${amountMinor}::bigint
      where receipt_id = ${receiptId} returning *)
    insert into receipt (receipt_id, payment_id, order_id, channel, source, reference, amount_minor,
      applied_minor, surplus_minor, currency, received_at, assigned_from)
    select ${assignedId}::uuid, ${paymentId}::uuid, ${row.orderId}::uuid, channel, source, reference,
      ${amountMinor}::bigint, ${amountMinor}::bigint, 0, currency, received_at, receipt_id
    from claimed`);
  await tx.change(sql`
    with moved as (select * from payment where payment_id = ${surplus.paymentId}),
    ${postedEntry(surplusAssignedEntry(assignedId, amountMinor))} select from posted`);
  const moved = await settle(tx, row, {
    move: receivingMove(row, amountMinor, openMinor),
    set: sql`captured_minor = captured_minor + ${amountMinor}::bigint,
      capture_minor = coalesce(capture_minor, 0) + ${amountMinor}::bigint`,
    entry: assignedReceiptEntry(assignedId, amountMinor),
  });
  const change = moved.state === 'captured' ? 'captured' : 'part_received';
  tx.emit(changedEvent(change, amountMinor)(moved));
  tx.audit({
    subject: `order:${surplus.orderId}`,
    after: { receiptId, assignedId, toOrderId: row.orderId, amountMinor, reason },
  });
  return (await tx.first<Receipt>(receipts(sql`receipt_id = ${assignedId}`)))!;
}
