import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { parcelSteps } from './stored-steps.ts';
import { onChannelChanged } from './days.ts';
import { followParcel } from './follow-parcel.ts';
import { listCarrierReviews } from './list-carrier-reviews.ts';
import { outdatedWebhooks } from './outdated-webhooks.ts';
import { lookAtParcel, pollParcels } from './poll-parcels.ts';
import { readGauges } from './read-gauges.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { notifyCustomer } from './notify-customer.ts';
import { trackingDocuments, otherJsonOfTracking } from './stored/documents.ts';

export const trackingService = defineService({
  name: 'tracking',
  migrations: new URL('./migrations/', import.meta.url),
  documents: trackingDocuments,
  otherJson: otherJsonOfTracking,
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context, parcelSteps),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        followParcel: followParcel(context),
        receiveWebhook: receiveWebhook(context),
        listCarrierReviews: listCarrierReviews(context),
      },
      subscriptions: { 'product.channel_changed': each(onChannelChanged) },
      stories: [notifyCustomer(context), lookAtParcel(context)],
      gauges: readGauges(context),
      outdated: outdatedWebhooks,
      jobs: { poll_parcels: pollParcels(context) },
    };
  },
});
