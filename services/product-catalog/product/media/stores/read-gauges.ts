import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';

/** Pictures that visitors asked for and whose files are not where they should lie. */
export function readGauges({ database }: ServiceContext<'product'>): ReadGauges {
  return async () => {
    const row = await database.first<{ missing: number }>(sql`
      select count(*)::int as missing from media_file where missing_at is not null`);
    return { 'kontor.pictures.missing': row!.missing };
  };
}
