import type { Handlers, ServiceContext } from '#platform/service.ts';

type Names = 'receiveCarrierWebhook' | 'receiveStock' | 'countStock';

/**
 * What the gateway has no arrow for and fulfillment has: carrier webhooks for tracking, stock for
 * inventory-sync. Handed on as it came; the permission was checked on the way in.
 */
export function handOn({
  call,
}: ServiceContext<'fulfillment'>): Pick<Handlers<'fulfillment'>, Names> {
  return {
    receiveCarrierWebhook: (input, invocation) => call.tracking.receiveWebhook(input, invocation),
    receiveStock: (input, invocation) => call['inventory-sync'].receiveStock(input, invocation),
    countStock: (input, invocation) => call['inventory-sync'].countStock(input, invocation),
  };
}
