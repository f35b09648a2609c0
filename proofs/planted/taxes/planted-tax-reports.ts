import type { Plant } from '../plant.ts';

type Row = Record<string, unknown>;

const says = 'the tax provider is told once';
const isReversal = (row: Row) => row['originalId'] !== null;

/** A cent more on the first of its lines. */
function oneMore(row: Row): Row {
  const [first, ...others] = row['lines'] as { amount_tax: number }[];
  return { ...row, lines: [{ ...first, amount_tax: first!.amount_tax + 1 }, ...others] };
}

export const taxReportPlants: readonly Plant[] = [
  {
    violates: 'I12',
    says,
    how: 'an invoice that the tax provider taxed was never told to it',
    subject: ({ cancelled }) => cancelled.invoiceNumber,
    book: () => ({ tax_transactions: (rows) => rows.filter(isReversal) }),
  },
  {
    violates: 'I12',
    says,
    how: 'an invoice was told to the tax provider twice',
    subject: ({ cancelled }) => cancelled.invoiceNumber,
    book: () => ({
      tax_transactions: (rows) => [...rows, ...rows.filter((row) => !isReversal(row))],
    }),
  },
  {
    violates: 'I12',
    says,
    how: 'the tax provider was told a cent less of a credit note than it says',
    subject: ({ cancelled }) => cancelled.creditNoteNumber,
    book: () => ({
      tax_transactions: (rows) => rows.map((row) => (isReversal(row) ? oneMore(row) : row)),
    }),
  },
  {
    violates: 'I12',
    says,
    how: 'nobody is to tell the tax provider of a credit note',
    subject: ({ cancelled }) => cancelled.creditNoteNumber,
    sql: () => ({ cart: `delete from tax.reported_document where kind = 'credit_note'` }),
  },
  {
    violates: 'I12',
    says,
    how: 'the tax provider was told of a sale that is none',
    subject: () => 'nothing',
    book: () => ({
      tax_transactions: (rows) => [...rows, { ...rows[0], reference: 'INV-1 nothing' }],
    }),
  },
];
