import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService } from '#platform/calls/service.ts';
import { purchaseLabel } from './purchase-label.ts';
import { voidLabel } from './void-label.ts';
import { shipmentDocuments } from './stored/documents.ts';

export const shipmentService = defineService({
  name: 'shipment',
  migrations: new URL('./migrations/', import.meta.url),
  documents: shipmentDocuments,
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        purchaseLabel: purchaseLabel(context),
        voidLabel: voidLabel(context),
      },
      subscriptions: {},
    };
  },
});
