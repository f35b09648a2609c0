import { z } from 'zod';
import { mostInBulk, type BulkAction } from '#contracts/product/bulk/bulk-changes.ts';
import { holdsChannels, type Actor } from '#kernel/actor.ts';
import { channelNotHeld } from '#kernel/channel-wall.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type {
  Handler,
  Handlers,
  InputOf,
  OutputOf,
  ServiceContext,
} from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import { transition } from '#platform/data/transition.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { productConditions, productGuess, seenBy } from '../editing/product-filters.ts';
import { bulkMoves } from '../product-bulk-states.ts';
import { actorDocument, bulkActionDocument } from '../stored/documents.ts';
import { bulkStory } from './bulk-story.ts';

type Context = ServiceContext<'product'>;
type Bulk = OutputOf<'product', 'getProductBulk'>;
type BulkRow = Omit<Bulk, 'does' | 'about'> & { readonly action: BulkAction | null };
type Item = OutputOf<'product', 'listProductBulkItems'>['items'][number];
type Asked = InputOf<'product', 'startProductBulk'>;
type Begun = Awaited<ReturnType<Handler<'product', 'startProductBulk'>>>;

const columns = sql`
  b.id as bulk_id, b.channel, b.action, b.undoes,
  (select u.id from product_bulk u where u.undoes = b.id) as undone_by, b.state, b.total, b.changed,
  b.unchanged, b.refused, b.started_by, b.created_at, b.finished_at`;

const bulkStatement = (bulkId: string, { channel }: Pick<Invocation, 'channel'>) =>
  sql`select ${columns} from product_bulk b where b.id = ${bulkId} and b.channel = ${channel}`;

function bulkOf({ action, ...bulk }: BulkRow): Bulk {
  return { ...bulk, does: action?.do ?? 'undo', about: action ? aboutOf(action) : '' };
}

function aboutOf(action: BulkAction): string {
  switch (action.do) {
    case 'set_status':
      return action.status;
    case 'set_tags':
      return action.tags.join(', ');
    case 'change_tags':
      return [...action.add.map((tag) => `+${tag}`), ...action.remove.map((tag) => `-${tag}`)].join(
        ', ',
      );
    case 'change_price': {
      const { basisPoints, differenceMinor = 0 } = action;
      return basisPoints === undefined ? String(differenceMinor) : `${basisPoints / 100} %`;
    }
    case 'list':
    case 'unlist':
      return action.channel;
    case 'add_to_collection':
    case 'remove_from_collection':
      return action.collection;
  }
}

const bulks = new PageOrder('product bulks', timeAndId);
const items = new PageOrder('product bulk items', z.tuple([z.int()]));

export function bulkChangesOf(context: Context) {
  return {
    startProductBulk: startProductBulk(context),
    stopProductBulk: stopProductBulk(context),
    undoProductBulk: undoProductBulk(context),
    ...readBulks(context),
  };
}

/** What is chosen is written down as it is now: what appears later is not changed. */
function startProductBulk({ database }: Context): Handler<'product', 'startProductBulk'> {
  return async (input, invocation) => {
    const { action } = input;
    if (action.do === 'change_price') {
      const { basisPoints, differenceMinor } = action;
      if ((basisPoints === undefined) === (differenceMinor === undefined)) return oneDifference;
    }
    if ('channel' in action && !holdsChannels(invocation.actor, [action.channel]))
      return notYours(action.channel);
    return database.command('start_product_bulk', input, invocation, async (tx): Promise<Begun> => {
      const chosen = chosenProducts(invocation.actor, input);
      // Nothing is written of what is refused.
      const total = await countProducts(tx, chosen);
      if (total === 0) return noneFound;
      if (total > mostInBulk) return tooLarge(total);
      if (total !== input.expected) return countChanged(total);
      const bulkId = newId();
      await insertBulk(tx, { bulkId, undoes: null, action });
      const written = await writeChosen(tx, bulkId, chosen);
      // Some came or went since they were counted.
      if (written !== total) return countChanged(written);
      return ok(await beginBulk(tx, bulkId, total));
    });
  };
}

async function insertBulk(
  tx: Transaction,
  {
    bulkId,
    undoes,
    action,
  }: { bulkId: string; undoes: string | null; action: Asked['action'] | null },
): Promise<boolean> {
  const { channel, locale, actor } = tx.invocation;
  const written = action && bulkActionDocument.write(action);
  const made = await tx.change(sql`
    insert into product_bulk (id, channel, locale, action, undoes, actor, started_by, state, total)
    values (${bulkId}, ${channel}, ${locale}, ${written}, ${undoes}, ${actorDocument.write(actor)},
      ${actor.id}, 'running', 0)
    on conflict (undoes) do nothing`);
  return made === 1;
}

async function beginBulk(tx: Transaction, bulkId: string, total: number): Promise<Bulk> {
  await tx.query(sql`update product_bulk set total = ${total} where id = ${bulkId}`);
  tx.stories.begin(bulkStory, bulkId);
  const bulk = (await tx.first<BulkRow>(bulkStatement(bulkId, tx.invocation)))!;
  tx.audit({
    subject: `bulk ${bulkId}`,
    after: { action: bulk.action, undoes: bulk.undoes, total },
  });
  return bulkOf(bulk);
}

function chosenProducts(actor: Actor, { productIds, where = {} }: Asked): Statement {
  const guess = productGuess(where);
  const conditions = [
    seenBy(actor),
    ...productConditions(where, actor),
    ...(guess ? [guess] : []),
    ...(productIds ? [sql`p.id = any(${productIds}::uuid[])`] : []),
  ];
  return joinSql(conditions, ' and ');
}

