import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Context, InvoiceDocument } from './document-snapshot.ts';
import { timeZoneOf } from '#platform/ground/settings.ts';
import { issueStatement, readIssued, type Draft, type IssuedRow } from './document-store.ts';

interface Asked {
  readonly draft: Draft;
  readonly invocation: Invocation;
  /** Of the tax provider, where it taxed the order. */
  readonly calculationId: string | undefined;
}

/**
 * Numbers are given one after the other under the lock of their series, so callers of one process
 * share a transaction: while one is in flight the others queue, and the next takes them all.
 */
export function issueInvoice(context: Context): Handler<'invoice', 'issueInvoice'> {
  const group = new GroupCommit<Asked, InvoiceDocument | undefined>(
    (asked) => issueAll(context, asked),
    1,
  );
  return async (order, invocation) => {
    const draft: Draft = {
      kind: 'invoice',
      orderId: order.orderId,
      refundId: null,
      currency: order.totals.currency,
      totalMinor: order.totals.totalMinor,
      snapshot: {
        kind: 'invoice',
        shop: context.settings.shop,
        ...order,
        ...(order.deliveryName === null ? {} : { supplyFollows: true as const }),
      },
      scope: invocation,
    };
    const calculationId = order.taxCalculationId;
    const issued = await group.submit({ draft, invocation, calculationId });
    return issued
      ? ok(issued)
      : fail('invoice_withheld', 'The order was cancelled: no invoice is issued for it any more.');
  };
}

/** Undefined where the order's invoice is withheld. */
async function issueAll(
  { database, settings }: Context,
  asked: readonly Asked[],
): Promise<(InvoiceDocument | undefined)[]> {
  const drafts = asked.map(({ draft }) => draft);
  const { invocation } = asked[0]!;
  const statement = issueStatement(drafts, timeZoneOf(settings));
  const issued = asked.some(({ calculationId }) => calculationId !== undefined)
    ? await database.transaction('issue_taxed_invoices', invocation, async (tx) => {
        const documents = await tx.query<InvoiceDocument>(statement);
        for (const document of documents) reportIssued(tx, document, asked);
        return documents;
      })
    : await database.write<InvoiceDocument>('issue_invoices', statement, invocation);
  const byOrder = new Map(issued.map((document) => [document.orderId, document]));
  const before = drafts.filter(({ orderId }) => !byOrder.has(orderId));
  if (before.length > 0) {
    for (const { refundId: _, ...document } of await database.query<IssuedRow>(
      readIssued(before),
    )) {
      byOrder.set(document.orderId, document);
    }
  }
  return drafts.map(({ orderId }) => byOrder.get(orderId));
}

/** Tells of an invoice that a tax provider taxed, in the scope of its order. */
function reportIssued(
  tx: Transaction,
  { documentId, orderId, number }: InvoiceDocument,
  asked: readonly Asked[],
): void {
  const of = asked.find(({ draft }) => draft.orderId === orderId);
  if (of?.calculationId === undefined) return;
  tx.inScopeOf(of.invocation);
  tx.emit({
    type: 'invoice.issued',
    aggregateId: documentId,
    aggregateVersion: 1,
    data: { orderId, documentId, number, calculationId: of.calculationId },
  });
}
