import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import { withdrawalMoves } from '../order-states.ts';

/** What was declared and not confirmed for a day was declared by nobody. */
export function lapseWithdrawals({ database }: ServiceContext<'order'>): JobShape {
  return {
    cron: '41 * * * *',
    async run() {
      const scope = { channel: 'default', locale: 'en' };
      const old = sql`withdrawal.declared_at < kontor_now() - interval '1 day'`;
      await database.write(
        'lapse_withdrawals',
        transition(withdrawalMoves.lapse, old, { returning: sql`withdrawal.id` }),
        systemInvocation(systemActor('order'), scope),
      );
    },
  };
}
