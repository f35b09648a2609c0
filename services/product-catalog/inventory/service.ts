import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { countLowStock } from './reading/count-low-stock.ts';
import { defineService } from '#platform/calls/service.ts';
import { confirmReservation, ExpiryWindows } from './reservations/reservation-store.ts';
import { countStock } from './on-hand/count-stock.ts';
import { expireReservations } from './reservations/expire-reservations.ts';
import { getAvailability } from './reading/get-availability.ts';
import { getReservation } from './reservations/get-reservation.ts';
import { listMovements } from './reading/list-movements.ts';
import { listShortages } from './reading/list-shortages.ts';
import { listStock } from './reading/list-stock.ts';
import { listLocations, putLocation } from './locations/locations.ts';
import { putDispatchCalendar } from './locations/put-dispatch-calendar.ts';
import { seedFirstLocation } from './locations/seed-location.ts';
import { tellLocations } from './locations/tell-locations.ts';
import { readGauges } from './read-gauges.ts';
import { receiveStock } from './on-hand/receive-stock.ts';
import { recordDeparture } from './reservations/record-departure.ts';
import { releaseReservation } from './reservations/release-reservation.ts';
import { reserveStock } from './reserving/reserve-stock.ts';
import { setStockPolicy } from './on-hand/set-stock-policy.ts';
import { getStockDocuments } from './ledger/stock-documents.ts';
import { takeAnnouncedVariants } from './ledger/take-announced-variants.ts';
import { inventoryDocuments } from './stored/documents.ts';

export const inventoryService = defineService({
  name: 'inventory',
  migrations: new URL('./migrations/', import.meta.url),
  documents: inventoryDocuments,
  open(context) {
    const windows = new ExpiryWindows();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listWaitingWork: listWaitingWork(context, { counts: [countLowStock(context)] }),
        replayDeadLetters: replayDeadLetters(context),
        getAvailability: getAvailability(context),
        reserveStock: reserveStock(context, windows),
        confirmReservation: confirmReservation(context),
        releaseReservation: releaseReservation(context),
        getReservation: getReservation(context),
        recordDeparture: recordDeparture(context),
        getStockDocuments: getStockDocuments(context),
        listStock: listStock(context),
        listMovements: listMovements(context),
        listShortages: listShortages(context),
        listLocations: listLocations(context),
        putLocation: putLocation(context),
        putDispatchCalendar: putDispatchCalendar(context),
        setStockPolicy: setStockPolicy(context),
        receiveStock: receiveStock(context),
        countStock: countStock(context),
      },
      subscriptions: { 'product.variants_changed': takeAnnouncedVariants },
      stories: [expireReservations(context, windows)],
      gauges: readGauges(context),
      started: async () => {
        await seedFirstLocation(context);
        await tellLocations(context);
      },
    };
  },
});
