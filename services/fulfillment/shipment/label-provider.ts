import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ParcelRow } from './parcel-store.ts';

type Context = ServiceContext<'shipment'>;

/** The one that there was before labels said where they were bought, and the sandbox's carrier. */
const former = { provider: 'shipengine', carrier: 'sandbox_post' } as const;
const withoutKeys = 'provider_without_keys';

/** Whom a parcel's label is bought from, asked for at and given back to, whoever sells new ones by now. */
export function providerOfLabel(
  { external }: Context,
  { provider, sandbox, carrierCode }: ParcelRow,
) {
  const { newAt } = external.shippingProvider;
  if (provider !== null) return external.shippingProvider.of(provider, sandbox ?? false);
  // Of an earlier version: where there is no label yet, nothing says where it was asked for.
  if (carrierCode === null) return external.shippingProvider.of(newAt.provider, newAt.sandbox);
  return external.shippingProvider.of(former.provider, carrierCode === former.carrier);
}

/**
 * What is answered where the label's provider cannot be asked, and the parcel says so; undefined
 * where it can.
 */
export async function heldWithoutKeys(context: Context, row: ParcelRow, invocation: Invocation) {
  const { id, hasKeys, needs } = providerOfLabel(context, row);
  const heldAs = hasKeys ? null : withoutKeys;
  if (row.heldAs !== heldAs) {
    await context.database.write(
      'hold_parcel',
      sql`update parcel set held_as = ${heldAs} where id = ${row.parcelId} returning id`,
      invocation,
    );
  }
  if (hasKeys) return undefined;
  const { parcelId } = row;
  context.log.error({ invocation, parcelId, provider: id, heldAs, needs }, 'a label is held');
  const where = row.sandbox ? 'in the sandbox' : `at ${id}`;
  const what = `The label is ${where}, which the shop cannot ask now (${withoutKeys}). It goes on once its keys are set again.`;
  return fail('label_provider_without_keys', what);
}
