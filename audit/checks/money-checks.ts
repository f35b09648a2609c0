import { sqlCheck, type Broken, type Check } from '../world/check.ts';
import { payOutChecks } from './pay-out-checks.ts';
import {
  bookKey,
  inNoBook,
  sandboxGateway,
  type GatewayPayment,
  type World,
} from '../world/world.ts';

interface PaymentRow {
  paymentId: string;
  provider: string;
  gatewayPaymentId: string;
  currency: string;
  capturedMinor: string;
  refundedMinor: string;
  /** Since its last move. */
  ageSeconds: number;
  /** A person decides what becomes of it, and sees that. */
  inReview: boolean;
  /** The number of the order that it pays for. */
  orderNumber: string | null;
  orderTotalMinor: string | null;
}

/** Our payments at gateways whose book can be read, each with the order that names it. */
function cardPayments(world: World): AsyncGenerator<PaymentRow[]> {
  return world.batches<PaymentRow>(
    'order',
    `select p.payment_id::text as "paymentId", p.provider, p.gateway_payment_id as "gatewayPaymentId", p.currency,
       p.captured_minor as "capturedMinor", p.refunded_minor as "refundedMinor",
       p.state = 'review' and exists (select from payment.payment_review r where r.payment_id = p.payment_id) as "inReview",
       extract(epoch from kontor_now() - p.moved_at)::float8 as "ageSeconds",
       o.number as "orderNumber", o.total_minor as "orderTotalMinor"
     from payment.payment p left join "order".orders o on o.id = p.order_id and o.payment_id = p.payment_id
     where p.authorization_kind = 'card' and p.gateway_payment_id is not null and p.provider = any($1)
       and not ${inNoBook}`,
    [world.readableGateways()],
  );
}

interface PageInBook {
  readonly id: string;
  readonly status: string;
  /** The payment that it was made for. */
  readonly clientReferenceId: string | null;
  readonly createdSeconds: number;
  readonly expiresSeconds: number;
}

/** Pages on which somebody pays; only the sandbox's book tells them. */
async function pagesInBook(world: World): Promise<PageInBook[]> {
  if (!world.readableGateways().includes(sandboxGateway)) return [];
  const rows: unknown[] = await world.readBook('checkout_sessions');
  return rows as PageInBook[];
}

/** Of a payment that holds money or took it. */
const holding = `'authorized', 'capturing', 'capturing_part', 'part_captured', 'releasing', 'captured'`;

/** An order whose payment was asked for what has left, not for all of it at once. */
const capturedAtShipment = `o.snapshot ->> 'authorizationKind' = 'card'
  and (exists (select from payment.capture c where c.payment_id = o.payment_id)
    or exists (select from "order".story s where s.name = 'capture_order' and s.id = o.id::text))`;

