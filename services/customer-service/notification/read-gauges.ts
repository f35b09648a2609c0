import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReadGauges } from '#platform/telemetry/telemetry.ts';

/** What is to be sent and is not yet; what has failed for good waits in the list of messages. */
export function readGauges({ database }: ServiceContext<'notification'>): ReadGauges {
  return async () => {
    const row = await database.first<{ unsent: number; age: number }>(sql`
      select count(*)::int as unsent,
        coalesce(extract(epoch from kontor_now() - min(created_at)), 0)::float8 as age
      from message where state = 'queued'`);
    return { 'kontor.messages.unsent': row!.unsent, 'kontor.messages.unsent_age': row!.age };
  };
}
