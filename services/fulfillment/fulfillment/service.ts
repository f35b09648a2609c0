import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService, each } from '#platform/service.ts';
import { cancelFulfillment, releaseFulfillment } from './cancel-fulfillment.ts';
import { cancelFulfillmentOfOrder } from './cancel-fulfillment-of-order.ts';
import { checkFulfillmentStates } from './fulfillment-states.ts';
import { handOn } from './hand-on.ts';
import { hearTrackingDelivered, hearTrackingShipped } from './hear-tracking.ts';
import { holdFulfillment } from './hold-fulfillment.ts';
import { holdFulfillmentsOfOrder } from './hold-fulfillments-of-order.ts';
import { packFulfillment } from './pack-fulfillment.ts';
import { pickFulfillment } from './pick-fulfillment.ts';
import { getFulfillment, listFulfillments } from './read-fulfillments.ts';
import { requestFulfillment } from './request-fulfillment.ts';
import { resumeFulfillment } from './resume-fulfillment.ts';
import { shipFulfillment } from './ship-fulfillment.ts';
import { shippingProcess } from './shipping-process.ts';

export const fulfillmentService = defineService({
  name: 'fulfillment',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkFulfillmentStates();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call['inventory-sync'].listAuditEntries,
          context.call.shipment.listAuditEntries,
          context.call.tracking.listAuditEntries,
        ]),
        requestFulfillment: requestFulfillment(context),
        cancelFulfillmentOfOrder: cancelFulfillmentOfOrder(context),
        getFulfillment: getFulfillment(context),
        listFulfillments: listFulfillments(context),
        pickFulfillment: pickFulfillment(context),
        packFulfillment: packFulfillment(context),
        shipFulfillment: shipFulfillment(context),
        holdFulfillment: holdFulfillment(context),
        holdFulfillmentsOfOrder: holdFulfillmentsOfOrder(context),
        resumeFulfillment: resumeFulfillment(context),
        cancelFulfillment: cancelFulfillment(context),
        ...handOn(context),
      },
      hears: {
        'tracking.shipped': each(hearTrackingShipped),
        'tracking.delivered': each(hearTrackingDelivered),
      },
      stories: {
        ship_fulfillment: shippingProcess(context),
        release_fulfillment: releaseFulfillment(context),
      },
    };
  },
});
