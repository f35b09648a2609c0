import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { changeOnHand, lockLines, totalOf, type LockedLines } from './change-on-hand.ts';
import { claimDocument, recordDocument } from '../ledger/stock-documents.ts';

/**
 * What was counted is on hand from now on; the difference becomes a movement. A count below what
 * is reserved opens a shortage: the orders keep their units, and somebody has to find them. Where a
 * line says what it was counted against and that moved meanwhile, nothing is booked: the number
 * counted would take back what a parcel has carried away.
 */
export function countStock({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'countStock'> {
  return async ({ countId, reason, lines }, invocation) =>
    database.transaction('count_stock', invocation, async (tx) => {
      const claim = await claimDocument(tx, 'count', countId);
      if (!claim.fresh) return ok(claim.reply as OutputOf<'inventory', 'countStock'>);
      const locked = await lockLines(tx, lines);
      if (!locked.ok) return locked;
      const { book, lines: stocked } = locked.value;
      const moved = movedOf(stocked);
      if (moved.length > 0) {
        const what =
          'Stock moved since it was counted. Look at the lines told here and count again.';
        return fail('stock_moved', what, { lines: moved });
      }
      const changes = stocked.map(({ row, quantity }) => ({
        row,
        delta: quantity - row.onHand,
        columns: { corrected: row.corrected + quantity - row.onHand },
      }));
      for (const { row, delta } of changes) {
        const missing = Math.max(0, row.reserved - (row.onHand + delta));
        if (missing > row.shortUnits) book.openShortage(row, missing);
      }
      const movements = await changeOnHand(tx, book, 'count', changes, {
        reason,
        referenceId: countId,
      });
      const shortages = changes.filter(({ row }) => row.shortUnits > 0).length;
      const reply = { movements, shortages };
      recordDocument(tx, 'count', countId, totalOf(changes), reply);
      tx.audit({ subject: `count ${countId}`, after: { lines } });
      return ok(reply);
    });
}

/** Under the lock, so that nothing moves between this look and the booking. */
function movedOf(lines: LockedLines['lines']) {
  return lines.flatMap(({ row: { sku, locationId, onHand }, expected }) => {
    const other = expected.find((units) => units !== onHand);
    return other === undefined ? [] : [{ sku, locationId, expectedOnHand: other, onHand }];
  });
}
