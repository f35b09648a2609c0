import type { z } from 'zod';
import type { customerProfile } from '#contracts/customer/shapes.ts';
import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

export type Profile = z.output<typeof customerProfile>;

/**
 * The condition under which a row of `customer` is the one that the actor asks for. Staff with the
 * permission name the customer, within their channels; a customer is asked as themselves, and
 * naming another one finds nothing. Whoever else asks finds nothing.
 */
export function askedBy(
  actor: Actor,
  customerId: string | undefined,
  staff: StaffPermission,
): Statement {
  if (hasPermission(actor, staff)) {
    if (customerId === undefined) return sql`false`;
    return sql`(customer.id = ${customerId}::uuid and ${inChannelsOf(actor)})`;
  }
  if (actor.kind !== 'customer') return sql`false`;
  return sql`(customer.id = ${actor.id}::uuid and customer.id = ${customerId ?? actor.id}::uuid)`;
}

export function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`customer.channel = any(${channels}::text[])`;
}

function consentTo(purpose: 'marketing_email' | 'marketing_sms'): Statement {
  return sql`
    coalesce((select granted from consent_entry e
              where e.customer_id = customer.id and e.purpose = ${purpose}
              order by e.sequence desc limit 1), false)`;
}

/** What only staff may see gets into no profile. */
const shownAttributes = sql`
  coalesce((
    select jsonb_object_agg(a.key, a.value) from jsonb_each(customer.attributes) a
    join field_definition f on f.owner = 'customer' and f.key = a.key
    where f.definition ->> 'storefront' = 'true'), '{}')`;

export const profileColumns = sql`
  ${shownAttributes} as attributes,
  customer.id as customer_id, customer.version, customer.email,
  customer.first_name, customer.last_name, customer.phone,
  customer.locale, customer.channel,
  jsonb_build_object('marketingEmail', ${consentTo('marketing_email')},
    'marketingSms', ${consentTo('marketing_sms')}) as consent,
  customer.default_shipping_id as default_shipping_address_id,
  customer.default_billing_id as default_billing_address_id, customer.created_at`;

export function selectProfile(whose: Statement): Statement {
  return sql`select ${profileColumns} from customer where ${whose}`;
}

/** The profile, whose row stays locked until the change is committed. */
export async function lockProfile(
  tx: Transaction,
  customerId: string | undefined,
): Promise<Profile | undefined> {
  const whose = askedBy(tx.invocation.actor, customerId, 'customers:write');
  // Consent stands in rows of its own: read only once the lock is held.
  const locked = await tx.first(sql`select from customer where ${whose} for update`);
  return locked ? tx.first<Profile>(selectProfile(whose)) : undefined;
}

/** Counts a change of a locked profile and answers with the profile as it is then. */
export async function touchProfile(tx: Transaction, before: Profile): Promise<Profile> {
  const changed = await tx.change(sql`
    update customer set version = version + 1, updated_at = kontor_now()
    where id = ${before.customerId} and version = ${before.version}`);
  if (changed !== 1) throw new Error(`customer ${before.customerId} changed under its lock`);
  return (await tx.first<Profile>(selectProfile(sql`customer.id = ${before.customerId}`)))!;
}

/** Tells how a person can be reached and what they agreed to. */
export function emitContact(tx: Transaction, profile: Profile): void {
  const { customerId, version, email, phone, consent, channel, locale } = profile;
  tx.emit({
    type: 'customer.contact_changed',
    aggregateId: customerId,
    aggregateVersion: version,
    channel,
    locale,
    data: {
      customerId,
      email,
      phone,
      marketingConsent: consent.marketingEmail,
      marketingSmsConsent: consent.marketingSms,
    },
  });
}

export function customerNotFound() {
  return fail('customer_not_found', 'There is no such customer, or it is not you.');
}
