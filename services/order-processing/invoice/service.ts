import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { invoiceSteps } from './stored-steps.ts';
import { cancelCreditNote } from './crediting/cancel-credit-note.ts';
import { getDocumentLabels, putDocumentLabels } from './printing/own-labels.ts';
import { getDocumentPdf } from './printing/get-document-pdf.ts';
import { issueCreditNote } from './crediting/issue-credit-note.ts';
import { issueInvoice } from './issuing/issue-invoice.ts';
import { listDocumentsOfOrder } from './issuing/list-documents-of-order.ts';
import { previewCreditNote } from './crediting/preview-credit-note.ts';
import { onChannelChanged } from './issuing/on-channel-changed.ts';
import { withholdInvoice } from './issuing/withhold-invoice.ts';
import { invoiceDocuments } from './stored/documents.ts';

export const invoiceService = defineService({
  name: 'invoice',
  migrations: new URL('./migrations/', import.meta.url),
  documents: invoiceDocuments,
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context, invoiceSteps),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        issueInvoice: issueInvoice(context),
        withholdInvoice: withholdInvoice(context),
        issueCreditNote: issueCreditNote(context),
        previewCreditNote: previewCreditNote(context),
        cancelCreditNote: cancelCreditNote(context),
        listDocumentsOfOrder: listDocumentsOfOrder(context),
        getDocumentPdf: getDocumentPdf(context),
        getDocumentLabels: getDocumentLabels(context),
        putDocumentLabels: putDocumentLabels(context),
      },
      subscriptions: { 'product.channel_changed': each(onChannelChanged) },
    };
  },
});
