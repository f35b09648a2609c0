import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';
import type { MediaStore } from './media-store.ts';

/** Pictures that visitors asked for and whose files are not where they should lie, and stores that are away. */
export function readGauges({ database }: ServiceContext<'product'>, store: MediaStore): ReadGauges {
  return async () => {
    const row = await database.first<{ missing: number }>(sql`
      select count(*)::int as missing from media_file where missing_at is not null`);
    return {
      'kontor.pictures.missing': row!.missing,
      'kontor.pictures.stores_away': store.away(),
    };
  };
}
