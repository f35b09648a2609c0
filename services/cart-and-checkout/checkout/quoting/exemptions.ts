import type { Address } from '#contracts/shapes.ts';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { exemptionsDocument } from '../stored/documents.ts';

/** Keeps by which certificates a customer buys without tax; an older telling never overwrites a newer one. */
export async function onExemptionChanged(
  {
    data: { customerId, exemptions },
    aggregateVersion,
  }: ReceivedEvent<'customer.exemption_changed'>,
  tx: Transaction,
): Promise<void> {
  tx.last(sql`
    insert into customer_exemption (customer_id, exemptions, version)
    values (${customerId}, ${exemptionsDocument.write(exemptions)}, ${aggregateVersion})
    on conflict (customer_id) do update
      set exemptions = excluded.exemptions, version = excluded.version
      where customer_exemption.version < excluded.version`);
}

/** Of an owner whose checkout was read without them. */
export async function exemptionsOf(
  { database }: ServiceContext<'checkout'>,
  { ownerKind, ownerId }: { ownerKind: string; ownerId: string },
  invocation: Invocation,
): Promise<readonly KnownExemption[]> {
  if (ownerKind !== 'customer') return [];
  const known = await database.first<{ exemptions: KnownExemption[] }>(
    sql`select exemptions from customer_exemption where customer_id = ${ownerId}`,
    invocation,
  );
  return known?.exemptions ?? [];
}

/** The certificate that counts there today, in the shop's days: of several the one that lasts longest. */
export function exemptionFor(
  exemptions: readonly KnownExemption[],
  { countryCode, regionCode = '' }: Address,
  settings: Pick<Settings, 'timeZone'>,
): KnownExemption | undefined {
  if (exemptions.length === 0) return undefined;
  const today = dayIn(timeZoneOf(settings));
  const places = new Set([countryCode, `${countryCode}-${regionCode}`]);
  const lastDay = ({ validUntil }: KnownExemption) => validUntil ?? '9999-12-31';
  return exemptions
    .filter((one) => one.validFrom <= today && today <= lastDay(one))
    .filter((one) => one.places.some((place) => places.has(place)))
    .toSorted((a, b) => (lastDay(a) < lastDay(b) ? 1 : -1))[0];
}

/** Year, month and day, as certificates say it. */
function dayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(clock.now());
}
