import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { onContactChanged } from './recipients/on-contact-changed.ts';
import { onChannelChanged } from './messages/on-channel-changed.ts';
import { onEmailChangeRequested } from './owners/on-email-change-requested.ts';
import { onGuardChanged } from './owners/on-guard-changed.ts';
import { onLowStock } from './messages/on-low-stock.ts';
import { getMailSubscription, putMailSubscription } from './recipients/mail-subscription.ts';
import { readWatchLink } from './recipients/read-watch-link.ts';
import { getPreferences, putPreferences } from './recipients/preferences.ts';
import { getMessage, listMessages } from './messages/read-messages.ts';
import { getMessageContent } from './messages/read-content.ts';
import { MessageFiles } from './messages/message-files.ts';
import { Renderer } from './templates/render-message.ts';
import { outdatedReports } from './reports/outdated-reports.ts';
import { receiveEmailWebhook } from './reports/receive-email-webhook.ts';
import { receiveSmsWebhook } from './reports/receive-sms-webhook.ts';
import { listMessageReviews } from './reports/list-message-reviews.ts';
import { liftSuppression, listSuppressions } from './reports/suppressions.ts';
import { getMailSender } from './sender/read-sender.ts';
import { readGauges } from './read-gauges.ts';
import { outdatedTestMails } from './sender/outdated-test-mails.ts';
import { sendTestMail } from './sender/send-test-mail.ts';
import { repeatWaiting, resendMessage } from './messages/resend-message.ts';
import { listOutgoing, outdatedOutgoing, undoOutgoing } from '#platform/stories/outgoing.ts';
import { retryMessage } from './messages/retry-message.ts';
import { sendMessage, sendNewMessages } from './messages/send-message.ts';
import { sendingStory } from './messages/sending-story.ts';
import {
  getMailTemplate,
  listTemplates,
  previewMailTemplate,
  putMailTemplate,
  resetMailTemplate,
} from './templates/templates.ts';
import { previewOrderMail } from './previews/preview-order-mail.ts';
import { notificationDocuments } from './stored/documents.ts';

export const notificationService = defineService({
  name: 'notification',
  migrations: new URL('./migrations/', import.meta.url),
  documents: notificationDocuments,
  hints: { message: { table: 'message', version: sql`null::int`, channels: sql`array[channel]` } },
  open(context) {
    const renderer = new Renderer(context);
    const files = new MessageFiles(context);
    const mailTemplates = {
      getMailTemplate: getMailTemplate(context, renderer),
      putMailTemplate: putMailTemplate(context, renderer),
      resetMailTemplate: resetMailTemplate(context),
      previewMailTemplate: previewMailTemplate(context, renderer),
      previewOrderMail: previewOrderMail(context, renderer),
    };
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        sendMessage: sendMessage(context, files),
        ...sendNewMessages(context, files),
        readWatchLink: readWatchLink(context),
        listMessages: listMessages(context),
        getMessage: getMessage(context),
        getMessageContent: getMessageContent(context, renderer),
        retryMessage: retryMessage(context),
        resendMessage: resendMessage(context),
        listOutgoingMessages: listOutgoing(context),
        undoResend: undoOutgoing(context, 'undoResend', 'message'),
        getMailSender: getMailSender(context),
        sendTestMail: sendTestMail(context, renderer),
        listTemplates: listTemplates(context),
        ...mailTemplates,
        // As the last release asks: of the names that it knows.
        getTemplate: mailTemplates.getMailTemplate,
        putTemplate: mailTemplates.putMailTemplate,
        resetTemplate: mailTemplates.resetMailTemplate,
        previewTemplate: mailTemplates.previewMailTemplate,
        getPreferences: getPreferences(context),
        putPreferences: putPreferences(context),
        getMailSubscription: getMailSubscription(context),
        putMailSubscription: putMailSubscription(context),
        receiveEmailWebhook: receiveEmailWebhook(context),
        receiveSmsWebhook: receiveSmsWebhook(context),
        listMessageReviews: listMessageReviews(context),
        listSuppressions: listSuppressions(context),
        liftSuppression: liftSuppression(context),
      },
      subscriptions: {
        'auth.email_change_requested': each(onEmailChangeRequested),
        'auth.guard_changed': each(onGuardChanged),
        'inventory.low_stock': each(onLowStock(context.settings)),
        'product.channel_changed': each(onChannelChanged),
        'customer.contact_changed': each(onContactChanged),
      },
      stories: [sendingStory(context, renderer, files), repeatWaiting(context)],
      outdated: (...kept) => [
        ...outdatedReports(...kept),
        ...outdatedTestMails(...kept),
        ...outdatedOutgoing()(...kept),
      ],
      gauges: readGauges(context),
    };
  },
});
