import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService } from '#platform/calls/service.ts';
import { stockSteps } from './stored-steps.ts';
import { settleEntries } from './ask-inventory.ts';
import { countStock, receiveStock } from './change-stock.ts';
import { listReconciliations, reconcile, reconcileNightly } from './reconcile.ts';
import { recordDeparture } from './record-departure.ts';
import { releaseReservation } from './release-reservation.ts';
import { inventorySyncDocuments } from './stored/documents.ts';

export const inventorySyncService = defineService({
  name: 'inventory-sync',
  migrations: new URL('./migrations/', import.meta.url),
  documents: inventorySyncDocuments,
  open(context) {
    const { inventory } = context.call;
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context, stockSteps),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        recordDeparture: recordDeparture(context),
        releaseReservation: releaseReservation(context),
        receiveStock: receiveStock(context),
        countStock: countStock(context),
        // Reads and settings need no book: inventory's own is all that there is to know.
        getReservation: (input, invocation) => inventory.getReservation(input, invocation),
        listStock: (input, invocation) => inventory.listStock(input, invocation),
        listMovements: (input, invocation) => inventory.listMovements(input, invocation),
        listShortages: (input, invocation) => inventory.listShortages(input, invocation),
        listLocations: (input, invocation) => inventory.listLocations(input, invocation),
        putLocation: (input, invocation) => inventory.putLocation(input, invocation),
        putDispatchCalendar: (input, invocation) =>
          inventory.putDispatchCalendar(input, invocation),
        setStockPolicy: (input, invocation) => inventory.setStockPolicy(input, invocation),
        reconcile: reconcile(context),
        listReconciliations: listReconciliations(context),
      },
      subscriptions: {},
      stories: [settleEntries(context)],
      jobs: { reconcile: reconcileNightly(context) },
    };
  },
});
