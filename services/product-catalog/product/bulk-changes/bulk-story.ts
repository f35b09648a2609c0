import type { BulkAction, BulkValues } from '#contracts/product/bulk/bulk-changes.ts';
import { holdsChannels, type Actor } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { changeWithin, type LockedProduct } from '../editing/change-locked-product.ts';
import { changeFields } from '../editing/change-product.ts';
import { adminProductStatement, type AdminProduct } from '../editing/read-admin-product.ts';
import { listExactly } from '../editing/set-listings.ts';
import { bulkMoves } from '../product-bulk-states.ts';
import { bulkValuesDocument } from '../stored/documents.ts';
import { cannotBe, channelsTouched, isSame, plannedValues, valuesNow } from './planned-values.ts';

export const bulkStory = story({ name: 'product_bulk', leaves: 'nothing' });

type Context = ServiceContext<'product'>;

interface Bulk {
  readonly bulkId: string;
  readonly channel: string;
  readonly locale: string;
  readonly action: BulkAction | null;
  readonly actor: Actor;
}

interface Item {
  readonly number: number;
  readonly productId: string;
  /** Of one that takes another back: what is to be, and what has to be there for it. */
  readonly before: BulkValues | null;
  readonly after: BulkValues | null;
}

/**
 * Changes one product after the other, each with what became of it in one transaction: killed in the
 * middle it goes on with the next, and changes no price twice.
 */
export function changeInBulk(context: Context): StoryShape {
  const { database } = context;
  return {
    story: bulkStory,
    async advance(bulkId, invocation) {
      const bulk = await database.first<Bulk>(
        sql`
          select id as bulk_id, channel, locale, action, actor from product_bulk
          where id = ${bulkId} and state = 'running'`,
        invocation,
      );
      for (let more = bulk !== undefined; more;)
        more = await changeNext(context, bulk!, invocation);
      await database.transaction('end_product_bulk', invocation, async (tx) => {
        const set = sql`finished_at = kontor_now()`;
        await tx.change(transition(bulkMoves.finish, bulkId, { set }));
        tx.stories.finish(bulkStory, bulkId);
      });
    },
  };
}

/** False when none is left, or somebody has stopped it. */
async function changeNext(
  { database, settings }: Context,
  bulk: Bulk,
  { traceparent }: Invocation,
): Promise<boolean> {
  const { bulkId, channel, locale, actor } = bulk;
  const asking = systemInvocation(actor, { channel, locale, traceparent });
  let taken: Item | undefined;
  const result = await database.transaction('change_in_bulk', asking, async (tx) => {
    taken = await nextItem(tx, bulkId);
    if (!taken) return ok('none left' as const);
    const { number, productId } = taken;
    const product = await tx.first<AdminProduct>(adminProductStatement(productId));
    if (!product) return fail('product_not_found', 'The product is gone.');
    const planned = planFor(bulk, taken, product);
    if (planned === 'price_out_of_range' || planned === 'too_many_tags')
      return fail(planned, cannotBe[planned]);
    if (planned === 'changed since')
      return fail(
        'changed_since',
        'Somebody has changed it since. Look at it and change it by hand.',
      );
    if (planned === undefined) {
      await note(tx, bulkId, number, { outcome: 'unchanged' });
      return ok('told' as const);
    }
    const { before, after } = planned;
    // Asked of each: what is taken back may have been done by somebody with more channels.
    if (!holdsChannels(actor, channelsTouched(before, after))) return notHeld;
    const fieldsOf = after.status === 'active' ? (['product', 'variant'] as const) : [];
    const changed = await changeWithin(tx, { productId, fieldsOf }, (_tx, locked) =>
      setValues(tx, locked, after, settings),
    );
    if (!changed.ok) return changed;
    await note(tx, bulkId, number, { outcome: 'changed', before, after });
    return ok('told' as const);
  });
  if (result.ok) return result.value === 'told';
  const { code, message } = result.failure;
  await database.transaction('refuse_in_bulk', asking, async (tx) => {
    if (!(await nextItem(tx, bulkId, taken!.number))) return;
    await note(tx, bulkId, taken!.number, { outcome: 'refused', code, message });
  });
  return true;
}

/** Held with the bulk itself, so that whoever stops it waits for the product that is under way. */
async function nextItem(
  tx: Transaction,
  bulkId: string,
  number?: number,
): Promise<Item | undefined> {
  const runs = await tx.first(
    sql`select from product_bulk where id = ${bulkId} and state = 'running' for update`,
  );
  if (!runs) return undefined;
  const which = number === undefined ? sql`true` : sql`number = ${number}`;
  return tx.first<Item>(sql`
    select number, product_id, before, after from product_bulk_item
    where bulk_id = ${bulkId} and outcome = 'waiting' and ${which} order by number limit 1`);
}

function planFor({ action }: Bulk, { before, after }: Item, product: AdminProduct) {
  if (action) return plannedValues(action, product);
  // Taken back is only what is still as the change left it.
  const now = valuesNow(before!, product);
  if (isSame(now, after!)) return undefined;
  return isSame(now, before!) ? { before: before!, after: after! } : ('changed since' as const);
}

async function setValues(
  tx: Transaction,
  locked: LockedProduct,
  { status, tags, collections, channels, prices }: BulkValues,
  settings: Context['settings'],
) {
  if (channels) return listExactly(tx, locked, channels, settings);
  if (prices) return setPrices(tx, locked, prices);
  const fields = {
    ...(status === undefined ? {} : { status }),
    ...(tags === undefined ? {} : { tags }),
    ...(collections === undefined ? {} : { collections }),
  };
  return changeFields(tx, locked, fields, settings);
}

async function setPrices(
  tx: Transaction,
  { productId }: LockedProduct,
  { channel, currency, items }: NonNullable<BulkValues['prices']>,
) {
  await tx.query(sql`
    update price r set amount_minor = x.amount, compare_at_minor = x.compare_at
    from unnest(${items.map(({ sku }) => sku)}::text[],
        ${items.map(({ amountMinor }) => amountMinor)}::bigint[],
        ${items.map(({ compareAtMinor }) => compareAtMinor)}::bigint[]) as x (sku, amount, compare_at)
      join variant v on v.sku = x.sku
    where r.variant_id = v.id and v.product_id = ${productId}::uuid and r.channel = ${channel}
      and r.currency = ${currency}`);
  return ok([]);
}

const notHeld = channelNotHeld('This is of a channel that is not yours.');

interface Outcome {
  readonly outcome: 'changed' | 'unchanged' | 'refused';
  readonly code?: string;
  readonly message?: string;
  readonly before?: BulkValues;
  readonly after?: BulkValues;
}

async function note(
  tx: Transaction,
  bulkId: string,
  number: number,
  { outcome, code, message, before, after }: Outcome,
): Promise<void> {
  await tx.query(sql`
    update product_bulk_item set outcome = ${outcome}, code = ${code ?? null},
      message = ${message ?? null},
      before = coalesce(${before ? bulkValuesDocument.write(before) : null}::jsonb, before),
      after = coalesce(${after ? bulkValuesDocument.write(after) : null}::jsonb, after)
    where bulk_id = ${bulkId} and number = ${number}`);
  await tx.query(sql`
    update product_bulk set changed = changed + (${outcome} = 'changed')::int,
      unchanged = unchanged + (${outcome} = 'unchanged')::int,
      refused = refused + (${outcome} = 'refused')::int
    where id = ${bulkId}`);
  await tx.stories.putOff(bulkStory, bulkId, sql`kontor_now() + interval '60 seconds'`);
}