/** One above the most at most. */
async function countProducts(tx: Transaction, chosen: Statement): Promise<number> {
  const [row] = await tx.query<{ total: number }>(sql`
    select count(*)::int as total
    from (select 1 from product p where ${chosen} limit ${mostInBulk + 1}) found`);
  return row!.total;
}

function writeChosen(tx: Transaction, bulkId: string, chosen: Statement): Promise<number> {
  return tx.change(sql`
    insert into product_bulk_item (bulk_id, number, product_id)
    select ${bulkId}, row_number() over (order by p.id), p.id from product p
    where ${chosen}`);
}

function countChanged(count: number) {
  const message = `They are ${count} by now. Look at them and confirm that number.`;
  return fail('bulk_count_changed', message, { count });
}

const noneFound = fail('bulk_empty', 'No product is found. Look at what the list is narrowed by.');

/** They are counted no further than one above the most. */
function tooLarge(count: number) {
  const most = mostInBulk;
  const message = `They are more than ${most}, and at most so many are changed at once. Narrow the list, for instance by a category or a tag.`;
  return fail('bulk_too_large', message, { count, most });
}

function stopProductBulk({ database }: Context): Handler<'product', 'stopProductBulk'> {
  return ({ bulkId }, invocation) =>
    database.transaction('stop_product_bulk', invocation, async (tx) => {
      const stopped = await tx.change(
        transition(bulkMoves.stop, bulkId, {
          set: sql`finished_at = kontor_now()`,
          where: sql`product_bulk.channel = ${invocation.channel}`,
        }),
      );
      const bulk = await tx.first<BulkRow>(bulkStatement(bulkId, invocation));
      if (!bulk) return bulkNotFound;
      if (stopped > 0) tx.audit({ subject: `bulk ${bulkId}`, after: { state: bulk.state } });
      return ok(bulkOf(bulk));
    });
}

function undoProductBulk({ database }: Context): Handler<'product', 'undoProductBulk'> {
  return ({ bulkId: undoes }, invocation) =>
    database.transaction('undo_product_bulk', invocation, async (tx) => {
      const bulk = await tx.first<BulkRow>(bulkStatement(undoes, invocation));
      if (!bulk) return bulkNotFound;
      if (bulk.action && 'channel' in bulk.action) {
        const { channel } = bulk.action;
        if (!holdsChannels(invocation.actor, [channel])) return notYours(channel);
      }
      if (bulk.state === 'running') return bulkUnderWay;
      const bulkId = newId();
      if (!(await insertBulk(tx, { bulkId, undoes, action: null }))) {
        const before = await tx.first<BulkRow>(sql`
          select ${columns} from product_bulk b where b.undoes = ${undoes}`);
        return ok(bulkOf(before!));
      }
      const total = await tx.change(sql`
        insert into product_bulk_item (bulk_id, number, product_id, before, after)
        select ${bulkId}, number, product_id, after, before from product_bulk_item
        where bulk_id = ${undoes} and outcome = 'changed'`);
      return ok(await beginBulk(tx, bulkId, total));
    });
}

type Reading = 'getProductBulk' | 'listProductBulks' | 'listProductBulkItems';

function readBulks({ database }: Context): Pick<Handlers<'product'>, Reading> {
  return {
    async getProductBulk({ bulkId }, invocation) {
      const bulk = await database.first<BulkRow>(bulkStatement(bulkId, invocation), invocation);
      return bulk ? ok(bulkOf(bulk)) : bulkNotFound;
    },
    async listProductBulks({ limit, cursor }, invocation) {
      const after = bulks.after(cursor);
      if (!after.ok) return after;
      const [at, id] = after.value ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
      const rows = await database.query<BulkRow & { cursorAt: string }>(
        sql`
          select ${columns}, b.created_at::text as cursor_at from product_bulk b
          where b.channel = ${invocation.channel}
            and (b.created_at, b.id) < (${at}::timestamptz, ${id}::uuid)
          order by b.created_at desc, b.id desc limit ${limit + 1}`,
        invocation,
      );
      const keyOf = (row: (typeof rows)[number]): [string, string] => [row.cursorAt, row.bulkId];
      return ok(bulks.pageOf(rows, limit, keyOf, ({ cursorAt: _at, ...bulk }) => bulkOf(bulk)));
    },
    async listProductBulkItems({ bulkId, outcome, limit, cursor }, invocation) {
      const order = items.within({ bulkId, outcome });
      const after = order.after(cursor);
      if (!after.ok) return after;
      if (!(await database.first(bulkStatement(bulkId, invocation), invocation)))
        return bulkNotFound;
      const [last] = after.value ?? [0];
      const kind = outcome === undefined ? sql`true` : sql`i.outcome = ${outcome}`;
      const rows = await database.query<Item & { number: number }>(
        sql`
          select i.number, i.product_id, p.title, i.outcome, i.code, i.message
          from product_bulk_item i left join product p on p.id = i.product_id
          where i.bulk_id = ${bulkId} and i.number > ${last} and ${kind}
          order by i.number limit ${limit + 1}`,
        invocation,
      );
      const keyOf = ({ number }: { number: number }): [number] => [number];
      return ok(order.pageOf(rows, limit, keyOf, ({ number: _at, ...item }) => item));
    },
  };
}

const notYours = (channel: string) => channelNotHeld(`The channel ${channel} is not yours.`);
const bulkNotFound = fail('bulk_not_found', 'There is no such change in this channel.');
const bulkUnderWay = fail('bulk_under_way', 'It is still under way. Stop it first.');
const oneDifference = fail(
  'bulk_action_invalid',
  'Say how prices change: give either `basisPoints` or `differenceMinor`.',
);
