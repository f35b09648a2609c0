import { sumMinor } from '#kernel/money.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Context } from '../issuing/document-snapshot.ts';
import { creditNotesOf, invoiceOf, standingNotes } from './credit-store.ts';
import { judgeCredit, noInvoice } from './issue-credit-note.ts';

/** What a credit note would say now. Nothing is written, and no number is taken. */
export function previewCreditNote({ database }: Context): Handler<'invoice', 'previewCreditNote'> {
  return async ({ orderId, ...asked }) => {
    const invoice = await invoiceOf(database, orderId);
    if (!invoice) return noInvoice();
    const notes = standingNotes(await creditNotesOf(database, orderId));
    const credited = judgeCredit(invoice.snapshot, notes, asked);
    if (!credited.ok) return credited;
    const { lines, shipping, adjustmentMinor, taxes } = credited.value;
    return ok({
      lines: [...lines],
      shippingMinor: shipping.totalMinor,
      shippingTaxes: shipping.taxes,
      adjustmentMinor,
      totalMinor: asked.amountMinor,
      taxMinor: sumMinor(taxes.map(({ taxMinor }) => taxMinor)),
      taxes,
    });
  };
}
