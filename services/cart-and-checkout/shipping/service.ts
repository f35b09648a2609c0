import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { DeliveryBook } from './delivery-book.ts';
import { onLocationChanged } from './dates/keep-locations.ts';
import { putDeliveryDays } from './dates/put-delivery-days.ts';
import { listDeliveryCountries } from './list-delivery-countries.ts';
import { estimateDelivery } from './estimate-delivery.ts';
import { seedDelivery } from './seed-delivery.ts';
import { LiveQuotes } from './live-quotes.ts';
import { putMethod, removeMethod } from './methods.ts';
import { quoteDelivery } from './quote-delivery.ts';
import { getShippingSettings, putShippingSettings } from './shipping-settings.ts';
import { shippingDocuments } from './stored/documents.ts';
import { listZones, putZone, removeZone } from './zones.ts';

export const shippingService = defineService({
  name: 'shipping',
  migrations: new URL('./migrations/', import.meta.url),
  documents: shippingDocuments,
  open(context) {
    const book = new DeliveryBook(context.database);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        quoteDelivery: quoteDelivery(book, new LiveQuotes(context)),
        listDeliveryCountries: listDeliveryCountries(book),
        estimateDelivery: estimateDelivery(book),
        listZones: listZones(context),
        putZone: putZone(context, book),
        removeZone: removeZone(context, book),
        putMethod: putMethod(context, book),
        removeMethod: removeMethod(context, book),
        putDeliveryDays: putDeliveryDays(context, book),
        getShippingSettings: getShippingSettings(book),
        putShippingSettings: putShippingSettings(context, book),
      },
      subscriptions: { 'inventory.location_changed': each(onLocationChanged(book)) },
      started: () => seedDelivery(context),
    };
  },
});
