import { hash } from 'node:crypto';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Purchase } from '../methods/payment-method.ts';

/** Who owes: an account, or the address that a guest gave. Undefined where nobody is known. */
export function debtorKey({ customerId, email }: Purchase['buyer']): string | undefined {
  if (customerId !== null) return `customer:${customerId}`;
  if (email === null) return undefined;
  return `guest:${hash('sha256', canonicalEmail(email), 'base64url')}`;
}

/** Whoever asks for the same debtor's lock waits until this transaction has ended. */
export function lockDebtor(key: string): Statement {
  return sql`
    insert into debtor (debtor_key) values (${key})
    on conflict (debtor_key) do update set debtor_key = excluded.debtor_key`;
}

/** What of a promise is still owed, of `payment p` and `receivable r`. */
export const openMinor = sql`
  case when p.state in ('voided', 'failed', 'captured', 'credited', 'written_off') then 0
       else p.amount_minor - p.captured_minor - r.credited_minor - r.written_off_minor end`;

/** When what awaits its delivery is due: never, and an earlier version reads it as a moment too. */
export const notBegun = sql`'9999-12-31T00:00:00Z'::timestamptz`;

/** The days count from a delivery that has not come, of `receivable r`. */
export const awaitsDelivery = sql`
  coalesce(r.due_from = 'delivery' and r.delivered_at is null, false)`;

/** What somebody owes in a currency, besides the payment named. */
export function owedBy(key: string, currency: string, exceptPaymentId: string | null): Statement {
  return sql`
    select coalesce(sum(${openMinor}), 0)::bigint as owed_minor
    from receivable r join payment p on p.payment_id = r.payment_id
    where r.debtor_key = ${key} and not r.settled and p.currency = ${currency}
      and p.payment_id is distinct from ${exceptPaymentId}::uuid`;
}
