import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { standsBefore, transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { checkoutMoves } from '../checkout-states.ts';

const batchSize = 1_000;
const idleCheckouts = sql`
  id in (
    select id from checkout where ${standsBefore(checkoutMoves.abandon)} and expires_at <= kontor_now()
    order by expires_at limit ${batchSize} for update skip locked)`;

/** Ends open checkouts that nobody touched for seven days; their carts can be opened anew. */
export function abandonCheckouts(context: ServiceContext<'checkout'>): JobShape {
  return {
    cron: '37 * * * *',
    run: async () => {
      for (let abandoned = batchSize; abandoned === batchSize;) {
        const scope = { channel: 'default', locale: 'en' };
        const invocation = systemInvocation(systemActor('checkout'), scope);
        abandoned = await context.database.transaction('abandonCheckouts', invocation, (tx) =>
          tx.change(transition(checkoutMoves.abandon, idleCheckouts)),
        );
      }
    },
  };
}
