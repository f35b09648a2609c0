import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';

export function readGauges({ database }: ServiceContext<'tracking'>): ReadGauges {
  return async () => {
    const row = await database.first<{ kept: number }>(
      sql`select count(*)::int as kept from carrier_event where body is not null`,
    );
    return { 'kontor.webhooks.kept': row!.kept };
  };
}
