import type { Totals } from '#contracts/shapes.ts';
import { sqlCheck, type Broken, type Check } from '../../world/check.ts';

type Taxes = Totals['taxes'];

interface Note {
  number: string;
  totalMinor: number;
  taxes: Taxes;
  lines: { lineId: string; quantity: number; totalMinor: number }[];
  /** Of those of earlier versions nothing is known beside the lines. */
  shippingMinor: number | null;
  adjustmentMinor: number | null;
  /** What it is about; null where it is a cancellation’s, which gives back all that is left. */
  refund: {
    amountMinor: number;
    shippingMinor: number;
    lines: { lineId: string; quantity: number; amountMinor?: number }[] | null;
  } | null;
}

interface Credited {
  invoiceNumber: string;
  totalMinor: number;
  taxes: Taxes;
  notes: Note[];
}

/** I12 of what is given back: the notes that stand, beside their invoice and their refunds. */
const credited = `select i.number as "invoiceNumber", i.total_minor::float8 as "totalMinor", i.snapshot -> 'totals' -> 'taxes' as taxes,
    jsonb_agg(jsonb_build_object('number', n.number, 'totalMinor', n.total_minor, 'taxes', n.snapshot -> 'taxes',
      'lines', n.snapshot -> 'lines', 'shippingMinor', n.snapshot -> 'shippingMinor',
      'adjustmentMinor', n.snapshot -> 'adjustmentMinor',
      'refund', case when r.id is not null then jsonb_build_object('amountMinor', r.amount_minor,
        'shippingMinor', r.shipping_minor, 'lines', r.lines) end) order by n.sequence) as notes
  from invoice.document i
  join invoice.document n on n.order_id = i.order_id and n.kind = 'credit_note' and not exists (
    select from invoice.document c where c.order_id = i.order_id
      and c.kind = 'credit_note_cancellation' and c.snapshot ->> 'refundId' = n.refund_id::text)
  left join "order".refund r on r.id = n.refund_id and r.cause <> 'cancellation'
  where i.kind = 'invoice' group by i.document_id`;

export const creditNoteChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'a credit note’s rows are what its refund gives back, and sum to it',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for await (const batch of world.batches<Credited>('order', credited)) {
        for (const note of batch.flatMap(({ notes }) => notes)) {
          checked += 1;
          const message = wrongRows(note);
          if (message) broken.push({ subject: note.number, message });
        }
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I12',
    says: 'credit notes that stand hold no more of a tax than their invoice, and all of it where all is given back',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for await (const batch of world.batches<Credited>('order', credited)) {
        checked += batch.length;
        for (const one of batch) {
          const message = wrongTaxes(one);
          if (message) broken.push({ subject: one.invoiceNumber, message });
        }
      }
      return { checked, broken };
    },
  },
  sqlCheck({
    invariant: 'I12',
    says: 'the invoice of a cancelled order is taken back, but for what was paid and has not gone back',
    database: 'order',
    counted: `"order".orders where state = 'cancelled'`,
    broken: `select i.number, format('%s of it stand, and %s of what was paid', i.total_minor - coalesce(n.total, 0), p.captured_minor - p.refunded_minor)
      from "order".orders o
      join payment.payment p on p.payment_id = o.payment_id
      join invoice.document i on i.order_id = o.id and i.kind = 'invoice'
      left join lateral (
        select sum(n.total_minor) as total from invoice.document n
        where n.order_id = o.id and n.kind = 'credit_note' and not exists (
          select from invoice.document c where c.order_id = o.id
            and c.kind = 'credit_note_cancellation' and c.snapshot ->> 'refundId' = n.refund_id::text)) n on true
      where o.state = 'cancelled'
        and i.total_minor - coalesce(n.total, 0) > p.captured_minor - p.refunded_minor`,
  }),
];

function wrongRows({ totalMinor, lines, shippingMinor, adjustmentMinor, refund }: Note) {
  if (shippingMinor === null || adjustmentMinor === null) return undefined;
  const goodsMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const rowsMinor = goodsMinor + shippingMinor + adjustmentMinor;
  if (rowsMinor !== totalMinor) return `its rows sum to ${rowsMinor}, it says ${totalMinor}`;
  if (refund === null) return undefined;
  if (refund.amountMinor !== totalMinor) {
    return `credits ${totalMinor}, its refund gives back ${refund.amountMinor}`;
  }
  if (refund.shippingMinor !== shippingMinor) {
    return `credits ${shippingMinor} of the delivery, its refund gives back ${refund.shippingMinor}`;
  }
  const asked = refund.lines ?? [];
  const same =
    asked.length === lines.length &&
    asked.every(({ lineId, quantity, amountMinor }) =>
      lines.some(
        (line) =>
          line.lineId === lineId &&
          line.quantity === quantity &&
          line.totalMinor === (amountMinor ?? line.totalMinor),
      ),
    );
  return same ? undefined : 'its lines are not those of its refund';
}

function wrongTaxes({ totalMinor, taxes, notes }: Credited): string | undefined {
  const all = notes.reduce((sum, note) => sum + note.totalMinor, 0) === totalMinor;
  for (const { name, ratePpm, taxableMinor, taxMinor } of taxes) {
    const same = notes.flatMap((note) =>
      note.taxes.filter((share) => share.name === name && share.ratePpm === ratePpm),
    );
    const credited = {
      taxMinor: same.reduce((sum, share) => sum + share.taxMinor, 0),
      taxableMinor: same.reduce((sum, share) => sum + share.taxableMinor, 0),
    };
    const tooMuch = credited.taxMinor > taxMinor || credited.taxableMinor > taxableMinor;
    const tooLittle = credited.taxMinor < taxMinor || credited.taxableMinor < taxableMinor;
    if (tooMuch || (all && tooLittle)) {
      return `${credited.taxMinor} on ${credited.taxableMinor} of ${name} credited, ${taxMinor} on ${taxableMinor} invoiced`;
    }
  }
  const known = new Set(taxes.map(({ name, ratePpm }) => `${ratePpm} ${name}`));
  const foreign = notes
    .flatMap((note) => note.taxes)
    .find(({ name, ratePpm }) => !known.has(`${ratePpm} ${name}`));
  return foreign && `credits ${foreign.name}, which was not invoiced`;
}
