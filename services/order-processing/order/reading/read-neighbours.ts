import { neededForAll } from '#kernel/channel-wall.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, Handlers, ServiceContext } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { orderNotFound } from './get-order.ts';
import { provenBy } from '../links/proven-by.ts';
import { identifyOrder, type OrderProof } from '../orders/order-store.ts';

type Context = ServiceContext<'order'>;
type Names =
  | 'listPayments'
  | 'listPaymentReviews'
  | 'listLedgerEntries'
  | 'listDocuments'
  | 'getDocumentPdf'
  | 'getDocumentLabels'
  | 'putDocumentLabels';

/**
 * What payment and invoice keep about an order. They trust their caller, so whether the actor may
 * see the order is asked here first, in the order's own row.
 */
export function readNeighbours(context: Context): Pick<Handlers<'order'>, Names> {
  const { call, database, settings } = context;
  const maySee = async (shown: OrderProof, invocation: Invocation): Promise<boolean> => {
    const asked = identifyOrder(provenBy(settings, shown), invocation.actor, 'orders:read');
    return (await database.first(asked, invocation)) !== undefined;
  };

  const listPayments: Handler<'order', 'listPayments'> = async ({ orderId }, invocation) => {
    if (!(await maySee({ orderId }, invocation))) return orderNotFound();
    return call.payment.listPaymentsOfOrder({ orderId }, invocation);
  };
  const listPaymentReviews: Handler<'order', 'listPaymentReviews'> = async (input, invocation) => {
    // What is not understood belongs to no channel, so whoever sees one sees all.
    const refused = neededForAll(invocation.actor);
    return refused ?? call.payment.listPaymentReviews(input, invocation);
  };
  const listLedgerEntries: Handler<'order', 'listLedgerEntries'> = async (input, invocation) => {
    if (!(await maySee(input, invocation))) return orderNotFound();
    return call.payment.listLedgerEntries({ orderId: input.orderId }, invocation);
  };
  const listDocuments: Handler<'order', 'listDocuments'> = async (input, invocation) => {
    if (!(await maySee(input, invocation))) return orderNotFound();
    return call.invoice.listDocumentsOfOrder({ orderId: input.orderId }, invocation);
  };
  const getDocumentPdf: Handler<'order', 'getDocumentPdf'> = async (input, invocation) => {
    if (!(await maySee(input, invocation))) return orderNotFound();
    const { orderId, documentId } = input;
    const reply = await call.invoice.getDocumentPdf({ orderId, documentId }, invocation);
    return reply.ok ? ok(reply.value) : reply;
  };
  return {
    listPayments,
    listPaymentReviews,
    listLedgerEntries,
    listDocuments,
    getDocumentPdf,
    getDocumentLabels: (input, invocation) => call.invoice.getDocumentLabels(input, invocation),
    putDocumentLabels: (input, invocation) => call.invoice.putDocumentLabels(input, invocation),
  };
}
