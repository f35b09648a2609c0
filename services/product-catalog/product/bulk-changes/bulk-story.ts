import type { BulkAction, BulkValues } from '#contracts/product/bulk/bulk-changes.ts';
import { holdsChannels, type Actor } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { fieldsHeld } from '#platform/fields/keep-fields.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { lockProduct, settleChange, type LockedProduct } from '../editing/change-locked-product.ts';
import { changeFields } from '../editing/change-product.ts';
import { adminProductStatement, type AdminProduct } from '../editing/read-admin-product.ts';
import { listExactly } from '../editing/set-listings.ts';
import { collectionNamed } from '../storefront/former-shelves.ts';
import { collectionByRule } from '../structure/put-collection.ts';
import { bulkMoves } from '../product-bulk-states.ts';
import { bulkValuesDocument } from '../stored/documents.ts';
import { cannotBe, channelsTouched, isSame, plannedValues, valuesNow } from './planned-values.ts';

export const bulkStory = story({ name: 'product_bulk', leaves: 'nothing' });

type Context = ServiceContext<'product'>;

/** How often what nobody foresaw is tried with one product before it is left as it is. */
const mostTries = 5;

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
  context: Context,
  bulk: Bulk,
  { traceparent }: Invocation,
): Promise<boolean> {
  const { database } = context;
  const { bulkId, channel, locale, actor } = bulk;
  const asking = systemInvocation(actor, { channel, locale, traceparent });
  const item = await database.first<Item>(waitingItem(bulkId), asking);
  if (!item) return false;
  const result = await changeOne(context, bulk, item, asking).catch(async (error: unknown) => {
    if (isUnavailability(error) || (await triesOf(database, bulkId, item)) < mostTries) throw error;
    return wentWrong;
  });
  if (result.ok) return true;
  const { code, message } = result.failure;
  await database.transaction('refuse_in_bulk', asking, async (tx) => {
    if (!(await stillWaits(tx, bulkId, item))) return;
    await note(tx, bulkId, item.number, { outcome: 'refused', code, message });
  });
  return true;
}

function changeOne({ database, settings }: Context, bulk: Bulk, item: Item, asking: Invocation) {
  const { bulkId, actor } = bulk;
  const { number, productId } = item;
  return database.transaction('change_in_bulk', asking, async (tx) => {
    if (!(await stillWaits(tx, bulkId, item))) return ok(undefined);
    // Fields before products, as who deletes a field does: else the two wait for each other.
    if (readsFields(bulk, item))
      for (const owner of ['product', 'variant'] as const) await fieldsHeld(tx, owner);
    // What somebody changes of it meanwhile is seen before it is planned what becomes of it.
    const locked = await lockProduct(tx, { productId });
    if (!locked.ok) return locked;
    const product = (await tx.first<AdminProduct>(adminProductStatement(productId)))!;
    const planned = planFor(bulk, item, product);
    if (planned === 'price_out_of_range' || planned === 'too_many_tags')
      return fail(planned, cannotBe[planned]);
    if (planned === 'changed since')
      return fail(
        'changed_since',
        'Somebody has changed it since. Look at it and change it by hand.',
      );
    if (planned === undefined) {
      await note(tx, bulkId, number, { outcome: 'unchanged' });
      return ok(undefined);
    }
    const { before, after } = planned;
    // Asked of each: what is taken back may have been done by somebody with more channels. Who may
    // change the product itself was asked when it was locked.
    const touched = channelsTouched(before, after);
    if (touched.length > 0 && !holdsChannels(actor, touched)) return notHeld;
    const ruled = await refuseRuled(tx, before.collections, after.collections);
    if (ruled) return ruled;
    const changed = await setValues(tx, locked.value, after, settings);
    if (!changed.ok) return changed;
    await settleChange(tx, locked.value, changed.value);
    await note(tx, bulkId, number, { outcome: 'changed', before, after });
    return ok(undefined);
  });
}

/** What stands in a collection by its rule is put in and taken out by nobody. */
async function refuseRuled(
  tx: Transaction,
  before: readonly string[] = [],
  after: readonly string[] = [],
) {
  const handles = [...before, ...after].filter(
    (each) => before.includes(each) !== after.includes(each),
  );
  if (handles.length === 0) return undefined;
  const found = await tx.first(sql`
    select from collection o where o.rule is not null and o.id in (
      select ${collectionNamed(sql`k.handle`)} from unnest(${handles}::text[]) as k (handle)) limit 1`);
  return found && collectionByRule;
}

/** Of the shop's own: what is put on sale has all that it must have. */
function readsFields({ action }: Bulk, { after }: Item): boolean {
  const status = action?.do === 'set_status' ? action.status : after?.status;
  return status === 'active';
}

async function triesOf(
  database: Context['database'],
  bulkId: string,
  { number }: Item,
): Promise<number> {
  const [row] = await database.query<{ tries: number }>(sql`
    update product_bulk_item set tries = tries + 1
    where bulk_id = ${bulkId} and number = ${number} returning tries`);
  return row?.tries ?? mostTries;
}

function waitingItem(bulkId: string) {
  return sql`
    select i.number, i.product_id, i.before, i.after
    from product_bulk b join product_bulk_item i on i.bulk_id = b.id
    where b.id = ${bulkId} and b.state = 'running' and i.outcome = 'waiting'
    order by i.number limit 1`;
}

/** Held with the bulk itself, so that whoever stops it waits for the product that is under way. */
async function stillWaits(tx: Transaction, bulkId: string, { number }: Item): Promise<boolean> {
  const runs = await tx.first(
    sql`select from product_bulk where id = ${bulkId} and state = 'running' for update`,
  );
  if (!runs) return false;
  const waits = await tx.first(sql`
    select from product_bulk_item
    where bulk_id = ${bulkId} and number = ${number} and outcome = 'waiting'`);
  return waits !== undefined;
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

const wentWrong = fail(
  'went_wrong',
  `It went wrong ${mostTries} times and was left as it is. Change it by hand, or show it to whoever runs the shop: the reason stands in its log.`,
);
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
