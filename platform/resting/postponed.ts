import { sql, type Statement } from '../ground/sql.ts';

/**
 * Whatever fails is tried again within five minutes. A time further off was reckoned while the
 * database's clock was ahead: waited for, it would hold orders back until that wrong time comes.
 */
export function isBeyondPostponing(nextAttemptAt: Statement): Statement {
  return sql`${nextAttemptAt} > kontor_now() + interval '10 minutes'`;
}
