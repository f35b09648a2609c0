import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { isOpen, isOver, watchColumns, type Watch } from './watch-store.ts';

type Context = ServiceContext<'customer'>;

/** Told ones are shown too, so that who follows an old link sees what became of it. */
export function getWatchByLink({ database, call }: Context): Handler<'customer', 'getWatchByLink'> {
  return async ({ token }, invocation) => {
    const read = await call.notification.readWatchLink({ token }, invocation);
    if (!read.ok) return read;
    const { watchId } = read.value;
    const watch = await database.first<Watch>(
      sql`select ${watchColumns} from stock_watch
          where id = ${watchId} and ended_at is null and (told_at is not null or not (${isOver}))`,
      invocation,
    );
    return watch ? ok(watch) : linkOver();
  };
}

/** The second step of who has no account. Asked again it changes nothing. */
export function confirmWatch({ database, call }: Context): Handler<'customer', 'confirmWatch'> {
  return async ({ token }, invocation) => {
    const read = await call.notification.readWatchLink({ token }, invocation);
    if (!read.ok) return read;
    const { watchId } = read.value;
    return database.transaction('confirm_watch', invocation, async (tx) => {
      const watch = await tx.first<Watch>(sql`
        update stock_watch set confirmed_at = coalesce(confirmed_at, kontor_now())
        where id = ${watchId} and ended_at is null and (told_at is not null or not (${isOver}))
        returning ${watchColumns}`);
      return watch ? ok(watch) : linkOver();
    });
  };
}

export function endWatchByLink({ database, call }: Context): Handler<'customer', 'endWatchByLink'> {
  return async ({ token }, invocation) => {
    const read = await call.notification.readWatchLink({ token }, invocation);
    if (!read.ok) return read;
    const { watchId } = read.value;
    return database.transaction('end_watch', invocation, async (tx) => {
      tx.last(sql`
        update stock_watch set ended_at = kontor_now() where id = ${watchId} and ${isOpen}`);
      return ok({});
    });
  };
}

function linkOver() {
  return fail('link_invalid', 'This link is over: ask once more on the product’s page.');
}
