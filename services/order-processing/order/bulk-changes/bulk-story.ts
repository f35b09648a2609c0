import type { OrderBulkAction } from '#contracts/order/bulk/bulk-changes.ts';
import type { Actor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { orderBulkMoves } from '../order-states.ts';
import { lockVisible, stepOf, type BulkStep } from './bulk-steps.ts';

export const bulkStory = story({ name: 'order_bulk', leaves: 'nothing' });

type Context = ServiceContext<'order'>;

/** How often what nobody foresaw is tried with one order before it is left as it is. */
const mostTries = 5;

export interface Bulk {
  readonly bulkId: string;
  readonly action: OrderBulkAction | null;
  readonly actor: Actor;
  readonly isProven: boolean;
}

/** One order of it, with its tags where they are taken back: as they were left, and as they are to be. */
export interface Item {
  readonly number: number;
  readonly orderId: string;
  readonly channel: string;
  readonly locale: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
  /** Another service was asked of it, by a try that did not come to its end. */
  readonly asked: boolean;
}

/** What became of one. */
export interface Told {
  readonly outcome: 'changed' | 'unchanged';
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/**
 * Goes from order to order, each with what became of it in one transaction: killed in the middle it goes
 * on with the next, and does nothing twice. Stopped, it still tells what became of an order of which
 * another service was asked already.
 */
export function changeOrdersInBulk(context: Context): StoryShape {
  const { database } = context;
  return {
    story: bulkStory,
    async advance(bulkId, invocation) {
      const bulk = await database.first<Bulk>(
        sql`
          select id as bulk_id, action, actor, is_proven from order_bulk where id = ${bulkId}`,
        invocation,
      );
      for (let more = bulk !== undefined; more;)
        more = await changeNext(context, bulk!, invocation);
      await database.transaction('end_order_bulk', invocation, async (tx) => {
        const set = sql`finished_at = kontor_now()`;
        await tx.change(transition(orderBulkMoves.finish, bulkId, { set }));
        tx.stories.finish(bulkStory, bulkId);
      });
    },
  };
}

/** False when none is left, or somebody has stopped it. What went wrong comes after the rest. */
async function changeNext(
  context: Context,
  bulk: Bulk,
  { traceparent }: Invocation,
): Promise<boolean> {
  const { database } = context;
  const { bulkId, actor } = bulk;
  const item = await database.first<Item>(sql`
    select i.number, i.order_id, o.channel, o.snapshot ->> 'locale' as locale, i.before, i.after,
      i.asked
    from order_bulk b join order_bulk_item i on i.bulk_id = b.id join orders o on o.id = i.order_id
    where b.id = ${bulkId} and (b.state = 'running' or i.asked) and i.outcome = 'waiting'
    order by i.tries, i.number limit 1`);
  if (!item) return false;
  const { channel, locale } = item;
  const asking = systemInvocation(actor, { channel, locale, traceparent });
  const result = await changeOne(context, bulk, item, asking).catch(async (error: unknown) => {
    if (isUnavailability(error) || (await triesOf(database, bulkId, item)) < mostTries) throw error;
    return wentWrong;
  });
  if (result.ok) return true;
  const { code, message } = result.failure;
  await database.transaction('refuse_in_order_bulk', asking, async (tx) => {
    if (await stillWaits(tx, bulkId, item)) await note(tx, bulkId, item, { code, message });
  });
  return true;
}

async function changeOne(context: Context, bulk: Bulk, item: Item, asking: Invocation) {
  const step: BulkStep = stepOf(context, bulk, item);
  // Another service is asked before anything is locked; it does what is asked once.
  const asked = step.ask && (await mayAsk(context, bulk, item, asking));
  if (asked && !asked.ok) return asked;
  if (asked && !asked.value) return ok(undefined);
  const answer = await step.ask?.(asking);
  if (answer && !answer.ok) return answer;
  return context.database.transaction('change_in_order_bulk', asking, async (tx) => {
    if (!(await stillWaits(tx, bulk.bulkId, item))) return ok(undefined);
    const order = await lockVisible(tx, item.orderId);
    if (!order) return gone;
    const told = await step.change(tx, order, answer?.value);
    if (!told.ok) return told;
    await note(tx, bulk.bulkId, item, told.value);
    return ok(undefined);
  });
}

/** Nothing is asked of a bulk that was stopped, or of an order that who began it does not see. */
async function mayAsk({ database }: Context, bulk: Bulk, item: Item, asking: Invocation) {
  const { bulkId } = bulk;
  const { number } = item;
  return database.transaction('see_in_order_bulk', asking, async (tx) => {
    if (!(await stillWaits(tx, bulkId, item))) return ok(false);
    if (!(await lockVisible(tx, item.orderId))) return gone;
    // Written before it is asked: whatever breaks off then, the order's outcome is not lost.
    tx.last(sql`
      update order_bulk_item set asked = true where bulk_id = ${bulkId} and number = ${number}`);
    return ok(true);
  });
}

async function triesOf(
  database: Context['database'],
  bulkId: string,
  { number }: Item,
): Promise<number> {
  const [row] = await database.query<{ tries: number }>(sql`
    update order_bulk_item set tries = tries + 1
    where bulk_id = ${bulkId} and number = ${number} returning tries`);
  return row?.tries ?? mostTries;
}

/**
 * Held with the bulk itself, so that whoever stops it waits for the order that is under way. Of what was
 * asked it is told also where somebody has stopped the bulk since.
 */
async function stillWaits(tx: Transaction, bulkId: string, { number }: Item): Promise<boolean> {
  const bulk = await tx.first<{ runs: boolean }>(sql`
    select state = 'running' as runs from order_bulk where id = ${bulkId} for update`);
  const waits = await tx.first(sql`
    select from order_bulk_item
    where bulk_id = ${bulkId} and number = ${number} and outcome = 'waiting'
      and (asked or ${bulk?.runs ?? false})`);
  return waits !== undefined;
}

type Refused = { readonly code: string; readonly message: string };

async function note(
  tx: Transaction,
  bulkId: string,
  { number }: Item,
  told: Told | Refused,
): Promise<void> {
  const refused = 'code' in told ? told : undefined;
  const outcome = 'outcome' in told ? told.outcome : 'refused';
  const { before = null, after = null } = 'outcome' in told ? told : {};
  await tx.query(sql`
    update order_bulk_item set outcome = ${outcome}, code = ${refused?.code ?? null},
      message = ${refused?.message ?? null}, before = coalesce(${before}::text[], before),
      after = coalesce(${after}::text[], after)
    where bulk_id = ${bulkId} and number = ${number}`);
  await tx.query(sql`
    update order_bulk set changed = changed + (${outcome} = 'changed')::int,
      unchanged = unchanged + (${outcome} = 'unchanged')::int,
      refused = refused + (${outcome} = 'refused')::int
    where id = ${bulkId}`);
  await tx.stories.putOff(bulkStory, bulkId, sql`kontor_now() + interval '60 seconds'`);
}

const gone = fail('order_not_found', 'The order is not there for who began this, or not any more.');
const wentWrong = fail(
  'went_wrong',
  `It went wrong ${mostTries} times and was left as it is. Do it by hand, or show it to whoever runs the shop: the reason stands in its log.`,
);
