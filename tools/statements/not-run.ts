import type { NotRun } from './compare-statements.ts';

/**
 * What no test can run for certain: it is sent where two meet in one moment, or an answer is lost in
 * one. A new statement gets a test, not a line here; that a run sends one of these is no fault.
 */
export const notRun: readonly NotRun[] = [
  {
    file: 'services/cart-and-checkout/checkout/completion/request-completion.ts',
    text: 'readAttempt(paymentId)',
    reason: 'the answer to the commit was lost, and the statement that begins runs again',
  },
  {
    file: 'services/order-processing/invoice/printing/get-document-pdf.ts',
    text: 'select sha256, bytes from document_pdf',
    reason: 'another process kept the same PDF while this one rendered it',
  },
];
