import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { isWaiting, watchColumns, type Watch } from './watch-store.ts';

type Context = ServiceContext<'customer'>;

/** There are never more than one address can have, so they are one page. */
export function listWatches({ database }: Context): Handler<'customer', 'listWatches'> {
  return async (_input, invocation) => {
    const items = await database.query<Watch>(
      sql`select ${watchColumns} from stock_watch
          where ${ownedBy(invocation.actor)} and ${isWaiting} order by id`,
      invocation,
    );
    return ok({ items, nextCursor: null });
  };
}

export function removeWatch({ database }: Context): Handler<'customer', 'removeWatch'> {
  return ({ watchId }, invocation) =>
    database.transaction('remove_watch', invocation, async (tx) => {
      const ended = await tx.change(sql`
        update stock_watch set ended_at = coalesce(ended_at, kontor_now())
        where id = ${watchId} and told_at is null and ${ownedBy(invocation.actor)}`);
      if (ended > 0) return ok({});
      return fail('watch_not_found', 'You wait for no such thing, or were told of it already.');
    });
}

function ownedBy({ kind, id }: { kind: string; id: string }): Statement {
  return kind === 'customer' ? sql`customer_id = ${id}::uuid` : sql`false`;
}
