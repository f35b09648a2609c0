import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { standsBefore, transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { cartMoves } from '../cart-states.ts';

const batchSize = 1_000;
const dueCarts = sql`
  id in (
    select id from cart where ${standsBefore(cartMoves.expire)} and expires_at <= kontor_now()
    order by expires_at limit ${batchSize} for update skip locked)`;

/**
 * Ends carts that nobody touched for their lifetime, hourly and in batches. A cart whose time is
 * over already reads as expired, so this only keeps the indexes of active carts small.
 */
export function expireCarts(context: ServiceContext<'cart'>): JobShape {
  return {
    cron: '17 * * * *',
    run: async () => {
      const scope = { channel: 'default', locale: 'en' };
      for (let expired = batchSize; expired === batchSize;) {
        const invocation = systemInvocation(systemActor('cart'), scope);
        expired = await context.database.transaction('expireCarts', invocation, (tx) =>
          tx.change(transition(cartMoves.expire, dueCarts)),
        );
      }
    },
  };
}
