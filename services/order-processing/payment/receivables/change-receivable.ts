import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, Handlers, InputOf, OutputOf } from '#platform/calls/service.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  bankReceiptEntry,
  creditEntry,
  writeOffEntry,
  type LedgerEntry,
} from '../payments/ledger.ts';
import {
  paymentColumns,
  postedEntry,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { isAhead, notYet } from '../payments/moved-money.ts';
import { changedEvent } from '../payments/payment-events.ts';
import { paymentMoves, type PaymentMove } from '../payment-states.ts';
import { conflict, lockPromise, openOf, paymentNotFound, type Promised } from './locked-promise.ts';
import { giveUpFees } from './reminder-fees.ts';

type Names = 'recordReceipt' | 'writeOffPayment' | 'creditPayment';
type Receipt = OutputOf<'payment', 'recordReceipt'>['receipt'];
type ReceiptInput = InputOf<'payment', 'recordReceipt'>;

export function changeReceivables({ database }: Context): Pick<Handlers<'payment'>, Names> {
  return {
    recordReceipt: (input, invocation) =>
      database
        .command('recordReceipt', input, invocation, (tx) => recordReceipt(tx, input))
        .catch((error: unknown) => {
          const { constraint } = error as { constraint?: string };
          if (constraint === 'receipt_reference_of_money') return used();
          throw error;
        }),
    writeOffPayment: (input, invocation) =>
      database.command('writeOffPayment', input, invocation, (tx) => writeOff(tx, input)),
    creditPayment: (input, invocation) =>
      database.transaction('credit_payment', invocation, (tx) => credit(tx, input)),
  };
}

type Recorded = Awaited<ReturnType<Handler<'payment', 'recordReceipt'>>>;

async function recordReceipt(tx: Transaction, input: ReceiptInput): Promise<Recorded> {
  const { paymentId, source, reference, amountMinor, currency } = input;
  if (isAhead(input.receivedAt)) return notYet();
  const receiptId = newId();
  const row = await lockPromise(tx, paymentId);
  if (!row) return paymentNotFound();
  if (row.authorizationKind !== 'promise') {
    return fail('payment_not_promised', 'This order was not let go on a promise to pay.');
  }
  const before = await tx.first(sql`
    select from receipt r join payment p on p.channel = r.channel
    where p.payment_id = ${paymentId} and r.source = ${source} and r.reference = ${reference}`);
  if (before) return used();
  if (currency !== row.currency) {
    const message = `What is owed is in ${row.currency}.`;
    return fail('receipt_currency_differs', message, { currency: row.currency });
  }
  if (row.state === 'authorizing' || row.state === 'voiding') return conflict(row);
  const openMinor = openOf(row);
  const appliedMinor = Math.min(openMinor, amountMinor);
  const feesMinor = Math.min(row.feesOpenMinor, amountMinor - appliedMinor);
  const surplusMinor = amountMinor - appliedMinor - feesMinor;
  const paidUp = row.state === 'captured' || openMinor > 0;
  const kind = surplusMinor === 0 ? null : paidUp ? 'overpaid' : 'unassigned';
  await tx.change(sql`
    insert into receipt (receipt_id, payment_id, order_id, channel, source, reference, amount_minor,
      applied_minor, fees_minor, surplus_minor, surplus_kind, currency, received_at)
    select ${receiptId}::uuid, payment_id, order_id, channel, ${source}, ${reference}, ${amountMinor}::bigint,
      ${appliedMinor}::bigint, ${feesMinor}::bigint, ${surplusMinor}::bigint, ${kind}, currency, ${input.receivedAt}::timestamptz
    from payment where payment_id = ${paymentId}`);
  const move = receivingMove(row, appliedMinor, openMinor);
  const entry = bankReceiptEntry(receiptId, { appliedMinor, feesMinor, surplusMinor });
  const set = sql`captured_minor = captured_minor + ${appliedMinor}::bigint,
    capture_minor = coalesce(capture_minor, 0) + ${appliedMinor}::bigint`;
  const feesOpenMinor = row.feesOpenMinor - feesMinor;
  const moved = await settle(tx, { ...row, feesOpenMinor }, { move, set, entry });
  if (appliedMinor > 0) {
    const change = moved.state === 'captured' ? 'captured' : 'part_received';
    tx.emit(changedEvent(change, appliedMinor)(moved));
  }
  tx.audit({
    subject: `order:${row.orderId}`,
    after: {
      receiptId,
      source,
      reference,
      amountMinor,
      currency,
      appliedMinor,
      feesMinor,
      surplusMinor,
    },
  });
  const receipt = (await tx.first<Receipt>(receipts(sql`receipt_id = ${receiptId}`)))!;
  return ok({ receipt, payment: toPayment(moved) });
}

async function writeOff(
  tx: Transaction,
  { paymentId, reason }: InputOf<'payment', 'writeOffPayment'>,
): Promise<Awaited<ReturnType<Handler<'payment', 'writeOffPayment'>>>> {
  const row = await lockPromise(tx, paymentId);
  if (!row) return paymentNotFound();
  const openMinor = openOf(row);
  if (openMinor === 0) return conflict(row);
  await tx.change(sql`
    update receivable set written_off_minor = ${openMinor}, write_off_reason = ${reason}
    where payment_id = ${paymentId}`);
  const entry = writeOffEntry(paymentId, openMinor, row.feesOpenMinor);
  const moved = await settle(tx, { ...row, feesOpenMinor: 0 }, { move: 'write_off', entry });
  const reported = { writtenOffMinor: openMinor, reason };
  tx.emit(changedEvent('written_off', openMinor, reported)(moved));
  const after = { writtenOffMinor: openMinor, currency: row.currency, reason };
  tx.audit({ subject: `order:${row.orderId}`, after });
  return ok(toPayment(moved));
}

/** Of a debt that was given up: what comes back makes the loss smaller. */
async function credit(
  tx: Transaction,
  { paymentId, creditId, amountMinor }: InputOf<'payment', 'creditPayment'>,
): Promise<Awaited<ReturnType<Handler<'payment', 'creditPayment'>>>> {
  const row = await lockPromise(tx, paymentId);
  if (!row) return paymentNotFound();
  const before = await tx.first<{ creditedMinor: number }>(sql`
    select sum(amount_minor)::bigint as credited_minor from ledger_posting
    join ledger_entry using (entry_id)
    where source = ${`credit:${creditId}`} and direction = 'debit' having count(*) > 0`);
  if (before) return ok({ ...before, payment: toPayment(row) });
  const isLost = row.state === 'written_off';
  const openMinor = isLost ? row.writtenOffMinor : openOf(row);
  const creditedMinor = amountMinor ?? openMinor;
  if (openMinor === 0) return conflict(row);
  if (creditedMinor > openMinor) {
    return fail('credit_exceeds_open', `No more than ${openMinor} is open.`, { openMinor });
  }
  await tx.change(sql`
    update receivable set credited_minor = credited_minor + ${creditedMinor}::bigint,
      written_off_minor = written_off_minor - ${isLost ? creditedMinor : 0}::bigint
    where payment_id = ${paymentId}`);
  const leftMinor = openMinor - creditedMinor;
  const move = leftMinor > 0 ? undefined : lastMove(isLost, row.capturedMinor > 0);
  const entry = creditEntry(creditId, creditedMinor, isLost);
  const feesOpenMinor =
    move === undefined || move === 'receive_rest'
      ? row.feesOpenMinor
      : await giveUpFees(tx, row, `credit:${creditId}`);
  const moved = await settle(tx, { ...row, feesOpenMinor }, { move, entry });
  const owed = { creditedMinor: row.creditedMinor + creditedMinor };
  tx.emit(changedEvent('credited', creditedMinor, owed)(moved));
  return ok({ creditedMinor, payment: toPayment(moved) });
}

export function receivingMove(
  { state }: PaymentRow,
  appliedMinor: number,
  openMinor: number,
): PaymentMove | undefined {
  if (appliedMinor === 0) return undefined;
  if (appliedMinor === openMinor) return 'receive_rest';
  return state === 'authorized' ? 'receive_part' : undefined;
}

/** Nothing is open any more: what was paid of it stays paid. */
function lastMove(isLost: boolean, isPaidInPart: boolean): PaymentMove {
  if (isLost) return isPaidInPart ? 'credit_lost_rest' : 'credit_lost';
  return isPaidInPart ? 'receive_rest' : 'credit_all';
}

interface Settling {
  /** None where the state stays. */
  readonly move: PaymentMove | undefined;
  readonly set?: Statement;
  readonly entry: LedgerEntry | undefined;
}

const onlyCounted = sql`version = version + 1, moved_at = kontor_now()`;

/**
 * Under the lock: the state, the sums, what is posted, and whether nothing is open any more.
 *
 * @param row with the fees that are open afterwards
 */
export async function settle(
  tx: Transaction,
  row: Promised,
  { move, set, entry }: Settling,
): Promise<PaymentRow> {
  const to = move ? paymentMoves[move].to : row.state;
  const isPaid = to !== 'authorized' && to !== 'part_received';
  const settled = isPaid && row.feesOpenMinor === 0;
  const moved = await tx.first<PaymentRow>(sql`
    with moved as (
      update payment set ${move ? becomes(paymentMoves[move]) : onlyCounted}
        ${set ? sql`, ${set}` : sql``}
      where payment_id = ${row.paymentId}
        and ${move ? standsBefore(paymentMoves[move]) : sql`state = ${row.state}`} returning *)
    ${entry ? sql`, ${postedEntry(entry)}` : sql``},
    ended as (
      update receivable r set settled = ${settled}, fees_open_minor = ${row.feesOpenMinor}
      from moved
      where r.payment_id = moved.payment_id returning 1)
    select ${paymentColumns} from moved p`);
  if (!moved)
    throw new Error(`payment ${row.paymentId} is ${row.state}: ${move ?? 'change'} was lost`);
  return moved;
}

export function receipts(where: Statement): Statement {
  return sql`
    select receipt_id, order_id, source, reference,
           amount_minor, applied_minor, fees_minor,
           surplus_minor, surplus_kind, currency,
           received_at, assigned_from
    from receipt where ${where} order by created_at`;
}

function used() {
  return fail(
    'receipt_reference_used',
    'This reference was booked already. Look for it among the receipts.',
  );
}
