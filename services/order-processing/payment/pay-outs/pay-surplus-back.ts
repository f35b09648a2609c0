import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import { payOuts, toPayOut, withinChannels, type PayOutRow } from '../refunding/pay-out-store.ts';

type Answer = Awaited<ReturnType<Handler<'payment', 'paySurplusBack'>>>;

interface LockedReceipt {
  orderId: string;
  leftMinor: number;
}

/** Claims money that is nobody's in the receipt's row, so that it is never paid back twice. */
export function paySurplusBack({ database }: Context): Handler<'payment', 'paySurplusBack'> {
  return (input, invocation) =>
    database.command('paySurplusBack', input, invocation, async (tx): Promise<Answer> => {
      const { receiptId, reason, channels } = input;
      // The payment's row first, as everybody does who moves its money: who cancels holds it too.
      await tx.change(sql`
        select from payment where payment_id = (
          select payment_id from receipt
          where receipt_id = ${receiptId} and ${withinChannels(channels)}) for update`);
      const receipt = await tx.first<LockedReceipt>(sql`
        select order_id, surplus_minor - surplus_claimed_minor as left_minor
        from receipt where receipt_id = ${receiptId} and ${withinChannels(channels)} for update`);
      if (!receipt) return fail('surplus_not_found', 'No such money came in.');
      const { orderId, leftMinor } = receipt;
      const amountMinor = input.amountMinor ?? leftMinor;
      if (leftMinor === 0 || amountMinor > leftMinor) {
        return fail('surplus_exceeded', `At most ${leftMinor} of it is nobody’s.`, { leftMinor });
      }
      const payOutId = newId();
      await tx.change(sql`
        with claimed as (
          update receipt set surplus_claimed_minor = surplus_claimed_minor + ${amountMinor}::bigint
          where receipt_id = ${receiptId} returning *)
        insert into pay_out (pay_out_id, kind, payment_id, order_id, channel, receipt_id,
          amount_minor, currency, reason)
        select ${payOutId}::uuid, 'surplus', payment_id, order_id, channel, receipt_id,
          ${amountMinor}::bigint, currency, ${reason} from claimed`);
      tx.audit({
        subject: `order:${orderId}`,
        after: { payOutId, receiptId, amountMinor, reason },
      });
      return ok(toPayOut((await tx.first<PayOutRow>(payOuts(sql`o.pay_out_id = ${payOutId}`)))!));
    });
}
