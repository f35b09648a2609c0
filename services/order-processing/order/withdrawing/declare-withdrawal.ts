import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  insertDeclared,
  receiptOf,
  tooManyWithdrawals,
  type WithdrawalRow,
} from './withdrawal-store.ts';

/**
 * Takes down what is declared, whether there is such an order or not: that is found out once it is
 * confirmed, after everybody was answered the same.
 */
export function declareWithdrawal({
  database,
}: ServiceContext<'order'>): Handler<'order', 'declareWithdrawal'> {
  return (input, invocation) =>
    database.command('declareWithdrawal', input, invocation, async (tx) => {
      const { orderNumber, email, name, note } = input;
      const { channel, locale } = invocation;
      const declared = {
        id: newId(),
        channel,
        locale,
        orderNumber: orderNumber.trim().replace(/^#\s*/, '') || orderNumber,
        orderId: null,
        email,
        name,
        lines: null,
        note: note ?? null,
      };
      const row = await tx.first<WithdrawalRow>(insertDeclared(declared));
      return row ? ok(receiptOf(row)) : tooManyWithdrawals();
    });
}
