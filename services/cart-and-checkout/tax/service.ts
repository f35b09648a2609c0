import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { quoteTax } from './quote-tax.ts';
import { endReview } from './reporting/end-review.ts';
import { listReviews } from './reporting/list-reviews.ts';
import {
  onCreditNoteCancelled,
  onInvoiceCredited,
  onInvoiceIssued,
} from './reporting/on-documents.ts';
import { reportTax } from './reporting/report-tax.ts';
import { reportFirstRates } from './report-rates.ts';
import { TaxBook } from './tax-book.ts';
import { seedRates, listRates, putRate, removeRate } from './tax-rates.ts';
import { getTaxSettings, listClasses, putClass, putTaxSettings } from './tax-settings.ts';
import { taxDocuments } from './stored/documents.ts';

export const taxService = defineService({
  name: 'tax',
  migrations: new URL('./migrations/', import.meta.url),
  documents: taxDocuments,
  open(context) {
    const book = new TaxBook(context.database);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        quoteTax: quoteTax(context, book),
        listRates: listRates(context),
        putRate: putRate(context, book),
        removeRate: removeRate(context, book),
        listReviews: listReviews(context),
        endReview: endReview(context),
        listClasses: listClasses(context),
        putClass: putClass(context),
        getTaxSettings: getTaxSettings(context, book),
        putTaxSettings: putTaxSettings(context, book),
      },
      subscriptions: {
        'invoice.issued': each(onInvoiceIssued),
        'invoice.credited': each(onInvoiceCredited),
        'invoice.credit_note_cancelled': each(onCreditNoteCancelled),
      },
      stories: [reportTax(context)],
      async started() {
        await seedRates(context);
        await reportFirstRates(context);
      },
    };
  },
});
