import { sqlCheck, type Broken, type Check } from './check.ts';
import type { World } from './world.ts';

interface PaymentRow {
  paymentId: string;
  orderId: string;
  state: string;
  kind: string;
  currency: string;
  authorizedMinor: string;
  capturedMinor: string;
  refundedMinor: string;
  gatewayPaymentId: string | null;
  ageSeconds: number;
}

function payments(world: World): Promise<PaymentRow[]> {
  return world.query<PaymentRow>(
    'order',
    `select payment_id::text as "paymentId", order_id::text as "orderId", state, authorization_kind as kind,
            currency, authorized_minor as "authorizedMinor", captured_minor as "capturedMinor",
            refunded_minor as "refundedMinor", gateway_payment_id as "gatewayPaymentId",
            extract(epoch from kontor_now() - moved_at)::float8 as "ageSeconds"
     from payment.payment`,
  );
}

/** I3 no double charge, I4 no paid-without-order, I5 no order-without-payment, I6 the ledger. */
export const moneyChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I3',
    says: 'captures − refunds ≤ order total, and a capture is posted once',
    database: 'order',
    counted: 'payment.payment where captured_minor > 0',
    broken: `select o.number as subject, format('captured %s, refunded %s, total %s', sum(p.captured_minor), sum(p.refunded_minor), o.total_minor) as message
        from "order".orders o join payment.payment p on p.order_id = o.id
        group by o.id having sum(p.captured_minor - p.refunded_minor) > o.total_minor
      union all
      select payment_id::text, format('%s captures posted', count(*)) from payment.ledger_entry
        where kind = 'capture' group by payment_id having count(*) > 1`,
  }),
  {
    invariant: 'I3',
    says: 'what we captured and refunded is what the gateway’s book says',
    run: async (world) => {
      const book = await world.gatewayPayments();
      if (book.size === 0) return { checked: 0, broken: [] };
      const cards = (await payments(world)).filter(
        (row) => row.kind === 'card' && row.gatewayPaymentId,
      );
      const broken = cards.flatMap((row): Broken[] => {
        const theirs = book.get(row.gatewayPaymentId!);
        if (!theirs) return [{ subject: row.paymentId, message: 'the gateway does not know it' }];
        const same =
          theirs.capturedMinor === Number(row.capturedMinor) &&
          theirs.refundedMinor === Number(row.refundedMinor);
        if (same || row.ageSeconds < world.graceSeconds) return [];
        const message = `ours ${row.capturedMinor} − ${row.refundedMinor}, the gateway’s ${theirs.capturedMinor} − ${theirs.refundedMinor}`;
        return [{ subject: row.paymentId, message }];
      });
      return { checked: cards.length, broken };
    },
  },
  {
    invariant: 'I4',
    says: 'money held or taken at the gateway belongs to one order, or was given back',
    run: async (world) => {
      const book = await world.gatewayPayments();
      const ours = new Map((await payments(world)).map((row) => [row.gatewayPaymentId, row]));
      const orders = new Set(
        (await world.query<{ id: string }>('order', 'select id::text from "order".orders')).map(
          ({ id }) => id,
        ),
      );
      const holding = [...book.values()].filter(
        (payment) => payment.authorizedMinor > 0 || payment.capturedMinor > payment.refundedMinor,
      );
      const broken = holding.flatMap((payment): Broken[] => {
        if (payment.ageSeconds < world.graceSeconds) return [];
        const row = ours.get(payment.gatewayPaymentId);
        if (row && orders.has(row.orderId)) return [];
        const message = row ? `its order ${row.orderId} does not exist` : 'no payment of ours';
        return [{ subject: payment.gatewayPaymentId, message: `${payment.status}: ${message}` }];
      });
      return { checked: holding.length, broken };
    },
  },
  sqlCheck({
    invariant: 'I5',
    says: 'every confirmed order has an authorized or captured payment ≥ its total, in its currency',
    database: 'order',
    counted: `"order".orders where state not in ('placed', 'cancelling', 'cancelled')`,
    broken: `select o.number as subject, 'confirmed without a payment that covers it' as message
      from "order".orders o
      where o.state in ('confirmed', 'partially_shipped', 'shipped', 'delivered') and not exists (
        select from payment.payment p where p.order_id = o.id and p.currency = o.currency
          and p.authorized_minor >= o.total_minor
          and p.state in ('authorized', 'capturing', 'captured', 'review'))`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'debits equal credits in each entry and currency, and no entry is empty',
    database: 'order',
    counted: 'payment.ledger_entry',
    broken: `select e.entry_id::text as subject, format('%s: debits and credits differ', e.kind) as message
      from payment.ledger_entry e left join payment.ledger_posting p using (entry_id)
      group by e.entry_id, e.kind, p.currency
      having coalesce(sum(p.amount_minor) filter (where p.direction = 'debit'), 0)
          is distinct from coalesce(sum(p.amount_minor) filter (where p.direction = 'credit'), 0)
        or count(p.entry_id) = 0`,
  }),
  {
    invariant: 'I6',
    says: 'the clearing account equals the gateway’s book',
    run: async (world) => {
      const book = await world.gatewayPayments();
      if (book.size === 0) return { checked: 0, broken: [] };
      const accounts = await world.query<{ currency: string; balance: string }>(
        'order',
        `select currency, sum(case direction when 'debit' then amount_minor else -amount_minor end) as balance
         from payment.ledger_posting where account = 'gateway_clearing' group by currency`,
      );
      const ours = new Map(accounts.map(({ currency, balance }) => [currency, Number(balance)]));
      const theirs = new Map<string, number>();
      for (const payment of book.values()) {
        const sum = theirs.get(payment.currency) ?? 0;
        theirs.set(payment.currency, sum + payment.capturedMinor - payment.refundedMinor);
      }
      const broken = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap(
        (currency): Broken[] => {
          const [own, book] = [ours.get(currency) ?? 0, theirs.get(currency) ?? 0];
          // A running shop is always between two bookings; only at rest must both be the same.
          if (own === book || world.graceSeconds > 0) return [];
          return [{ subject: currency, message: `clearing ${own}, the gateway’s book ${book}` }];
        },
      );
      return { checked: theirs.size, broken };
    },
  },
];
