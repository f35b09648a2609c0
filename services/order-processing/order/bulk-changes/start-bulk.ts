import {
  mostInBulk,
  type BulkCancellation,
  type OrderBulkAction,
} from '#contracts/order/bulk/bulk-changes.ts';
import { hasPermission, type Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { orderConditions, orderGuess } from '../reading/order-filters.ts';
import { refuseUnprovenSum } from '../refunding/needs-proof.ts';
import { bulkActionDocument, bulkActorDocument } from '../stored/documents.ts';
import { bulkOf, bulkStatement, type BulkRow, type OrderBulk } from './bulk-rows.ts';
import { bulkStory } from './bulk-story.ts';
import { previewCancellation } from './preview-cancellation.ts';

type Context = ServiceContext<'order'>;
type Asked = InputOf<'order', 'startOrderBulk'>;
type Answer = Awaited<ReturnType<Handler<'order', 'startOrderBulk'>>>;

/** What is chosen is written down as it is now: what is placed later is not changed. */
export function startOrderBulk(context: Context): Handler<'order', 'startOrderBulk'> {
  return async (input, invocation) => {
    const { isProven, ...asked } = input;
    const { action } = asked;
    if (action.do === 'change_tags' && action.add.length + action.remove.length === 0)
      return noTags;
    if (action.do === 'start_picking' && !hasPermission(invocation.actor, 'fulfillment:write'))
      return pickingNotPermitted;
    // Whether it was proven is no part of what was asked: who repeats it gets the same reply.
    return context.database.command(
      'start_order_bulk',
      asked,
      invocation,
      async (tx): Promise<Answer> => {
        const chosen = chosenOrders(invocation.actor, input);
        const total = await countOrders(tx, chosen);
        if (input.orderIds && input.where === undefined && total < new Set(input.orderIds).size)
          return ordersNotFound;
        if (total === 0) return noneFound;
        if (total > mostInBulk) return tooLarge(total);
        if (action.do === 'cancel') {
          const isConfirmed = total === input.expected && input.digest !== undefined;
          if (!isConfirmed) return unconfirmed(await previewCancellation(tx, chosen));
        } else if (total !== input.expected) return countChanged(total);
        const bulkId = newId();
        await insertBulk(tx, { bulkId, undoes: null, action, isProven: isProven ?? false });
        const written = await writeChosen(tx, bulkId, chosen);
        // Some came or went since they were counted.
        if (written !== total) return countChanged(written);
        if (action.do === 'cancel') {
          const refused = await refuseCancellation(context, tx, bulkId, input);
          if (refused) return refused;
        }
        return ok(await beginBulk(tx, bulkId, total));
      },
    );
  };
}

interface NewBulk {
  readonly bulkId: string;
  readonly undoes: string | null;
  readonly action: OrderBulkAction | null;
  readonly isProven: boolean;
}

/** False where it was taken back before. */
export async function insertBulk(tx: Transaction, bulk: NewBulk): Promise<boolean> {
  const { bulkId, undoes, action, isProven } = bulk;
  const { actor } = tx.invocation;
  const made = await tx.change(sql`
    insert into order_bulk (id, channels, action, undoes, actor, is_proven, started_by, state, total)
    values (${bulkId}, '{}', ${action && bulkActionDocument.write(action)}, ${undoes},
      ${bulkActorDocument.write(actor)}, ${isProven}, ${actor.id}, 'running', 0)
    on conflict (undoes) do nothing`);
  return made === 1;
}

/** Its items are there: they are counted, and it goes on by itself. */
export async function beginBulk(
  tx: Transaction,
  bulkId: string,
  total: number,
): Promise<OrderBulk> {
  await tx.query(sql`
    update order_bulk set total = ${total}, channels = coalesce((
      select array_agg(distinct o.channel)
      from order_bulk_item i join orders o on o.id = i.order_id where i.bulk_id = ${bulkId}), array[${tx.invocation.channel}])
    where id = ${bulkId}`);
  tx.stories.begin(bulkStory, bulkId);
  const bulk = (await tx.first<BulkRow>(bulkStatement(bulkId, tx.invocation.actor)))!;
  const { action, undoes } = bulk;
  tx.audit({ subject: `order bulk ${bulkId}`, after: { action, undoes, total } });
  return bulkOf(bulk);
}

function chosenOrders(actor: Actor, { orderIds, where = {} }: Asked): Statement {
  const guess = orderGuess(where);
  const conditions = [
    visibleTo(actor, 'orders:write'),
    ...orderConditions(where),
    ...(guess ? [guess] : []),
    ...(orderIds ? [sql`orders.id = any(${orderIds}::uuid[])`] : []),
  ];
  return joinSql(conditions, ' and ');
}

/** One above the most at most: nothing is written of what is refused. */
async function countOrders(tx: Transaction, chosen: Statement): Promise<number> {
  const [row] = await tx.query<{ total: number }>(sql`
    select count(*)::int as total
    from (select 1 from orders where ${chosen} limit ${mostInBulk + 1}) found`);
  return row!.total;
}

function writeChosen(tx: Transaction, bulkId: string, chosen: Statement): Promise<number> {
  return tx.change(sql`
    insert into order_bulk_item (bulk_id, number, order_id)
    select ${bulkId}, row_number() over (order by placed_at, id), id from orders
    where ${chosen}`);
}

/**
 * Compared with what was confirmed once it is written down which they are. Many small ones are as one:
 * what they give back together counts.
 */
async function refuseCancellation(
  { settings }: Context,
  tx: Transaction,
  bulkId: string,
  { digest, isProven = false }: Asked,
) {
  const written = sql`id in (select order_id from order_bulk_item where bulk_id = ${bulkId})`;
  const preview = await previewCancellation(tx, written);
  if (preview.digest !== digest) return unconfirmed(preview);
  const sums = preview.sums
    .filter(({ refundedMinor }) => refundedMinor > 0)
    .map(({ currency, refundedMinor }) => ({ currency, sumMinor: refundedMinor }));
  return refuseUnprovenSum(settings, tx.invocation, sums, isProven);
}

const noTags = fail('bulk_action_invalid', 'Say which tags are added or taken away.');
const pickingNotPermitted = fail(
  'picking_not_permitted',
  'To begin picking needs the permission fulfillment:write. Ask somebody who may.',
);
const ordersNotFound = fail(
  'order_not_found',
  'Of the orders that were named, some are not there for you. Read the list again.',
);

const noneFound = fail('bulk_empty', 'No order is found. Look at what the list is narrowed by.');

function countChanged(count: number) {
  const message = `They are ${count} by now. Look at them and confirm that number.`;
  return fail('bulk_count_changed', message, { count });
}

function unconfirmed(preview: BulkCancellation) {
  const message =
    'Look at what would be released, voided and given back, and confirm it: send `count` as `expected`, and `digest`.';
  return fail('bulk_cancellation_unconfirmed', message, preview);
}

/** They are counted no further than one above the most. */
function tooLarge(count: number) {
  const most = mostInBulk;
  const message = `They are more than ${most}, and at most so many are changed at once. Narrow the list, for instance by the days on which they were placed.`;
  return fail('bulk_too_large', message, { count, most });
}
