import { sqlCheck, type Broken, type Check } from '../world/check.ts';
import { bookKey, inNoBook, type GatewayPayment } from '../world/world.ts';

/** I6 the ledger, I9 invoice numbers, I11 what was issued to be used up. */
export const accountChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I6',
    says: 'debits equal credits in each entry and currency, and no entry is empty',
    database: 'order',
    counted: 'payment.ledger_entry',
    broken: `select e.entry_id::text, format('%s: debits and credits differ', e.kind)
      from payment.ledger_entry e left join payment.ledger_posting p using (entry_id)
      group by e.entry_id, e.kind, p.currency
      having coalesce(sum(p.amount_minor) filter (where p.direction = 'debit'), 0)
          is distinct from coalesce(sum(p.amount_minor) filter (where p.direction = 'credit'), 0)
        or count(p.entry_id) = 0`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'the postings of a payment say what its row says, so none was changed',
    database: 'order',
    counted: 'payment.payment',
    broken: `select p.payment_id::text, format('captured %s, refunded %s; posted %s and %s', p.captured_minor, p.refunded_minor, l.captured, l.refunded)
      from payment.payment p cross join lateral (
        select
          coalesce(sum(case direction when 'debit' then amount_minor else -amount_minor end)
            filter (where e.kind in ('capture', 'capture_reversal', 'receipt') and account in ('gateway_clearing', 'bank_receipts')), 0)
            + coalesce(sum(amount_minor) filter (where e.kind in ('bank_receipt', 'assigned_receipt') and account = 'accounts_receivable'), 0) as captured,
          coalesce(sum(case direction when 'credit' then amount_minor else -amount_minor end)
            filter (where e.kind in ('refund', 'refund_reversal') and account in ('gateway_clearing', 'bank_receipts')), 0) as refunded
        from payment.ledger_entry e join payment.ledger_posting using (entry_id)
        where e.order_id = p.order_id and e.payment_id = p.payment_id) l
      where l.captured <> p.captured_minor or l.refunded <> p.refunded_minor`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'what is withheld for disputes is what is open, and each that was lost is posted as lost',
    database: 'order',
    counted: 'payment.dispute',
    broken: `select d.dispute_id, format('%s of %s; withheld %s, lost %s', d.state, d.amount_minor, l.withheld, l.lost)
      from payment.dispute d cross join lateral (
        select
          coalesce(sum(case direction when 'debit' then amount_minor else -amount_minor end)
            filter (where account = 'disputed_payments'), 0) as withheld,
          coalesce(sum(amount_minor) filter (where account = 'dispute_losses'), 0) as lost
        from payment.ledger_entry e join payment.ledger_posting using (entry_id)
        where e.source in ('dispute:' || d.dispute_id, 'dispute_reinstated:' || d.dispute_id,
          'dispute_lost:' || d.dispute_id)) l
      where l.withheld <> case when d.withdrawn and not d.reinstated and d.state <> 'lost' then d.amount_minor else 0 end
        or l.lost <> case when d.state = 'lost' and not d.reinstated then d.amount_minor else 0 end`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'a refund that came back has no credit note that stands',
    database: 'order',
    counted: `"order".refund where taken_back_at is not null`,
    broken: `select r.id::text, 'came back, and its credit note ' || d.number || ' stands'
      from "order".refund r join invoice.document d on d.refund_id = r.id
      where r.taken_back_at <= kontor_now() - make_interval(secs => $1) and not exists (
        select from invoice.document c where c.order_id = r.order_id
          and c.kind = 'credit_note_cancellation' and c.snapshot ->> 'refundId' = r.id::text)`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'what may only be added to is guarded: the ledger and the invoices',
    database: 'order',
    counted: `pg_trigger where tgname in ('append_only', 'balanced', 'immutable', 'counts_up')`,
    broken: guardsMissing([
      ['payment.ledger_entry', 'append_only'],
      ['payment.ledger_posting', 'append_only'],
      ['payment.ledger_posting', 'balanced'],
      ['invoice.document', 'immutable'],
      ['invoice.document_pdf', 'immutable'],
      ['invoice.series', 'counts_up'],
    ]),
  }),
  {
    invariant: 'I6',
    says: 'the clearing account equals the gateway’s book',
    needs: ['payment-gateway'],
    run: async (world) => {
      const book = await world.gatewayPayments();
      const accounts = await world.query<{ provider: string; currency: string; balance: string }>(
        'order',
        `select coalesce(p.provider, 'stripe') as provider, l.currency,
           sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end) as balance
         from payment.ledger_posting l join payment.ledger_entry e using (entry_id)
           left join payment.payment p on p.payment_id = e.payment_id
         where l.account = 'gateway_clearing' and e.kind not like 'settlement%' and ${inNoBook} is not true group by 1, 2`,
      );
      const held = await world.query<Pick<GatewayPayment, 'provider' | 'gatewayPaymentId'>>(
        'order',
        `select provider, gateway_payment_id as "gatewayPaymentId" from payment.payment p where state = 'review' and exists (
           select from payment.payment_review r where r.payment_id = p.payment_id)`,
      );
      const inReview = new Set(held.map(bookKey));
      const readable = new Set(world.readableGateways());
      const ours = new Map(
        accounts
          .filter(({ provider }) => readable.has(provider))
          .map(({ provider, currency, balance }) => [`${provider} ${currency}`, Number(balance)]),
      );
      const theirs = new Map<string, number>();
      for (const payment of book.values()) {
        if (inReview.has(bookKey(payment))) continue;
        const { provider, currency, capturedMinor, refundedMinor, withdrawnMinor } = payment;
        const key = `${provider} ${currency}`;
        const sum = theirs.get(key) ?? 0;
        theirs.set(key, sum + capturedMinor - refundedMinor - withdrawnMinor);
      }
      const broken = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((key): Broken[] => {
        const [own, other] = [ours.get(key) ?? 0, theirs.get(key) ?? 0];
        // A running shop is always between two bookings; only at rest must both be the same.
        if (own === other || world.graceSeconds > 0) return [];
        const [provider = '', subject = ''] = key.split(' ');
        return [{ subject, message: `clearing ${own}, the book of ${provider} ${other}` }];
      });
      return { checked: theirs.size, broken };
    },
  },
  sqlCheck({
    invariant: 'I9',
    says: 'invoice and credit-note numbers are unique and gapless from 1',
    database: 'order',
    counted: 'invoice.document',
    broken: `select d.series || ' ' || d.year, format('%s documents, numbers %s to %s, next %s', count(*), min(position), max(position), max(s.next))
        from invoice.document d left join invoice.series s on s.series = d.series and s.year = d.year
        group by d.series, d.year
        having count(*) <> max(position) or min(position) <> 1 or max(s.next) is distinct from max(position) + 1
      union all
      select number, format('given %s times', count(*)) from invoice.document group by number having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I9',
    says: 'the order of the numbers is the order of issue',
    database: 'order',
    counted: 'invoice.document',
    broken: `select number, 'issued before a lower number' from (
        select number, position, lag(position) over issue as lower_one, issued_at, lag(issued_at) over issue as earlier
        from invoice.document window issue as (partition by series, year order by sequence)) ordered
      where lower_one >= position or earlier > issued_at`,
  }),
  {
    invariant: 'I11',
    says: 'coupons and gift cards stay within what was issued (there are none yet)',
    run: async () => ({ checked: 0, broken: [] }),
  },
];

/** Triggers that are missing or switched off. */
function guardsMissing(guards: readonly (readonly [table: string, trigger: string])[]): string {
  const wanted = guards.map(([table, trigger]) => `('${table}', '${trigger}')`).join(', ');
  return `select w.guarded, 'its guard ' || w.trigger || ' is missing or switched off'
    from (values ${wanted}) w (guarded, trigger)
    where not exists (select from pg_trigger t
      where t.tgrelid = to_regclass(w.guarded) and t.tgname = w.trigger and t.tgenabled in ('O', 'A'))`;
}
