import type { Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { formsOf } from './suppress.ts';

type Context = ServiceContext<'notification'>;
type Suppression = OutputOf<'notification', 'listSuppressions'>['items'][number];

const sorts = new ListSorts('suppressions', sql`id`, { since: { by: sql`since`, kind: 'time' } });

const columns = sql`
  id as suppression_id, part, address, reason, nullif(channel, '') as channel, stops_all, source,
  message_id, detail, since`;

/** Those that the actor's channels have to do with: whose messages it came of, or that alone stop. */
function seenBy({ channels }: Actor): Statement {
  if (channels === '*') return sql`true`;
  const theirs = sql`any(${channels}::text[])`;
  return sql`(channel = ${theirs} or exists (
    select from message m where m.id = suppression.message_id and m.channel = ${theirs}))`;
}

/** Addresses that are written to no more; newest first. */
export function listSuppressions({
  database,
}: Context): Handler<'notification', 'listSuppressions'> {
  return async ({ limit, cursor, ...filters }, invocation) => {
    const { part, address } = filters;
    const conditions = [sql`lifted_at is null`, seenBy(invocation.actor)];
    if (part !== undefined) conditions.push(sql`part = ${part}`);
    if (address !== undefined) {
      conditions.push(sql`address = any(${formsOf(address)}::text[])`);
    }
    const list = sorts.open('since_descending', filters, cursor);
    if (!list.ok) return list;
    const page = pageStatement({
      table: sql`suppression`,
      id: sql`id`,
      columns,
      conditions,
      list: list.value,
      limit,
    });
    const rows = await database.list<Suppression & Keyed>(page, false, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}

/** Writes to an address again; it stays on record that it was stopped. */
export function liftSuppression({ database }: Context): Handler<'notification', 'liftSuppression'> {
  return ({ suppressionId }, invocation) =>
    database.transaction('liftSuppression', invocation, async (tx) => {
      const before = await tx.first<Suppression>(
        sql`select ${columns} from suppression
            where id = ${suppressionId} and lifted_at is null for update`,
      );
      if (!before) {
        return fail('suppression_not_found', 'This address is not stopped, or not any more.');
      }
      const { actor } = invocation;
      await tx.change(sql`
        update suppression set lifted_at = kontor_now(), lifted_by = ${`${actor.kind}:${actor.id}`}
        where id = ${suppressionId} and lifted_at is null`);
      const { part, reason } = before;
      tx.audit({ subject: `suppression:${suppressionId}`, before: { part, reason }, after: null });
      return ok({});
    });
}
