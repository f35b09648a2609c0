import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderNotFound } from './get-order.ts';
import { identifyOrder } from '../orders/order-store.ts';
import { addToTimeline } from '../orders/timeline.ts';

/** A note of staff for staff. */
export function addNote({ database }: ServiceContext<'order'>): Handler<'order', 'addNote'> {
  return (input, invocation) =>
    database.command('addNote', input, invocation, async (tx) => {
      const { actor, traceparent } = invocation;
      const { orderId, note } = input;
      if (!(await tx.first(identifyOrder({ orderId }, actor, 'orders:write')))) {
        return orderNotFound();
      }
      const at = clock.nowIso();
      const entry = { key: `note:${newId()}`, kind: 'note', message: note, internal: true, at };
      tx.last(addToTimeline(orderId, [entry], invocation));
      tx.audit({ subject: `order:${orderId}` });
      return ok({
        at,
        kind: 'note',
        code: 'note',
        message: note,
        internal: true,
        actor: actor.kind === 'system' ? 'system' : `staff:${actor.id}`,
        traceId: traceIdOf(traceparent),
      });
    });
}
