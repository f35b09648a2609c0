import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';

/** Reservations end within seconds of their expiry; one that is held a minute later is a leak. */
export function readGauges({ database }: ServiceContext<'inventory'>): ReadGauges {
  return async () => {
    const row = await database.first<{ leaked: number }>(sql`
      select count(*)::int as leaked from reservation
      where state = 'active' and expires_at < kontor_now() - interval '60 seconds'`);
    return { 'kontor.stock.leaked_reservations': row!.leaked };
  };
}
