import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

export type Location = OutputOf<'inventory', 'putLocation'>;

export const locationColumns = sql`
  id as location_id, code, name, channels, priority, address, active, dispatch, version`;

/** Tells a location as it is now. */
export function emitLocation(tx: Transaction, { version, ...data }: Location): void {
  const { locationId } = data;
  const of = { aggregateId: locationId, aggregateVersion: version };
  tx.emit({ type: 'inventory.location_changed', ...of, data });
}

/**
 * Tells the locations that nobody heard of as they are: those that were there before locations were
 * told, and those that a release of before changed while it still ran.
 */
export async function tellLocations({
  database,
}: Pick<ServiceContext<'inventory'>, 'database'>): Promise<void> {
  const invocation = systemInvocation(systemActor('inventory'), {
    channel: 'default',
    locale: 'en',
  });
  await database.transaction('tell_locations', invocation, async (tx) => {
    const untold = await tx.query<Location>(sql`
      update location set told_version = version where told_version < version
      returning ${locationColumns}`);
    for (const location of untold) emitLocation(tx, location);
  });
}
