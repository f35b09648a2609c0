import { neededForAll } from '#kernel/channel-wall.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';

type Names =
  | 'receiveCarrierWebhook'
  | 'listCarrierReviews'
  | 'receiveStock'
  | 'countStock'
  | 'listStock'
  | 'listMovements'
  | 'listShortages'
  | 'listLocations'
  | 'putLocation'
  | 'putDispatchCalendar'
  | 'setStockPolicy'
  | 'reconcileStock'
  | 'listStockReconciliations';

/**
 * What the gateway has no arrow for and fulfillment has: carrier webhooks for tracking, stock for
 * inventory-sync. Handed on as it came; the permission was checked on the way in.
 */
export function handOn({
  call,
}: ServiceContext<'fulfillment'>): Pick<Handlers<'fulfillment'>, Names> {
  const { tracking, 'inventory-sync': stock } = call;
  return {
    receiveCarrierWebhook: (input, invocation) => tracking.receiveWebhook(input, invocation),
    listCarrierReviews: async (input, invocation) => {
      // What is not understood belongs to no channel, so whoever sees one sees all.
      const refused = neededForAll(invocation.actor);
      return refused ?? tracking.listCarrierReviews(input, invocation);
    },
    receiveStock: (input, invocation) => stock.receiveStock(input, invocation),
    countStock: (input, invocation) => stock.countStock(input, invocation),
    listStock: (input, invocation) => stock.listStock(input, invocation),
    listMovements: (input, invocation) => stock.listMovements(input, invocation),
    listShortages: (input, invocation) => stock.listShortages(input, invocation),
    listLocations: (input, invocation) => stock.listLocations(input, invocation),
    putLocation: (input, invocation) => stock.putLocation(input, invocation),
    putDispatchCalendar: (input, invocation) => stock.putDispatchCalendar(input, invocation),
    setStockPolicy: (input, invocation) => stock.setStockPolicy(input, invocation),
    reconcileStock: (input, invocation) => stock.reconcile(input, invocation),
    listStockReconciliations: async (input, invocation) => {
      // A report compares the books of all shops.
      const refused = neededForAll(invocation.actor);
      return refused ?? stock.listReconciliations(input, invocation);
    },
  };
}
