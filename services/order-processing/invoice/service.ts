import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService } from '#platform/service.ts';
import { cancelCreditNote } from './cancel-credit-note.ts';
import { getDocumentPdf } from './get-document-pdf.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { issueInvoice } from './issue-invoice.ts';
import { listDocumentsOfOrder } from './list-documents-of-order.ts';
import { withholdInvoice } from './withhold-invoice.ts';

export const invoiceService = defineService({
  name: 'invoice',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        issueInvoice: issueInvoice(context),
        withholdInvoice: withholdInvoice(context),
        issueCreditNote: issueCreditNote(context),
        cancelCreditNote: cancelCreditNote(context),
        listDocumentsOfOrder: listDocumentsOfOrder(context),
        getDocumentPdf: getDocumentPdf(context),
      },
      hears: {},
    };
  },
});
