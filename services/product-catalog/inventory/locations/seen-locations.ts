import { channelsSeenBy, type Actor } from '#kernel/actor.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

/**
 * The condition under which the actor looks into a row of `location`: it serves one of their
 * channels, or all. What other shops keep to themselves is nobody else's to see.
 */
export function seenBy(actor: Actor): Statement {
  const seen = channelsSeenBy(actor);
  if (seen === null) return sql`true`;
  return sql`location.channels && ${['*', ...seen]}::text[]`;
}

/** The same for a row that names its location. */
export function atSeenLocation(actor: Actor, locationId: Statement): Statement {
  if (channelsSeenBy(actor) === null) return sql`true`;
  return sql`${locationId} in (select id from location where ${seenBy(actor)})`;
}
