import type { Invocation } from '#kernel/invocation.ts';
import { newId } from '#kernel/ids.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { InvoiceDocument, Snapshot } from './document-snapshot.ts';
import { snapshotDocument } from '../stored/documents.ts';

/** A document that wants the next number of its series. */
export interface Draft {
  readonly kind: Snapshot['kind'];
  readonly orderId: string;
  readonly refundId: string | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly snapshot: Snapshot;
  readonly scope: Pick<Invocation, 'channel' | 'locale'>;
}

export const documentColumns = sql`
  d.document_id, d.kind, d.number, d.order_id,
  d.issued_at, d.currency, d.total_minor`;

const prefixes = { invoice: 'INV', credit_note: 'CN', credit_note_cancellation: 'CNC' };

/** One series for each kind of document and each channel; the default channel's has no suffix. */
export function seriesOf({ kind, scope: { channel } }: Draft): string {
  return channel === 'default' ? prefixes[kind] : `${prefixes[kind]}-${channel.toUpperCase()}`;
}

/**
 * One statement that gives drafts the next numbers of their series, in the order given, and keeps
 * them. A draft that was issued before is left out; the row lock on the series is held until the
 * commit. An invoice needs the claim on its order. The year is that of the channel's time zone, and
 * where the channel has a company of its own, an invoice is that company's; a document keeps the
 * shop's own words of the day. Gives the documents that
 * were issued now.
 */
export function issueStatement(drafts: readonly Draft[], shopTimeZone: string): Statement {
  const column = <T>(of: (draft: Draft) => T): T[] => drafts.map(of);
  return sql`
    with asked as (
      select * from unnest(
        ${column(() => newId())}::uuid[], ${column((draft) => draft.kind)}::text[],
        ${column(seriesOf)}::text[], ${column((draft) => draft.orderId)}::uuid[],
        ${column((draft) => draft.refundId)}::uuid[],
        ${column((draft) => draft.scope.channel)}::text[],
        ${column((draft) => draft.scope.locale)}::text[],
        ${column((draft) => draft.currency)}::text[],
        ${column((draft) => draft.totalMinor)}::bigint[],
        ${column((draft) => snapshotDocument.write(draft.snapshot))}::jsonb[])
        with ordinality as asked (document_id, kind, series, order_id, refund_id, channel, locale,
                                  currency, total_minor, snapshot, place)),
    claimed as (
      insert into invoice_claim (order_id, claim)
      select distinct order_id, 'issued' from asked where kind = 'invoice' order by order_id
      on conflict (order_id) do nothing
      returning order_id),
    fresh as (
      select asked.*, coalesce(seller.time_zone, ${shopTimeZone}) as time_zone, seller.shop,
             (select l.labels -> 'own' from document_label l
              where l.channel = asked.channel
                and l.locale in (asked.locale, split_part(asked.locale, '-', 1))
              order by length(l.locale) desc limit 1) as labels,
             row_number() over (partition by asked.series order by asked.place) as nth
      from (
        select distinct on (kind, coalesce(refund_id, order_id)) * from asked
        order by kind, coalesce(refund_id, order_id), place) asked
        left join channel_company seller on seller.channel = asked.channel
      where case kind
        when 'invoice' then order_id in (select order_id from claimed) and not exists (
          select from document d where d.kind = 'invoice' and d.order_id = asked.order_id)
        else not exists (select from document d where d.refund_id = asked.refund_id) end),
    taken as (
      insert into series (series, year, next, last_issued_at)
      select series, extract(year from kontor_now() at time zone min(time_zone)), count(*) + 1,
             kontor_now()
      from fresh group by series order by series
      on conflict (series, year) do update set
        next = series.next + excluded.next - 1,
        last_issued_at = greatest(series.last_issued_at, excluded.last_issued_at)
      returning series, year, next, last_issued_at)
    insert into document as d (document_id, kind, series, year, position, number, order_id, refund_id,
                               channel, locale, currency, total_minor, issued_at, snapshot)
    select document_id, kind, series, year, position,
           series || '-' || year || '-' || lpad(position::text, 6, '0'),
           order_id, refund_id, channel, locale, currency, total_minor, last_issued_at,
           snapshot || jsonb_build_object('timeZone', time_zone)
             || case when kind = 'invoice' and shop is not null
                  then jsonb_build_object('shop', shop) else '{}' end
             || case when labels <> '{}' then jsonb_build_object('labels', labels) else '{}' end
    from (
      select fresh.*, taken.year, taken.last_issued_at,
             taken.next - 1 - count(*) over (partition by series) + nth as position
      from fresh join taken using (series)) numbered
    order by series, position
    returning ${documentColumns}`;
}

export function readIssued(drafts: readonly Draft[]): Statement {
  const invoices = drafts.filter(({ kind }) => kind === 'invoice').map(({ orderId }) => orderId);
  const refunds = drafts.flatMap(({ refundId }) => refundId ?? []);
  return sql`
    select ${documentColumns}, d.refund_id from document d
    where (d.kind = 'invoice' and d.order_id = any(${invoices}::uuid[]))
       or d.refund_id = any(${refunds}::uuid[])`;
}

export type IssuedRow = InvoiceDocument & { refundId: string | null };
