import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { inChannelsOf, withdrawalColumns, type WithdrawalRow } from './withdrawal-store.ts';

const sorts = new ListSorts('withdrawals', sql`withdrawal.id`, {
  declared: { by: sql`withdrawal.declared_at`, kind: 'time' },
  updated: { by: sql`withdrawal.updated_at`, kind: 'time' },
});

/** By keyset: a page costs the same however far down it is. */
export function listWithdrawals({
  database,
}: ServiceContext<'order'>): Handler<'order', 'listWithdrawals'> {
  return async ({ limit, cursor, sort, ...filters }, invocation) => {
    const { state, match, orderNumber, updatedSince } = filters;
    const isCopied = updatedSince !== undefined;
    const list = sorts.open(
      sort ?? (isCopied ? 'updated_ascending' : 'declared_descending'),
      filters,
      cursor,
    );
    if (!list.ok) return list;
    const settled = isCopied || sort === 'updated_ascending';
    const conditions: Statement[] = [inChannelsOf(invocation.actor)];
    if (state) conditions.push(sql`withdrawal.state = ${state}`);
    if (match === 'matched') conditions.push(sql`withdrawal.order_id is not null`);
    if (match === 'unmatched') conditions.push(sql`withdrawal.order_id is null`);
    if (orderNumber) conditions.push(sql`upper(withdrawal.order_number) = upper(${orderNumber})`);
    if (updatedSince) {
      conditions.push(sql`withdrawal.updated_at >= ${updatedSince}::timestamptz`);
    }
    if (settled) conditions.push(isSettled(sql`withdrawal.updated_at`));
    const page = pageStatement({
      table: sql`withdrawal`,
      id: sql`withdrawal.id`,
      columns: withdrawalColumns,
      conditions,
      list: list.value,
      limit,
    });
    const rows = await database.list<WithdrawalRow & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}
