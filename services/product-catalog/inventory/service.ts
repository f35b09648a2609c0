import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService } from '#platform/service.ts';
import { confirmReservation } from './confirm-reservation.ts';
import { countStock } from './count-stock.ts';
import { ExpiryWindows, expireReservations, expiryStory } from './expire-reservations.ts';
import { getAvailability } from './get-availability.ts';
import { getReservation } from './get-reservation.ts';
import { listMovements } from './list-movements.ts';
import { listShortages } from './list-shortages.ts';
import { listStock } from './list-stock.ts';
import { furnishFirstLocation, listLocations, putLocation } from './locations.ts';
import { readGauges } from './read-gauges.ts';
import { receiveStock } from './receive-stock.ts';
import { recordDeparture } from './record-departure.ts';
import { releaseReservation } from './release-reservation.ts';
import { checkReservationStates } from './reservation-states.ts';
import { reserveStock } from './reserve-stock.ts';
import { setStockPolicy } from './set-stock-policy.ts';
import { getStockDocuments } from './stock-documents.ts';
import { takeAnnouncedVariants } from './take-announced-variants.ts';

export const inventoryService = defineService({
  name: 'inventory',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkReservationStates();
    const windows = new ExpiryWindows();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
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
        setStockPolicy: setStockPolicy(context),
        receiveStock: receiveStock(context),
        countStock: countStock(context),
      },
      hears: { 'product.variants_changed': takeAnnouncedVariants },
      stories: { [expiryStory]: expireReservations(context, windows) },
      gauges: readGauges(context),
      started: () => furnishFirstLocation(context),
    };
  },
});
