import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { judgeCredit, judgeRefund, readGivable } from './givable-order.ts';

/** What a refund would give back now, and what its credit note would say. Nothing is claimed. */
export function previewRefund({
  call,
  database,
}: ServiceContext<'order'>): Handler<'order', 'previewRefund'> {
  return async ({ orderId, of, ...asked }, invocation) => {
    const order = await readGivable(database, orderId, invocation.actor, 'unlocked');
    if (!order) return orderNotFound();
    const given = of === 'credit' ? judgeCredit(asked, order) : judgeRefund(asked, order);
    if (!given.ok) return given;
    const { amountMinor, lines, shippingMinor, adjustmentMinor } = given.value;
    const { currency, refundableMinor, creditableMinor } = order;
    const shown = {
      currency,
      amountMinor,
      lines: lines.map((line) => ({ ...line })),
      shippingMinor,
      adjustmentMinor,
      availableMinor: of === 'credit' ? creditableMinor : refundableMinor,
    };
    if (amountMinor === 0) return ok({ ...shown, creditNote: null });
    const parts = { lines: shown.lines, shippingMinor };
    const note = await call.invoice.previewCreditNote(
      { orderId, amountMinor, ...parts },
      invocation,
    );
    if (note.ok) return ok({ ...shown, creditNote: note.value });
    // Not invoiced yet, or never: then there is none to correct.
    if (note.failure.code === 'invoice_not_found') return ok({ ...shown, creditNote: null });
    throw new Error(`credit note: ${note.failure.code}: ${note.failure.message}`);
  };
}
