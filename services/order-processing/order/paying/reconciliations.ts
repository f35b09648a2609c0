import { systemActor } from '#kernel/actor.ts';
import { neededForAll } from '#kernel/channel-wall.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';
import type { JobShape } from '#platform/stories/jobs.ts';

type Context = ServiceContext<'order'>;

/** Payment compares its books with the providers’; an account there is of all channels. */
export function reconciliations({
  call,
}: Context): Pick<
  Handlers<'order'>,
  | 'listReconciliations'
  | 'listReconciledAccounts'
  | 'getReconciliation'
  | 'reconcileBalances'
  | 'endDifference'
> {
  return {
    listReconciliations: async (input, invocation) =>
      neededForAll(invocation.actor) ?? call.payment.listReconciliations(input, invocation),
    listReconciledAccounts: async (input, invocation) =>
      neededForAll(invocation.actor) ?? call.payment.listReconciledAccounts(input, invocation),
    getReconciliation: async (input, invocation) =>
      neededForAll(invocation.actor) ?? call.payment.getReconciliation(input, invocation),
    // Both are of all channels, which the platform sees to before.
    reconcileBalances: (input, invocation) => call.payment.reconcileBalances(input, invocation),
    endDifference: (input, invocation) => call.payment.endDifference(input, invocation),
  };
}

/** Each night, once the provider’s day is over everywhere; what it pays out is told by webhooks too. */
export function reconcileNightly({ call }: Context): JobShape {
  return {
    cron: '40 2 * * *',
    async run() {
      const scope = { channel: 'default', locale: 'en' };
      const invocation = systemInvocation(systemActor('order'), scope);
      must(await call.payment.reconcileBalances({}, invocation), 'reconcile balances');
    },
  };
}
