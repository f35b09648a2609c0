import type { OrderBulkAction } from '#contracts/order/bulk/bulk-changes.ts';
import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export type OrderBulk = OutputOf<'order', 'getOrderBulk'>;
export type BulkRow = Omit<OrderBulk, 'does' | 'about'> & {
  readonly action: OrderBulkAction | null;
};

/** Of `order_bulk b`. */
export const bulkColumns = sql`
  b.id as bulk_id, b.action, b.undoes,
  (select u.id from order_bulk u where u.undoes = b.id) as undone_by, b.state, b.total, b.changed,
  b.unchanged, b.refused, b.started_by, b.created_at, b.finished_at`;

/** Who may not act in all channels of its orders is not told that it is there. */
export function isSeenBy({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`b.channels <@ ${channels}::text[]`;
}

export function bulkStatement(bulkId: string, actor: Actor): Statement {
  return sql`select ${bulkColumns} from order_bulk b where b.id = ${bulkId} and ${isSeenBy(actor)}`;
}

export function bulkOf({ action, ...bulk }: BulkRow): OrderBulk {
  return { ...bulk, does: action?.do ?? 'undo', about: action ? aboutOf(action) : '' };
}

function aboutOf(action: OrderBulkAction): string {
  switch (action.do) {
    case 'cancel':
      return action.reason;
    case 'add_note':
      return action.note;
    case 'change_tags':
      return [...action.add.map((tag) => `+${tag}`), ...action.remove.map((tag) => `-${tag}`)].join(
        ', ',
      );
    case 'start_picking':
      return '';
  }
}

export const bulkNotFound = fail(
  'bulk_not_found',
  'There is no such change of orders for you. It is forgotten after 30 days.',
);
