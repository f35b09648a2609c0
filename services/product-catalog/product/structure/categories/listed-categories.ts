import { sql, type Statement } from '#platform/ground/sql.ts';

/** Whether shoppers of a channel see the category of this path: neither it nor one above it is kept from them. */
export const isListedIn = (channel: string, path: Statement) => sql`not exists (
  select from category k where k.channels is not null and not (${channel} = any (k.channels))
    and (k.path = ${path} or starts_with(${path}, k.path || '/')))`;
