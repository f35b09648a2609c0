import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { newDayMessage } from '../orders/order-messages.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { expectedOnStory } from '../orders/order-stories.ts';
import { lockOrder, orderById, withDayNow, type OrderRow } from '../orders/order-store.ts';
import { addToTimelines } from '../orders/timeline.ts';

type Changed = ReceivedEvent<'fulfillment.expected_on_changed'>;

interface NewDay {
  readonly lineId: string;
  readonly expectedOn: string | null;
  readonly change: number;
}

/** Units that an order waits for are expected on another day: it is kept, and the customer is told. */
export async function onExpectedOnChanged(
  { data, traceparent, occurredAt: at }: Changed,
  tx: Transaction,
): Promise<void> {
  const { orderId, sku, lineIds, expectedOn, change } = data;
  const order = await tx.first<OrderRow>(lockOrder(orderId));
  if (!order) throw new Error(`fulfillment tells of order ${orderId}, which is not here`);
  if (order.state === 'cancelling' || order.state === 'cancelled') return;
  const { snapshot } = order;
  const lines = snapshot.lines.filter(({ lineId }) => lineIds.includes(lineId));
  const changed = await tx.change(sql`
    insert into order_line (order_id, line_id, ordered_quantity, expected_on, expected_on_change)
    select ${orderId}::uuid, line.id, line.quantity, ${expectedOn}::date, ${change}::int
    from unnest(${lines.map(({ lineId }) => lineId)}::uuid[],
      ${lines.map(({ quantity }) => quantity)}::int[]) as line (id, quantity)
    on conflict (order_id, line_id) do update set
      expected_on = excluded.expected_on, expected_on_change = excluded.expected_on_change
      where coalesce(order_line.expected_on_change, 0) < excluded.expected_on_change`);
  if (changed === 0) return;
  await tx.change(sql`update orders set version = version + 1 where id = ${orderId}`);
  const day = expectedOn ?? 'a day that nobody knows yet';
  const message = `Units of ${sku} that are not there yet are expected by ${day} now.`;
  const entry = { key: `expected_on:${sku}:${change}`, kind: 'expected_on_changed', message, at };
  await tx.change(addToTimelines([{ orderId, traceparent, ...entry }]));
  tx.inScopeOf({ channel: snapshot.channel, locale: snapshot.locale, traceparent });
  tx.stories.begin(expectedOnStory, `${orderId}:${change}:${sku}`);
}

/** Tells the customer the new day, once a change; one that was changed again meanwhile is not told. */
export function tellExpectedOn({ call, database }: ServiceContext<'order'>): StoryShape {
  return {
    story: expectedOnStory,
    async advance(id, invocation) {
      const [, orderId, change, sku] = /^([^:]+):(\d+):(.+)$/s.exec(id) ?? [];
      const order = await database.first<OrderRow>(orderById(orderId!), invocation);
      if (!order) throw new Error(`tell_expected_on: there is no order ${orderId}`);
      const { snapshot, state } = order;
      const days = await database.query<NewDay>(
        sql`select line_id, expected_on::text as expected_on, expected_on_change as change
          from order_line where order_id = ${order.id} and expected_on_change is not null`,
        invocation,
      );
      const byLine = new Map(days.map((day) => [day.lineId, day]));
      const about = snapshot.lines.find(
        (line) => line.sku === sku && byLine.get(line.lineId)?.change === Number(change),
      );
      const isOver = state === 'cancelling' || state === 'cancelled';
      if (about && !isOver) {
        const lines = snapshot.lines.map((line) => withDayNow(line, byLine.get(line.lineId)));
        const { expectedOn } = byLine.get(about.lineId)!;
        const message = newDayMessage({ ...snapshot, lines }, `${sku} ${change}`, expectedOn);
        const scope = inScopeOf(snapshot, invocation);
        must(await call.notification.sendMessage(message, scope), 'tell_expected_on');
      }
      await database.transaction('end_tell_expected_on', invocation, async (tx) => {
        tx.stories.finish(expectedOnStory, id);
      });
    },
  };
}
