import {
  totals as totalsSchema,
  type OrderSnapshot,
  type SnapshotLine,
} from '#contracts/shapes.ts';
import { sqlCheck, type Broken, type Check } from '../world/check.ts';

interface OrderRow {
  number: string;
  snapshot: OrderSnapshot;
  total: string;
  currency: string;
}

/** I12 totals. */
export const totalChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'totals are integers that sum exactly and are never negative',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const orders = world.batches<OrderRow>(
        'order',
        'select number, snapshot, total_minor as total, currency from "order".orders',
      );
      for await (const batch of orders) {
        checked += batch.length;
        for (const { number, snapshot, total, currency } of batch) {
          const wrong = wrongTotals(snapshot, Number(total), currency);
          if (wrong) broken.push({ subject: number, message: wrong });
        }
      }
      return { checked, broken };
    },
  },
  sqlCheck({
    invariant: 'I12',
    says: 'an invoice asks for what its order costs, and credit notes that stand give back no more',
    database: 'order',
    counted: 'invoice.document',
    broken: `select d.number, format('%s %s, its order %s %s', d.total_minor, d.currency, o.total_minor, o.currency)
        from invoice.document d join "order".orders o on o.id = d.order_id
        where d.currency <> o.currency or d.kind = 'invoice' and d.total_minor <> o.total_minor
      union all
      select o.number, format('%s credited of %s', sum(d.credited), o.total_minor)
        from (
          select order_id, case kind when 'credit_note' then total_minor else -total_minor end as credited
          from invoice.document where kind in ('credit_note', 'credit_note_cancellation')) d
        join "order".orders o on o.id = d.order_id
        group by o.id having sum(d.credited) > o.total_minor`,
  }),
];

/** What is wrong with a snapshot's sums, or undefined. */
export function wrongTotals(
  snapshot: OrderSnapshot,
  totalMinor: number,
  currency: string,
): string | undefined {
  const parsed = totalsSchema.safeParse(snapshot.totals);
  if (!parsed.success) return `totals cannot be read: ${parsed.error.issues[0]?.message}`;
  const { lines, totals, allocations } = snapshot;
  const sum = (pick: (line: SnapshotLine) => number) =>
    lines.reduce((all, line) => all + pick(line), 0);
  const { shippingMinor, shippingTaxMinor, pricesIncludeTax } = totals;
  const shippingTotal = shippingMinor + (pricesIncludeTax ? 0 : shippingTaxMinor);
  const allocated = Map.groupBy(allocations, ({ lineId }) => lineId);
  const rules: [boolean, string][] = [
    [totals.totalMinor === totalMinor, 'the column differs from the snapshot'],
    [totals.currency === currency, 'the currency differs from the snapshot'],
    [sum((line) => line.subtotalMinor) === totals.subtotalMinor, 'subtotal is not Σ lines'],
    [sum((line) => line.discountMinor) === totals.discountMinor, 'discount is not Σ lines'],
    [
      sum((line) => line.totalMinor) + shippingTotal === totals.totalMinor,
      'total is not Σ lines + shipping',
    ],
    [sum((line) => line.taxMinor) + shippingTaxMinor === totals.taxMinor, 'tax is not Σ taxes'],
    [
      totals.taxes.reduce((all, share) => all + share.taxMinor, 0) === totals.taxMinor,
      'tax shares do not sum',
    ],
    [
      (snapshot.tenders ?? [{ amountMinor: totalMinor }]).reduce(
        (all, { amountMinor }) => all + amountMinor,
        0,
      ) === totalMinor,
      'total is not Σ tenders',
    ],
    [lines.every((line) => isWholeLine(line, pricesIncludeTax)), 'a line does not sum'],
    [
      [...lines, { taxCategory: totals.shippingTaxCategory, taxMinor: shippingTaxMinor }].every(
        ({ taxCategory = 'standard', taxMinor }) => taxCategory === 'standard' || taxMinor === 0,
      ),
      'what bears no tax by its category is taxed',
    ],
    [
      lines.every(
        ({ lineId, quantity }) =>
          (allocated.get(lineId) ?? []).reduce((all, part) => all + part.quantity, 0) === quantity,
      ),
      'a line’s units are not allocated exactly',
    ],
  ];
  return rules.find(([holds]) => !holds)?.[1];
}

function isWholeLine(line: SnapshotLine, pricesIncludeTax: boolean): boolean {
  const { quantity, unitPriceMinor, subtotalMinor, discountMinor, taxMinor, totalMinor } = line;
  return (
    [unitPriceMinor, discountMinor, taxMinor, totalMinor].every(
      (minor) => Number.isSafeInteger(minor) && minor >= 0,
    ) &&
    subtotalMinor === quantity * unitPriceMinor &&
    totalMinor === subtotalMinor - discountMinor + (pricesIncludeTax ? 0 : taxMinor) &&
    line.taxes.reduce((all, share) => all + share.taxMinor, 0) === taxMinor
  );
}
