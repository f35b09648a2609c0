import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { fulfillmentSteps } from './fulfillments/stored-steps.ts';
import { countToPick } from './fulfillments/count-to-pick.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { hintsOf } from '#platform/hints/hint-source.ts';
import { cancelFulfillment, releaseFulfillment } from './stopping/cancel-fulfillment.ts';
import { cancelFulfillmentOfOrder } from './stopping/cancel-fulfillment-of-order.ts';
import { exportStock } from './export-stock.ts';
import { handOn } from './hand-on.ts';
import { onTrackingDelivered, onTrackingShipped } from './shipping/on-tracking.ts';
import { holdFulfillment } from './stopping/hold-fulfillment.ts';
import { holdFulfillmentsOfOrder } from './stopping/hold-fulfillments-of-order.ts';
import { onExpectedOnChanged } from './stopping/on-expected-on-changed.ts';
import { packFulfillment } from './preparing/pack-fulfillment.ts';
import { pickFulfillment } from './preparing/pick-fulfillment.ts';
import { startPickingOfOrder } from './preparing/start-picking-of-order.ts';
import { getFulfillment, listFulfillments } from './fulfillments/read-fulfillments.ts';
import { warehousePapers } from './papers/print-papers.ts';
import { requestFulfillment } from './preparing/request-fulfillment.ts';
import { resumeFulfillment } from './stopping/resume-fulfillment.ts';
import { lookAfterWaiting, onReservationFilled, resumeStocked } from './stopping/resume-stocked.ts';
import { shipFulfillment } from './shipping/ship-fulfillment.ts';
import { shippingProcess } from './shipping/shipping-process.ts';
import { fulfillmentDocuments } from './stored/documents.ts';

export const fulfillmentService = defineService({
  name: 'fulfillment',
  migrations: new URL('./migrations/', import.meta.url),
  documents: fulfillmentDocuments,
  hints: { fulfillment: hintsOf('fulfillment') },
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call['inventory-sync'].listAuditEntries,
          context.call.shipment.listAuditEntries,
          context.call.tracking.listAuditEntries,
        ]),
        listStoredSteps: listStoredSteps(context, {
          ...fulfillmentSteps,
          behind: {
            'inventory-sync': context.call['inventory-sync'].listStoredSteps,
            tracking: context.call.tracking.listStoredSteps,
          },
        }),
        listWaitingWork: listWaitingWork(context, {
          counts: [countToPick(context)],
          behind: {
            'inventory-sync': context.call['inventory-sync'].listWaitingWork,
            shipment: context.call.shipment.listWaitingWork,
            tracking: context.call.tracking.listWaitingWork,
          },
        }),
        replayDeadLetters: replayDeadLetters(context, {
          'inventory-sync': context.call['inventory-sync'].replayDeadLetters,
          shipment: context.call.shipment.replayDeadLetters,
          tracking: context.call.tracking.replayDeadLetters,
        }),
        requestFulfillment: requestFulfillment(context),
        cancelFulfillmentOfOrder: cancelFulfillmentOfOrder(context),
        getFulfillment: getFulfillment(context),
        listFulfillments: listFulfillments(context),
        pickFulfillment: pickFulfillment(context),
        startPickingOfOrder: startPickingOfOrder(context),
        packFulfillment: packFulfillment(context),
        shipFulfillment: shipFulfillment(context),
        holdFulfillment: holdFulfillment(context),
        holdFulfillmentsOfOrder: holdFulfillmentsOfOrder(context),
        resumeFulfillment: resumeFulfillment(context),
        cancelFulfillment: cancelFulfillment(context),
        exportStock: exportStock(context),
        ...warehousePapers(context),
        ...handOn(context),
      },
      subscriptions: {
        'inventory.reservation_filled': each(onReservationFilled),
        'inventory.expected_on_changed': each(onExpectedOnChanged),
        'tracking.shipped': each(onTrackingShipped),
        'tracking.delivered': each(onTrackingDelivered),
      },
      stories: [shippingProcess(context), releaseFulfillment(context), resumeStocked(context)],
      started: lookAfterWaiting(context),
    };
  },
});
