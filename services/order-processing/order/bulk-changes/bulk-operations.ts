import { z } from 'zod';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, Handlers, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderBulkMoves } from '../order-states.ts';
import {
  bulkColumns,
  bulkNotFound,
  bulkOf,
  bulkStatement,
  isSeenBy,
  type BulkRow,
} from './bulk-rows.ts';
import { beginBulk, insertBulk, startOrderBulk } from './start-bulk.ts';

type Context = ServiceContext<'order'>;
type Item = OutputOf<'order', 'listOrderBulkItems'>['items'][number];

const bulks = new PageOrder('order bulks', timeAndId);
const items = new PageOrder('order bulk items', z.tuple([z.int()]));

/** One thing done to many orders. */
export function orderBulks(context: Context) {
  return {
    startOrderBulk: startOrderBulk(context),
    stopOrderBulk: stopOrderBulk(context),
    undoOrderBulk: undoOrderBulk(context),
    ...readBulks(context),
  };
}

function stopOrderBulk({ database }: Context): Handler<'order', 'stopOrderBulk'> {
  return ({ bulkId }, invocation) =>
    database.transaction('stop_order_bulk', invocation, async (tx) => {
      const { actor } = invocation;
      if (!(await tx.first(bulkStatement(bulkId, actor)))) return bulkNotFound;
      const set = sql`finished_at = kontor_now()`;
      const stopped = await tx.change(transition(orderBulkMoves.stop, bulkId, { set }));
      const bulk = (await tx.first<BulkRow>(bulkStatement(bulkId, actor)))!;
      if (stopped > 0) tx.audit({ subject: `order bulk ${bulkId}`, after: { state: bulk.state } });
      return ok(bulkOf(bulk));
    });
}

function undoOrderBulk({ database }: Context): Handler<'order', 'undoOrderBulk'> {
  return ({ bulkId: undoes }, invocation) =>
    database.transaction('undo_order_bulk', invocation, async (tx) => {
      const { actor } = invocation;
      const bulk = await tx.first<BulkRow>(bulkStatement(undoes, actor));
      if (!bulk) return bulkNotFound;
      if (bulk.action !== null && bulk.action.do !== 'change_tags') return cannotBeUndone;
      if (bulk.state === 'running') return bulkUnderWay;
      const bulkId = newId();
      if (!(await insertBulk(tx, { bulkId, undoes, action: null, isProven: false }))) {
        const before = await tx.first<BulkRow>(sql`
          select ${bulkColumns} from order_bulk b where b.undoes = ${undoes}`);
        return ok(bulkOf(before!));
      }
      const total = await tx.change(sql`
        insert into order_bulk_item (bulk_id, number, order_id, before, after)
        select ${bulkId}, number, order_id, after, before from order_bulk_item
        where bulk_id = ${undoes} and outcome = 'changed'`);
      return ok(await beginBulk(tx, bulkId, total));
    });
}

type Reading = 'getOrderBulk' | 'listOrderBulks' | 'listOrderBulkItems';

function readBulks({ database }: Context): Pick<Handlers<'order'>, Reading> {
  return {
    async getOrderBulk({ bulkId }, invocation) {
      const statement = bulkStatement(bulkId, invocation.actor);
      const bulk = await database.first<BulkRow>(statement, invocation);
      return bulk ? ok(bulkOf(bulk)) : bulkNotFound;
    },
    async listOrderBulks({ limit, cursor }, invocation) {
      const after = bulks.after(cursor);
      if (!after.ok) return after;
      const [at, id] = after.value ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
      const rows = await database.query<BulkRow & { cursorAt: string }>(
        sql`
          select ${bulkColumns}, b.created_at::text as cursor_at from order_bulk b
          where ${isSeenBy(invocation.actor)}
            and (b.created_at, b.id) < (${at}::timestamptz, ${id}::uuid)
          order by b.created_at desc, b.id desc limit ${limit + 1}`,
        invocation,
      );
      const keyOf = (row: (typeof rows)[number]): [string, string] => [row.cursorAt, row.bulkId];
      return ok(bulks.pageOf(rows, limit, keyOf, ({ cursorAt: _at, ...bulk }) => bulkOf(bulk)));
    },
    async listOrderBulkItems({ bulkId, outcome, limit, cursor }, invocation) {
      const order = items.within({ bulkId, outcome });
      const after = order.after(cursor);
      if (!after.ok) return after;
      if (!(await database.first(bulkStatement(bulkId, invocation.actor), invocation)))
        return bulkNotFound;
      const [last] = after.value ?? [0];
      const kind = outcome === undefined ? sql`true` : sql`i.outcome = ${outcome}`;
      const rows = await database.query<Item & { number: number }>(
        sql`
          select i.number, i.order_id, o.number as order_number, i.outcome, i.code, i.message
          from order_bulk_item i join orders o on o.id = i.order_id
          where i.bulk_id = ${bulkId} and i.number > ${last} and ${kind}
          order by i.number limit ${limit + 1}`,
        invocation,
      );
      const keyOf = ({ number }: { number: number }): [number] => [number];
      return ok(order.pageOf(rows, limit, keyOf, ({ number: _at, ...item }) => item));
    },
  };
}

const bulkUnderWay = fail('bulk_under_way', 'It is still under way. Stop it first.');
const cannotBeUndone = fail(
  'bulk_cannot_be_undone',
  'Only tags are taken back at once. Of what went out, of notes and of picking each order is looked at by itself.',
);
