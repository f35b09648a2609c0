import type { Plant } from './plant.ts';
import type { BusinessDone } from './planted-business.ts';

/** The credit note of the refunded order with something else in what it says. */
const note =
  (path: string, value: string) =>
  ({ refunded }: BusinessDone) => ({
    order: `update invoice.document set snapshot = jsonb_set(snapshot, '${path}', '${value}')
      where kind = 'credit_note' and refund_id = '${refunded.refundId}'`,
  });

const subject = ({ refunded }: BusinessDone) => refunded.creditNoteNumber;

export const creditNotePlants: readonly Plant[] = [
  {
    violates: 'I12',
    says: 'a credit note’s rows',
    how: 'a row of a credit note is a cent more',
    subject,
    sql: note('{adjustmentMinor}', '1'),
  },
  {
    violates: 'I12',
    says: 'a credit note’s rows',
    how: 'a refund gave back the delivery, and its credit note says an adjustment',
    subject,
    sql: ({ refunded }) => ({
      order: `update "order".refund set shipping_minor = 1 where id = '${refunded.refundId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'credit notes that stand hold no more of a tax',
    how: 'a credit note takes back more tax than was invoiced',
    subject: ({ refunded }) => refunded.invoiceNumber,
    sql: note('{taxes,0,taxMinor}', '999999'),
  },
  {
    violates: 'I12',
    says: 'credit notes that stand hold no more of a tax',
    how: 'a credit note takes back a tax that was not invoiced',
    subject: ({ refunded }) => refunded.invoiceNumber,
    sql: note('{taxes,0,name}', '"Another tax"'),
  },
  {
    violates: 'I12',
    says: 'the invoice of a cancelled order',
    how: 'a part of a cancelled order’s invoice stands',
    subject: ({ cancelled }) => cancelled.invoiceNumber,
    sql: ({ cancelled }) => ({
      order: `update invoice.document set total_minor = total_minor - 100
        where number = '${cancelled.creditNoteNumber}'`,
    }),
  },
];
