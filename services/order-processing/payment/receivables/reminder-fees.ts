import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, Handlers, InputOf } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { reminderFeeBackEntry, reminderFeeEntry, type LedgerEntry } from '../payments/ledger.ts';
import { postedEntry, type Context } from '../payments/payment-store.ts';
import { lockPromise, openOf, paymentNotFound, type Promised } from './locked-promise.ts';

type Names = 'chargeReminderFee' | 'takeBackReminderFee' | 'waiveReminderFees';
type Reminder = InputOf<'payment', 'chargeReminderFee'>;

const chargeOf = ({ paymentId, step }: Reminder) => `reminder_fee:${paymentId}:${step}`;

/**
 * What reminders cost stands beside what is owed for the goods: it is of no order, no invoice and no
 * tax, is paid last, and the ledger says once a step what was charged.
 */
export function reminderFees({ database }: Context): Pick<Handlers<'payment'>, Names> {
  return {
    chargeReminderFee: (asked, invocation) =>
      database.transaction('charge_reminder_fee', invocation, async (tx) => {
        const row = await lockPromise(tx, asked.paymentId);
        if (!row) return paymentNotFound();
        const { feesOpenMinor } = row;
        const before = await postedOf(tx, chargeOf(asked));
        if (before !== undefined) return ok({ feeMinor: before, feesOpenMinor });
        const feeMinor = openOf(row) === 0 ? 0 : await feeNow(tx, asked);
        if (feeMinor === 0) return ok({ feeMinor, feesOpenMinor });
        await post(tx, row, feeMinor, reminderFeeEntry(chargeOf(asked), feeMinor));
        return ok({ feeMinor, feesOpenMinor: feesOpenMinor + feeMinor });
      }),
    takeBackReminderFee: (asked, invocation) =>
      database.transaction('take_back_reminder_fee', invocation, async (tx) => {
        const row = await lockPromise(tx, asked.paymentId);
        if (!row) return paymentNotFound();
        const source = `reminder_fee_back:${asked.paymentId}:${asked.step}`;
        const charged = (await postedOf(tx, chargeOf(asked))) ?? 0;
        const before = await postedOf(tx, source);
        const takenBackMinor = before ?? Math.min(charged, row.feesOpenMinor);
        if (before === undefined && takenBackMinor > 0) {
          await post(tx, row, -takenBackMinor, reminderFeeBackEntry(source, takenBackMinor));
        }
        return ok({ takenBackMinor });
      }),
    waiveReminderFees: (asked, invocation) =>
      database.command('waiveReminderFees', asked, invocation, (tx) => waive(tx, asked)),
  };
}

async function waive(
  tx: Transaction,
  { paymentId, reason }: InputOf<'payment', 'waiveReminderFees'>,
): Promise<Awaited<ReturnType<Handler<'payment', 'waiveReminderFees'>>>> {
  const row = await lockPromise(tx, paymentId);
  if (!row) return paymentNotFound();
  const { feesOpenMinor: waivedMinor, currency, orderId } = row;
  if (waivedMinor === 0) {
    return fail('reminder_fees_not_open', 'Nothing of what reminders cost is open.');
  }
  await giveUpFees(tx, row, newId());
  tx.audit({ subject: `order:${orderId}`, after: { waivedMinor, currency, reason } });
  return ok({ waivedMinor, currency });
}

/** Under the lock: nothing of them is asked for any more. @returns what is open of them then */
export async function giveUpFees(tx: Transaction, row: Promised, by: string): Promise<0> {
  const { feesOpenMinor, paymentId } = row;
  const source = `reminder_fees_back:${paymentId}:${by}`;
  if (feesOpenMinor > 0) {
    await post(tx, row, -feesOpenMinor, reminderFeeBackEntry(source, feesOpenMinor));
  }
  return 0;
}

/** Before a promise is void; nobody adds to them while it is `voiding`. */
export async function giveUpFeesOfVoid(
  { database }: Context,
  paymentId: string,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('give_up_fees', invocation, async (tx) => {
    const row = await lockPromise(tx, paymentId);
    if (row?.state === 'voiding') await giveUpFees(tx, row, 'void');
  });
}

/** What the method asks for this reminder now. */
async function feeNow(tx: Transaction, { paymentId, step }: Reminder): Promise<number> {
  const row = await tx.first<{ feeMinor: number }>(sql`
    select coalesce(m.reminder_fees_minor[${step}::int], 0) as fee_minor
    from payment p join payment_method m on m.channel = p.channel and m.code = p.method_code
    where p.payment_id = ${paymentId}`);
  return row?.feeMinor ?? 0;
}

async function postedOf(tx: Transaction, source: string): Promise<number | undefined> {
  const row = await tx.first<{ minor: number }>(sql`
    select amount_minor as minor from ledger_posting join ledger_entry using (entry_id)
    where source = ${source} and direction = 'debit'`);
  return row?.minor;
}

/** The last that is open settles what was paid before. */
async function post(
  tx: Transaction,
  row: Promised,
  amountMinor: number,
  entry: LedgerEntry,
): Promise<void> {
  const isOpen = row.state === 'authorized' || row.state === 'part_received';
  await tx.change(sql`
    with moved as (select * from payment where payment_id = ${row.paymentId}),
    ${postedEntry(entry)}
    update receivable set fees_open_minor = fees_open_minor + ${amountMinor}::bigint,
      settled = ${!isOpen} and fees_open_minor + ${amountMinor}::bigint = 0
    where payment_id = ${row.paymentId}`);
}
