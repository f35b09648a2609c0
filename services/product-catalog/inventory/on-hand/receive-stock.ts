import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { changeOnHand, lockLines, totalOf } from './change-on-hand.ts';
import { claimDocument, recordDocument } from '../ledger/stock-documents.ts';

/** Goods that came in: on hand for whoever waits for them, oldest first, and then for all. */
export function receiveStock({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'receiveStock'> {
  return async (input: InputOf<'inventory', 'receiveStock'>, invocation) =>
    database.transaction('receive_stock', invocation, async (tx) => {
      const { receiptId, reason, lines } = input;
      const claim = await claimDocument(tx, 'receipt', receiptId);
      if (!claim.fresh) return ok(claim.reply as OutputOf<'inventory', 'receiveStock'>);
      const locked = await lockLines(tx, lines);
      if (!locked.ok) return locked;
      const { book, lines: stocked } = locked.value;
      const changes = stocked.map(({ row, quantity }) => ({
        row,
        delta: quantity,
        columns: { received: row.received + quantity },
      }));
      const reply = {
        movements: await changeOnHand(tx, book, 'receipt', changes, {
          reason,
          referenceId: receiptId,
        }),
      };
      recordDocument(tx, 'receipt', receiptId, totalOf(changes), reply);
      tx.audit({ subject: `receipt ${receiptId}`, after: { lines } });
      return ok(reply);
    });
}
