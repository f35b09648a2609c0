import { isDeepStrictEqual } from 'node:util';
import { mostOrderTags } from '#contracts/order/tags.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Failure, type Result } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { cancelAsStaff } from '../cancelling/cancel-order.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { addToTimeline } from '../orders/timeline.ts';
import type { Bulk, Item, Told } from './bulk-story.ts';

type Context = ServiceContext<'order'>;

/** An order as a bulk change finds it, locked. */
interface LockedOrder {
  readonly orderId: string;
  readonly tags: readonly string[];
}

interface Picking {
  readonly started: number;
  readonly underWay: number;
}

/** What is done to one order. */
export interface BulkStep {
  /** Of another service, before the order is locked; harmless when it is asked again. */
  readonly ask?: (asking: Invocation) => Promise<Result<Picking, Failure>>;
  readonly change: (
    tx: Transaction,
    order: LockedOrder,
    answer: Picking | undefined,
  ) => Promise<Result<Told, Failure>> | Result<Told, Failure>;
}

export function lockVisible(tx: Transaction, orderId: string): Promise<LockedOrder | undefined> {
  return tx.first<LockedOrder>(sql`
    select id as order_id, tags from orders
    where id = ${orderId} and ${visibleTo(tx.invocation.actor, 'orders:write')} for update`);
}

export function stepOf(context: Context, bulk: Bulk, item: Item): BulkStep {
  const { action } = bulk;
  switch (action?.do) {
    case undefined:
      return { change: (tx, order) => takeTagsBack(tx, order, item) };
    case 'change_tags': {
      const { add, remove } = action;
      return { change: (tx, order) => changeTags(tx, order, { add, remove }) };
    }
    case 'add_note':
      return { change: (tx, order) => addNote(tx, order, { note: action.note, bulk }) };
    case 'cancel': {
      const { reason } = action;
      return { change: (tx, order) => cancel(context, tx, order, { reason, bulk }) };
    }
    case 'start_picking':
      return {
        ask: (asking) =>
          context.call.fulfillment.startPickingOfOrder({ orderId: item.orderId }, asking),
        change: (tx, order, answer) => tellPicking(tx, order, answer!, item),
      };
  }
}

/** Taken back is only what is still as the change left it. */
function takeTagsBack(tx: Transaction, { orderId, tags }: LockedOrder, { before, after }: Item) {
  if (isDeepStrictEqual(tags, after)) return ok({ outcome: 'unchanged' as const });
  if (!isDeepStrictEqual(tags, before)) {
    const message = 'Somebody has changed its tags since. Look at it and change them by hand.';
    return fail('changed_since', message);
  }
  return setTags(tx, orderId, { before: tags, after: after! });
}

function changeTags(
  tx: Transaction,
  { orderId, tags }: LockedOrder,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
) {
  const kept = tags.filter((tag) => !remove.includes(tag));
  const after = [...new Set([...kept, ...add])];
  if (isDeepStrictEqual(after, tags)) return ok({ outcome: 'unchanged' as const });
  if (after.length > mostOrderTags) {
    const message = `It would have more than ${mostOrderTags} tags. Take some off first.`;
    return fail('too_many_tags', message);
  }
  return setTags(tx, orderId, { before: tags, after });
}

function setTags(
  tx: Transaction,
  orderId: string,
  { before, after }: { readonly before: readonly string[]; readonly after: readonly string[] },
): Result<Told, Failure> {
  tx.last(sql`
    update orders set tags = ${after}::text[], version = version + 1 where id = ${orderId}`);
  tx.audit({ subject: `order:${orderId}`, before: { tags: before }, after: { tags: after } });
  return ok({ outcome: 'changed', before, after });
}

function addNote(
  tx: Transaction,
  { orderId }: LockedOrder,
  { note, bulk }: { readonly note: string; readonly bulk: Bulk },
): Result<Told, Failure> {
  const key = `note:${bulk.bulkId}`;
  const entry = { key, kind: 'note', message: note, internal: true, at: clock.nowIso() };
  tx.last(addToTimeline(orderId, [entry], tx.invocation));
  tx.audit({ subject: `order:${orderId}` });
  return ok({ outcome: 'changed' });
}

async function cancel(
  context: Context,
  tx: Transaction,
  { orderId }: LockedOrder,
  { reason, bulk }: { readonly reason: string; readonly bulk: Bulk },
): Promise<Result<Told, Failure>> {
  const { isProven } = bulk;
  const cancelled = await cancelAsStaff(context, tx, { orderId, reason, isProven });
  if (!cancelled.ok) return cancelled;
  tx.audit({ subject: `order:${orderId}`, after: { state: 'cancelling', reason } });
  return ok({ outcome: 'changed' });
}

/** Which parts of it are picked now is the warehouse's, and so is its audit row. */
function tellPicking(
  tx: Transaction,
  { orderId }: LockedOrder,
  { started, underWay }: Picking,
  { asked }: Item,
): Result<Told, Failure> {
  if (started + underWay === 0) {
    return fail('nothing_to_pick', 'Nothing of it lies open in the warehouse.');
  }
  tx.audit({ subject: `order:${orderId}`, after: { picking: started } });
  // Asked a second time the warehouse finds under way what it began at the first.
  return ok({ outcome: started > 0 || asked ? 'changed' : 'unchanged' });
}
