import type { Address, OrderSnapshot } from '#contracts/shapes.ts';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import type { Broken, Check } from '../../world/check.ts';
import { destinationOf, frozenAtMostMs, taxedByTable } from './taxed-order.ts';

interface Untaxed {
  readonly number: string;
  readonly snapshot: OrderSnapshot;
  readonly placedMs: number;
}

/** As customer keeps it, ended or not. */
interface Certificate extends KnownExemption {
  readonly customerId: string;
  readonly recordedMs: number;
  readonly endedMs: number | null;
}

const untaxed = `select number, snapshot, extract(epoch from placed_at)::float8 * 1000 as "placedMs"
  from "order".orders
  where snapshot ? 'taxExemption' or snapshot -> 'totals' ->> 'shippingTaxCategory' = 'exempt'
    or snapshot @? '$.lines[*] ? (@.taxCategory == "exempt")'`;

const certificates = `select id::text as "exemptionId", customer_id::text as "customerId", reason,
    certificate_number as "certificateNumber", issued_by as "issuedBy", places,
    valid_from::text as "validFrom", valid_until::text as "validUntil",
    extract(epoch from recorded_at)::float8 * 1000 as "recordedMs",
    extract(epoch from ended_at)::float8 * 1000 as "endedMs"
  from customer.tax_exemption where id = any ($1::uuid[])`;

/** Where it is earliest and where it is latest on Earth: the shop's own zone lies between. */
const [behindMs, aheadMs] = [12 * 3_600_000, 14 * 3_600_000];

/** I12 of exemptions: who pays no tax has a paper that says so. */
export const exemptionChecks: readonly Check[] = [
  {
    invariant: 'I12',
    says: 'what was sold without tax by an exemption names a certificate of its buyer that counted then and there',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      for await (const batch of world.batches<Untaxed>('order', untaxed)) {
        checked += batch.length;
        const ids = batch.flatMap(({ snapshot }) => snapshot.taxExemption?.exemptionId ?? []);
        const known = await world.query<Certificate>('customer', certificates, [ids]);
        const byId = new Map(known.map((one) => [one.exemptionId, one]));
        for (const order of batch) {
          const message = wrongIn(order, byId);
          if (message) broken.push({ subject: order.number, message });
        }
      }
      return { checked, broken };
    },
  },
];

function wrongIn(
  { snapshot, placedMs }: Untaxed,
  known: ReadonlyMap<string, Certificate>,
): string | undefined {
  const { taxExemption, owner } = snapshot;
  if (!taxExemption) {
    // A provider knows goods that nobody pays tax for.
    return taxedByTable(snapshot) ? 'sold as exempt, and no certificate is with it' : undefined;
  }
  const { certificateNumber: number } = taxExemption;
  const kept = known.get(taxExemption.exemptionId);
  if (!kept) return `sold by certificate ${number}, which nobody recorded`;
  if (kept.certificateNumber !== number) {
    return `sold by certificate ${number}, recorded as ${kept.certificateNumber}`;
  }
  if (owner.kind !== 'customer' || kept.customerId !== owner.id) {
    return `sold by certificate ${number} of another customer`;
  }
  const destination = destinationOf(snapshot);
  if (!countsThere(kept, destination)) {
    return `sold to ${destination.countryCode} by certificate ${number}, which counts in ${kept.places.join(', ')}`;
  }
  return countedThen(kept, placedMs)
    ? undefined
    : `sold by certificate ${number}, which did not count then`;
}

function countsThere(
  { places }: Certificate,
  { countryCode, regionCode }: Pick<Address, 'countryCode' | 'regionCode'>,
): boolean {
  return places.includes(countryCode) || places.includes(`${countryCode}-${regionCode ?? ''}`);
}

/** At some moment between the quote, at the earliest, and the placing. */
function countedThen(
  { recordedMs, endedMs, validFrom, validUntil }: Certificate,
  placedMs: number,
): boolean {
  const quotedMs = placedMs - frozenAtMostMs;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return (
    recordedMs <= placedMs &&
    (endedMs === null || endedMs >= quotedMs) &&
    validFrom <= day(placedMs + aheadMs) &&
    (validUntil === null || validUntil >= day(quotedMs - behindMs))
  );
}
