import type { OrderSnapshot } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { provenBy } from '../links/proven-by.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { orderNotFound } from '../reading/get-order.ts';
import {
  insertDeclared,
  receiptOf,
  tooManyWithdrawals,
  type WithdrawalRow,
} from './withdrawal-store.ts';

type Answer = Awaited<ReturnType<Handler<'order', 'declareOrderWithdrawal'>>>;
type Lines = InputOf<'order', 'declareOrderWithdrawal'>['lines'];

/** As by number and e-mail, of an order that whoever declares it can see; of some of its lines too. */
export function declareOrderWithdrawal({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'declareOrderWithdrawal'> {
  return (input, invocation) =>
    database.command('declareOrderWithdrawal', input, invocation, async (tx): Promise<Answer> => {
      const { orderId, orderToken, link } = provenBy(settings, input);
      const visible = visibleTo(invocation.actor, 'orders:write', { orderToken, link });
      const order = await tx.first<{ snapshot: OrderSnapshot }>(
        sql`select snapshot from orders where id = ${orderId} and ${visible}`,
      );
      if (!order) return orderNotFound();
      const { snapshot } = order;
      const refused = lineRefused(input.lines, snapshot);
      if (refused) return refused;
      const declared = {
        id: newId(),
        channel: snapshot.channel,
        locale: snapshot.locale,
        orderNumber: snapshot.orderNumber,
        orderId,
        email: input.email ?? snapshot.email,
        name: input.name ?? (snapshot.shippingAddress ?? snapshot.billingAddress).name,
        lines: input.lines ?? null,
        note: input.note ?? null,
      };
      const row = await tx.first<WithdrawalRow>(insertDeclared(declared));
      return row ? ok(receiptOf(row)) : tooManyWithdrawals();
    });
}

function lineRefused(lines: Lines, snapshot: OrderSnapshot) {
  const seen = new Set<string>();
  for (const { lineId, quantity } of lines ?? []) {
    const ordered = snapshot.lines.find((line) => line.lineId === lineId)?.quantity ?? 0;
    if (quantity <= ordered && !seen.has(lineId)) {
      seen.add(lineId);
      continue;
    }
    const message = `The order has ${ordered} of that line. Name each line once, with what you withdraw from.`;
    return fail('withdrawal_line_invalid', message, { lineId, ordered });
  }
  return undefined;
}
