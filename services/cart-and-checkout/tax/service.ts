import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { defineService } from '#platform/calls/service.ts';
import { quoteTax } from './quote-tax.ts';
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
        quoteTax: quoteTax(context, book),
        listRates: listRates(context),
        putRate: putRate(context, book),
        removeRate: removeRate(context, book),
        listClasses: listClasses(context),
        putClass: putClass(context),
        getTaxSettings: getTaxSettings(context, book),
        putTaxSettings: putTaxSettings(context, book),
      },
      subscriptions: {},
      async started() {
        await seedRates(context);
        await reportFirstRates(context);
      },
    };
  },
});
