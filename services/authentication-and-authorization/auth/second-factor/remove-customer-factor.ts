import { channelsSeenBy } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AuthContext } from '../auth-context.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { takeFactorAway, type HeldAccount } from './take-factor-away.ts';

type Remove = Handler<'auth', 'removeCustomerFactor'>;

/** Of customers of one's channels, as everywhere. */
export function removeCustomerFactor(context: AuthContext): Remove {
  return async (input, invocation) =>
    (await refuseStaleStaff(context, invocation)) ??
    context.database.command('removeCustomerFactor', input, invocation, (tx) => remove(tx, input));
}

async function remove(
  tx: Transaction,
  { customerId, reason }: Parameters<Remove>[0],
): ReturnType<Remove> {
  const channels = channelsSeenBy(tx.invocation.actor);
  const account = await tx.first<HeldAccount>(sql`
    select account_id, second_factor_since from account
    where account_id = ${customerId} and kind = 'customer'
      and (${channels}::text[] is null or channel = any(${channels}::text[]))
    for update`);
  if (!account) return fail('customer_not_found', 'There is no customer with this id.');
  return takeFactorAway(tx, { subject: `customer:${customerId}`, account, reason });
}