/** I3 no double charge, I4 no paid-without-order, I5 no order-without-payment. */
export const moneyChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I3',
    says: 'captures − refunds ≤ order total, over all payments of an order',
    database: 'order',
    counted: '"order".orders',
    broken: `select o.number, format('captured %s, refunded %s, total %s', sum(p.captured_minor), sum(p.refunded_minor), o.total_minor)
      from "order".orders o join payment.payment p on p.order_id = o.id
      group by o.id having sum(p.captured_minor - p.refunded_minor) > o.total_minor`,
  }),
  sqlCheck({
    invariant: 'I3',
    says: 'one capture per capture intent: posted once, and never more than was asked for',
    database: 'order',
    counted: `payment.ledger_entry where kind in ('capture', 'receipt')`,
    broken: `select e.payment_id::text, format('%s captures posted, %s asked for', count(*), greatest(1, c.captures))
        from payment.ledger_entry e cross join lateral (select count(*) as captures from payment.capture c
          where c.payment_id = e.payment_id and c.state = 'captured') c
        where e.kind in ('capture', 'receipt') group by e.payment_id, c.captures having count(*) > greatest(1, c.captures)
      union all
      select payment_id::text, format('captured %s, asked for %s', captured_minor, coalesce(capture_minor, 0))
        from payment.payment where captured_minor > coalesce(capture_minor, 0)`,
  }),
  sqlCheck({
    invariant: 'I3',
    says: 'what is captured in parts is the sum of the parts, each posted, and never more than was authorized',
    database: 'order',
    counted: 'payment.capture',
    broken: `select p.payment_id::text, format('captured %s of %s, its captures are %s and %s of them are posted', p.captured_minor, p.authorized_minor, c.minor, e.minor)
      from payment.payment p
      cross join lateral (select coalesce(sum(amount_minor), 0) as minor, count(*) as captures from payment.capture c
        where c.payment_id = p.payment_id and c.state = 'captured') c
      cross join lateral (select coalesce(sum(l.amount_minor), 0) as minor from payment.ledger_entry e
        join payment.ledger_posting l using (entry_id)
        where e.payment_id = p.payment_id and e.kind = 'capture' and l.direction = 'debit') e
      where c.captures > 0 and (c.minor <> e.minor or c.minor > p.authorized_minor
        or p.capture_taken_back_at is null and c.minor <> p.captured_minor)`,
  }),
  sqlCheck({
    invariant: 'I3',
    says: 'a checkout holds or takes money once',
    database: 'order',
    counted: 'payment.payment',
    broken: `select checkout_id::text, format('%s payments hold or took money', count(*)) from payment.payment
      where state in (${holding}) and (captured_minor = 0 or refunded_minor < captured_minor)
      group by checkout_id having count(*) > 1`,
  }),
  {
    invariant: 'I3',
    says: 'what we captured and refunded is what the gateway’s book says',
    needs: ['payment-gateway'],
    run: async (world) => {
      const book = await world.gatewayPayments();
      const broken: Broken[] = [];
      let checked = 0;
      for await (const batch of cardPayments(world)) {
        checked += batch.length;
        for (const row of batch) {
          if (row.inReview) continue;
          const message = differs(row, book.get(bookKey(row)));
          if (message && row.ageSeconds >= world.graceSeconds)
            broken.push({ subject: row.paymentId, message });
        }
      }
      return { checked, broken };
    },
  },
  sqlCheck({
    invariant: 'I3',
    says: 'a payment that is held for review is one that staff sees',
    database: 'order',
    counted: `payment.payment where state = 'review'`,
    broken: `select p.payment_id::text, 'held for review, and nobody is told why' from payment.payment p
      where p.state = 'review' and p.moved_at <= kontor_now() - make_interval(secs => $1)
        and not exists (select from payment.payment_review r where r.payment_id = p.payment_id)`,
  }),
  {
    invariant: 'I4',
    says: 'money held or taken at the gateway belongs to one order, or is given back within 60 s',
    needs: ['payment-gateway'],
    run: async (world) => {
      const orphans = new Map<string, string>();
      for (const payment of (await world.gatewayPayments()).values()) {
        if (payment.authorizedMinor > 0 || payment.capturedMinor > payment.refundedMinor)
          orphans.set(bookKey(payment), payment.status);
      }
      const checked = orphans.size;
      for await (const batch of cardPayments(world)) {
        for (const row of batch) {
          if (row.orderNumber !== null || row.ageSeconds < world.graceSeconds)
            orphans.delete(bookKey(row));
        }
      }
      const book = await world.gatewayPayments();
      const broken = [...orphans].flatMap(([key, status]): Broken[] => {
        const { ageSeconds, gatewayPaymentId: subject } = book.get(key)!;
        const message = `${status} at the gateway, and no order is paid by it`;
        return ageSeconds < world.graceSeconds ? [] : [{ subject, message }];
      });
      return { checked, broken };
    },
  },
  {
    invariant: 'I4',
    says: 'a page of the gateway on which somebody can pay is one that an attempt waits for',
    needs: ['payment-gateway'],
    run: async (world) => {
      const nowSeconds = Date.now() / 1_000;
      const pages = (await pagesInBook(world)).filter(
        ({ status, expiresSeconds }) => status === 'open' && expiresSeconds > nowSeconds,
      );
      const waits = new Map<string, boolean>();
      const payments = world.batches<{ paymentId: string; waits: boolean }>(
        'order',
        `select payment_id::text as "paymentId", state in ('authorizing', 'requires_action', 'voiding', 'review')
           or moved_at > kontor_now() - make_interval(secs => $1) as waits
         from payment.payment where payment_id::text = any ($2)`,
        [world.graceSeconds, pages.map(({ clientReferenceId }) => clientReferenceId)],
      );
      for await (const batch of payments) {
        for (const row of batch) waits.set(row.paymentId, row.waits);
      }
      const broken = pages.flatMap(({ id, clientReferenceId, createdSeconds }): Broken[] => {
        const isFresh = nowSeconds - createdSeconds < world.graceSeconds;
        if (waits.get(clientReferenceId ?? '') ?? isFresh) return [];
        return [{ subject: id, message: 'can still be paid, and no attempt waits for it' }];
      });
      return { checked: pages.length, broken };
    },
  },
  sqlCheck({
    invariant: 'I4',
    says: 'money that we hold or took belongs to one order, or is given back within 60 s',
    database: 'order',
    counted: `payment.payment where state in (${holding})`,
    broken: `select p.payment_id::text, format('%s, and no order is paid by it', p.state)
      from payment.payment p
      where p.state in (${holding}) and p.refunded_minor < greatest(p.captured_minor, 1)
        and p.amount_minor > 0 and p.moved_at <= kontor_now() - make_interval(secs => $1)
        and not exists (select from "order".orders o where o.id = p.order_id and o.payment_id = p.payment_id)`,
  }),
  sqlCheck({
    invariant: 'I5',
    says: 'each tender of an order is a payment of it, of its amount and at its provider',
    database: 'order',
    counted: `"order".orders where tenders is not null or snapshot ? 'tenders'`,
    broken: `select o.number, format('tender %s of %s at %s is no such payment of it', t ->> 'paymentId', t ->> 'amountMinor', t ->> 'provider')
      from "order".orders o, jsonb_array_elements(coalesce(o.tenders, o.snapshot -> 'tenders', '[]')) t
      where not exists (select from payment.payment p
        where p.payment_id = (t ->> 'paymentId')::uuid and p.order_id = o.id
          and p.amount_minor = (t ->> 'amountMinor')::bigint and p.provider = t ->> 'provider')`,
  }),
  sqlCheck({
    invariant: 'I5',
    says: 'an order is paid with what its checkout froze',
    database: 'order',
    counted: `"order".orders where tenders is not null and snapshot ? 'tenders'`,
    broken: `select number, format('its tenders are %s, agreed was %s', tenders, snapshot -> 'tenders')
      from "order".orders where tenders is not null and snapshot ? 'tenders' and ${amountsOf('tenders')} <> ${amountsOf("snapshot -> 'tenders'")}`,
  }),
  sqlCheck({
    invariant: 'I5',
    says: 'every confirmed order has an authorized or captured payment ≥ its total, in its currency, or the gateway took it back',
    database: 'order',
    counted: `"order".orders where state not in ('placed', 'cancelling', 'cancelled')`,
    broken: `select o.number, 'confirmed without a payment that covers it'
      from "order".orders o
      where o.state in ('confirmed', 'partially_shipped', 'shipped', 'delivered') and not exists (
        select from payment.payment p where p.order_id = o.id and p.currency = o.currency
          and greatest(p.authorized_minor, p.captured_minor) >= o.total_minor
          and (p.state in (${holding}, 'part_received', 'written_off', 'credited', 'review')
            or p.capture_taken_back_at is not null))`,
  }),
  sqlCheck({
    invariant: 'I5',
    says: 'what has left of an order that a card pays is captured, or staff are told why not',
    database: 'order',
    counted: `"order".orders where state in ('partially_shipped', 'shipped', 'delivered')`,
    broken: `select o.number, format('%s captured, and %s have left', o.captured_minor, due.minor)
      from "order".orders o
      cross join lateral (
        select bool_or(l.shipped_quantity > 0) as has_left, o.total_minor - sum(case
          when coalesce(l.shipped_quantity, 0) >= (s ->> 'quantity')::int then 0
          -- each share of goods that have not left is rounded, to the step that the provider takes
          else ceil((s ->> 'totalMinor')::numeric * ((s ->> 'quantity')::int - coalesce(l.shipped_quantity, 0))
            / (s ->> 'quantity')::int) + coalesce((o.snapshot -> 'totals' ->> 'stepMinor')::bigint, 1) end) as minor
        from jsonb_array_elements(o.snapshot -> 'lines') s
        left join "order".order_line l on l.order_id = o.id and l.line_id = (s ->> 'lineId')::uuid) due
      where o.state in ('partially_shipped', 'shipped', 'delivered') and o.captured_minor < o.total_minor
        and o.snapshot ->> 'authorizationKind' = 'card' and due.has_left and o.captured_minor < due.minor
        and o.updated_at <= kontor_now() - make_interval(secs => $1)
        and not exists (select from "order".timeline_entry t where t.order_id = o.id and t.kind = 'payment_refused')
        and not exists (select from "order".story s where s.name = 'capture_order' and s.id = o.id::text and s.state <> 'finished')
        and not exists (select from payment.payment p where p.payment_id = o.payment_id
          and (p.capture_taken_back_at is not null or p.held_as is not null))`,
  }),
  sqlCheck({
    invariant: 'I3',
    says: 'where a card is captured at shipment, no more is captured than what has left and its delivery cost',
    database: 'order',
    counted: `"order".orders o where ${capturedAtShipment}`,
    broken: `select o.number, format('%s captured, and %s have left', asked.minor, due.minor)
      from "order".orders o join payment.payment p on p.payment_id = o.payment_id
      cross join lateral (select sum(c.amount_minor) as minor, max(c.requested_at) as at
        from payment.capture c where c.payment_id = o.payment_id and c.state <> 'refused') parts
      cross join lateral (select coalesce(parts.minor, p.captured_minor) as minor, coalesce(parts.at, p.moved_at) as at) asked
      cross join lateral (
        select case when bool_or(l.shipped_quantity > 0) then o.total_minor - sum(case
          when coalesce(l.shipped_quantity, 0) >= (s ->> 'quantity')::int then 0
          when coalesce(l.shipped_quantity, 0) = 0 then (s ->> 'totalMinor')::bigint
          -- as above, rounded the other way
          else floor((s ->> 'totalMinor')::numeric * ((s ->> 'quantity')::int - l.shipped_quantity)
            / (s ->> 'quantity')::int) - coalesce((o.snapshot -> 'totals' ->> 'stepMinor')::bigint, 0) end) else 0 end as minor
        from jsonb_array_elements(o.snapshot -> 'lines') s
        left join "order".order_line l on l.order_id = o.id and l.line_id = (s ->> 'lineId')::uuid) due
      where ${capturedAtShipment} and asked.minor > due.minor
        and asked.at <= kontor_now() - make_interval(secs => $1)
        -- whole with the first part, where the provider captures once alone; or by people after a refusal
        and not exists (select from "order".timeline_entry t where t.order_id = o.id
          and t.kind in ('captured_whole', 'payment_refused'))`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'each promise is open, received, credited or written off, and accounts_receivable says the same',
    database: 'order',
    counted: 'payment.receivable',
    broken: `with booked as (
        select e.payment_id, sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end) as minor
        from payment.ledger_entry e join payment.ledger_posting l using (entry_id)
        where l.account = 'accounts_receivable' group by e.payment_id),
      owed as (
        select p.payment_id, case when p.state in ('authorized', 'part_received', 'capturing', 'voiding', 'review')
            then p.authorized_minor - p.captured_minor - r.credited_minor - r.written_off_minor else 0 end as minor
        from payment.receivable r join payment.payment p using (payment_id))
      select owed.payment_id::text, format('%s is open, the ledger says %s', owed.minor, coalesce(booked.minor, 0))
      from owed left join booked using (payment_id)
      where owed.minor <> coalesce(booked.minor, 0) or owed.minor < 0`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'what receipts counted against a promise was received, and what nobody owed is kept as nobody’s',
    database: 'order',
    counted: 'payment.receipt',
    broken: `select p.payment_id::text, format('receipts of %s, received %s', r.applied, p.captured_minor)
        from payment.payment p cross join lateral (select coalesce(sum(applied_minor), 0) as applied
          from payment.receipt r where r.payment_id = p.payment_id) r
        where p.authorization_kind = 'promise' and r.applied <> p.captured_minor
          -- taken whole by an earlier version, which kept no receipts
          and not exists (select from payment.ledger_entry e where e.payment_id = p.payment_id and e.kind = 'receipt')
      union all
      select r.receipt_id::text, format('surplus of %s, the ledger says %s', r.surplus_minor, coalesce(sum(l.amount_minor), 0))
        from payment.receipt r
        left join payment.ledger_entry e on e.source = 'receipt:' || r.receipt_id
        left join payment.ledger_posting l on l.entry_id = e.entry_id and l.account = 'unassigned_money'
        group by r.receipt_id having r.surplus_minor <> coalesce(sum(l.amount_minor), 0)`,
  }),
  ...payOutChecks,
];

function differs(ours: PaymentRow, theirs: GatewayPayment | undefined): string | undefined {
  if (!theirs) return 'the gateway does not know it';
  const { currency, capturedMinor, refundedMinor } = theirs;
  const same =
    currency === ours.currency &&
    capturedMinor === Number(ours.capturedMinor) &&
    refundedMinor === Number(ours.refundedMinor);
  return same
    ? undefined
    : `ours ${ours.capturedMinor} − ${ours.refundedMinor} ${ours.currency}, the gateway’s ${capturedMinor} − ${refundedMinor} ${currency}`;
}

/** What each payment pays, of whatever release wrote it: another may say more of a tender. */
function amountsOf(tenders: string): string {
  return `coalesce((select jsonb_agg(jsonb_build_array(t -> 'paymentId', t -> 'method', t -> 'amountMinor') order by place)
    from jsonb_array_elements(${tenders}) with ordinality x (t, place)), '[]')`;
}
