import { totals as totalsSchema, type OrderSnapshot } from '#contracts/shapes.ts';
import { sqlCheck, type Broken, type Check } from './check.ts';

/** I12 totals, I13 legal states, I15 isolation and audit. */
export const orderChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'totals are integers that sum exactly and are never negative',
    run: async (world) => {
      const rows = await world.query<{ number: string; snapshot: OrderSnapshot; total: string }>(
        'order',
        'select number, snapshot, total_minor as total from "order".orders',
      );
      const broken = rows.flatMap(({ number, snapshot, total }): Broken[] => {
        const wrong = wrongTotals(snapshot, Number(total));
        return wrong ? [{ subject: number, message: wrong }] : [];
      });
      return { checked: rows.length, broken };
    },
  },
  sqlCheck({
    invariant: 'I13',
    says: 'refunded ≤ captured, shipped ≤ ordered, and states agree with what happened',
    database: 'order',
    counted: '"order".orders',
    broken: `select o.number as subject, format('refunded %s of %s captured', o.refunded_minor, o.captured_minor) as message
        from "order".orders o where o.refunded_minor > o.captured_minor
      union all
      select payment_id::text, format('payment refunded %s of %s captured', refunded_minor, captured_minor)
        from payment.payment where refunded_minor + refund_pending_minor > captured_minor
      union all
      select o.number, format('line %s: %s shipped of %s', l.line_id, l.shipped_quantity, l.ordered_quantity)
        from "order".order_line l join "order".orders o on o.id = l.order_id
        where l.shipped_quantity + l.cancelled_quantity > l.ordered_quantity
      union all
      select o.number, 'cancelled, but its money was neither voided nor given back'
        from "order".orders o
        where o.state = 'cancelled' and not exists (
          select from payment.payment p where p.order_id = o.id
            and (p.state in ('voided', 'failed') or p.refunded_minor + p.refund_pending_minor = p.captured_minor
              and (p.captured_minor > 0 or p.authorization_kind = 'promise')))
      union all
      select o.number, 'shipped or delivered, but units are neither shipped nor given up'
        from "order".orders o
        where o.state in ('shipped', 'delivered') and exists (
          select from "order".order_line l where l.order_id = o.id
            and l.shipped_quantity + l.cancelled_quantity < l.ordered_quantity)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a completed checkout stays completed and names its order',
    database: 'cart',
    counted: 'checkout.checkout',
    broken: `select id::text as subject, format('%s with order %s', state, order_id) as message
      from checkout.checkout where (state = 'completed') and (order_id is null or placed_at is null)`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every cart and checkout belongs to someone',
    database: 'cart',
    counted: 'cart.cart',
    broken: `select id::text as subject, 'belongs to nobody' as message from cart.cart where owner_id = ''
      union all select id::text, 'belongs to nobody' from checkout.checkout where owner_id = ''`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every order belongs to someone, and every refund by staff has its audit row',
    database: 'order',
    counted: '"order".audit_entry',
    broken: `select number as subject, 'belongs to nobody' as message from "order".orders where owner_id = ''
      union all
      select r.id::text, 'made by staff, but no audit row tells of it'
        from "order".refund r
        where r.cause = 'staff' and not exists (
          select from "order".audit_entry a
          where a.operation = 'refundOrder' and a.trace_id <> ''
            and a.at between r.created_at - interval '5 seconds' and r.created_at + interval '5 seconds')`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every stock movement by staff has its audit row with the same trace',
    database: 'inventory',
    counted: `inventory.movement where actor_kind in ('staff', 'api_key')`,
    broken: `select m.id::text as subject, format('%s by %s without an audit row', m.kind, m.actor_id) as message
      from inventory.movement m
      where m.actor_kind in ('staff', 'api_key') and not exists (
        select from inventory.audit_entry a where a.trace_id = m.trace_id and a.actor_id = m.actor_id)`,
  }),
];

/** What is wrong with a snapshot's sums, or undefined. */
export function wrongTotals(snapshot: OrderSnapshot, totalMinor: number): string | undefined {
  const parsed = totalsSchema.safeParse(snapshot.totals);
  if (!parsed.success) return `totals cannot be read: ${parsed.error.issues[0]?.message}`;
  const { lines, totals } = snapshot;
  const sum = (pick: (line: OrderSnapshot['lines'][number]) => number) =>
    lines.reduce((all, line) => all + pick(line), 0);
  const shippingTotal =
    totals.shippingMinor + (totals.pricesIncludeTax ? 0 : totals.shippingTaxMinor);
  const rules: [boolean, string][] = [
    [totals.totalMinor === totalMinor, 'the column differs from the snapshot'],
    [sum((line) => line.subtotalMinor) === totals.subtotalMinor, 'subtotal is not Σ lines'],
    [sum((line) => line.discountMinor) === totals.discountMinor, 'discount is not Σ lines'],
    [
      sum((line) => line.totalMinor) + shippingTotal === totals.totalMinor,
      'total is not Σ lines + shipping',
    ],
    [
      sum((line) => line.taxMinor) + totals.shippingTaxMinor === totals.taxMinor,
      'tax is not Σ taxes',
    ],
    [
      totals.taxes.reduce((all, share) => all + share.taxMinor, 0) === totals.taxMinor,
      'tax shares do not sum',
    ],
    [
      lines.every((line) => line.subtotalMinor === line.quantity * line.unitPriceMinor),
      'a line is not quantity × price',
    ],
  ];
  return rules.find(([holds]) => !holds)?.[1];
}
