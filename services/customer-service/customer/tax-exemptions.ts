import { wholeList } from '#contracts/shapes.ts';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { askedBy, customerNotFound } from './customer-store.ts';

type Context = ServiceContext<'customer'>;
type Exemption = OutputOf<'customer', 'addTaxExemption'>;
type Refusal = Extract<
  Awaited<ReturnType<Handler<'customer', 'addTaxExemption'>>>,
  { ok: false }
>['failure'];

/** So many that have not ended. */
const exemptionsLimit = 20;

const knownColumns = sql`
  id as exemption_id, reason, certificate_number, issued_by, places,
  valid_from::text as valid_from, valid_until::text as valid_until`;
const columns = sql`${knownColumns}, reference, recorded_by, recorded_at, ended_at`;

export function listTaxExemptions({ database }: Context): Handler<'customer', 'listTaxExemptions'> {
  return async ({ customerId }, invocation) => {
    const whose = askedBy(invocation.actor, customerId, 'customers:read');
    if (!(await database.first(sql`select from customer where ${whose}`, invocation))) {
      return customerNotFound();
    }
    const kept = await database.query<Exemption>(sql`
      select ${columns} from tax_exemption
      where customer_id = ${customerId} order by id desc`);
    return ok(wholeList(kept));
  };
}

export function addTaxExemption({ database }: Context): Handler<'customer', 'addTaxExemption'> {
  return (input, invocation) =>
    database.command<Exemption, Refusal>('addTaxExemption', input, invocation, async (tx) => {
      const { customerId, reason, certificateNumber, issuedBy, validFrom, validUntil } = input;
      if (validUntil !== null && validUntil < validFrom) {
        const what = 'The last day of a certificate is not before its first.';
        return fail('exemption_period_invalid', what);
      }
      if (!(await lockCustomer(tx, customerId))) return customerNotFound();
      const running = await tx.change(sql`
        select from tax_exemption where customer_id = ${customerId} and ended_at is null`);
      if (running >= exemptionsLimit) {
        const what = `A customer has at most ${exemptionsLimit} certificates. End some first.`;
        return fail('too_many_exemptions', what);
      }
      const places = [...new Set(input.places)];
      const exemption = (await tx.first<Exemption>(sql`
        insert into tax_exemption (id, customer_id, reason, certificate_number, issued_by, places,
          valid_from, valid_until, reference, recorded_by)
        values (${newId()}, ${customerId}, ${reason}, ${certificateNumber}, ${issuedBy},
          ${places}, ${validFrom}::date, ${validUntil}::date, ${input.reference},
          ${invocation.actor.id})
        returning ${columns}`))!;
      await emitExemptions(tx, customerId);
      const { exemptionId } = exemption;
      tx.audit({ subject: `customer:${customerId}`, after: { exemptionId, certificateNumber } });
      return ok(exemption);
    });
}

export function endTaxExemption({ database }: Context): Handler<'customer', 'endTaxExemption'> {
  return ({ customerId, exemptionId }, invocation) =>
    database.transaction('endTaxExemption', invocation, async (tx) => {
      if (!(await lockCustomer(tx, customerId))) return customerNotFound();
      const ended = await tx.change(sql`
        update tax_exemption set ended_at = kontor_now()
        where id = ${exemptionId} and customer_id = ${customerId} and ended_at is null`);
      if (ended === 0) {
        return fail(
          'exemption_not_found',
          'The customer has no such certificate that still counts.',
        );
      }
      await emitExemptions(tx, customerId);
      tx.audit({ subject: `customer:${customerId}`, after: { exemptionId, ended: true } });
      return ok({});
    });
}

/** Of two changes at once the later one waits, and tells what both did. */
async function lockCustomer(tx: Transaction, customerId: string): Promise<boolean> {
  const whose = askedBy(tx.invocation.actor, customerId, 'customers:write');
  return (await tx.change(sql`select from customer where ${whose} for update`)) > 0;
}

/** Counts the change in the profile, and tells the certificates that were not ended. */
async function emitExemptions(tx: Transaction, customerId: string): Promise<void> {
  const exemptions = await tx.query<KnownExemption>(sql`
    select ${knownColumns} from tax_exemption
    where customer_id = ${customerId} and ended_at is null order by id`);
  const { version, channel, locale } = (await tx.first<{
    version: number;
    channel: string;
    locale: string;
  }>(sql`
    update customer set version = version + 1, updated_at = kontor_now()
    where id = ${customerId} returning version, channel, locale`))!;
  tx.emit({
    type: 'customer.exemption_changed',
    aggregateId: customerId,
    aggregateVersion: version,
    channel,
    locale,
    data: { customerId, exemptions },
  });
}
