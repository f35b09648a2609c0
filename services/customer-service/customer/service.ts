import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { hintsOf } from '#platform/hints/hint-source.ts';
import {
  deleteField,
  listFields,
  listShownFields,
  putField,
  type Keeping,
} from '#platform/fields/keep-fields.ts';
import { sql } from '#platform/ground/sql.ts';
import { addAddress, listAddresses, removeAddress, replaceAddress } from './addresses.ts';
import { listConsents, recordConsent } from './consents.ts';
import { listGroups, putGroup, removeGroup, setGroupMember } from './groups/customer-groups.ts';
import { exportCustomers } from './export-customers.ts';
import { getCustomer, listCustomers } from './customer-lists.ts';
import { addCustomerNote, listCustomerNotes } from './customer-notes.ts';
import { handOnMail, takeMailRequest, takeTicketMessage } from './mails/hand-on-mail.ts';
import { handOnToNotification, handOnToSupport } from './mails/hand-on.ts';
import { getProfile, updateProfile } from './profile.ts';
import { takeEmailChange } from './take-email-change.ts';
import { takePlacedOrders } from './take-placed-orders.ts';
import { addTaxExemption, endTaxExemption, listTaxExemptions } from './tax-exemptions.ts';
import { takeRegistration } from './take-registration.ts';
import { customerDocuments, fieldDocument, otherJsonOfCustomer } from './stored/documents.ts';
import { outdatedWatches } from './watches/outdated-watches.ts';
import { listWatches, removeWatch } from './watches/own-watches.ts';
import { askWatcher, tellWatcher, tellWatchers } from './watches/tell-watchers.ts';
import { watchVariant } from './watches/watch-variant.ts';
import { confirmWatch, endWatchByLink, getWatchByLink } from './watches/watches-by-link.ts';
import { emitGroupsOfBefore, emitNotedGroups } from './groups/emit-groups.ts';

const storedFields: Keeping = { document: fieldDocument, owners: { customer: sql`customer` } };

export const customerService = defineService({
  name: 'customer',
  migrations: new URL('./migrations/', import.meta.url),
  documents: customerDocuments,
  otherJson: otherJsonOfCustomer,
  hints: { customer: hintsOf('customer') },
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call.notification.listAuditEntries,
          context.call.support.listAuditEntries,
        ]),
        listStoredSteps: listStoredSteps(context),
        listWaitingWork: listWaitingWork(context, {
          behind: {
            notification: context.call.notification.listWaitingWork,
            support: context.call.support.listWaitingWork,
          },
        }),
        replayDeadLetters: replayDeadLetters(context, {
          notification: context.call.notification.replayDeadLetters,
          support: context.call.support.replayDeadLetters,
        }),
        listFields: listFields(context),
        listShownFields: listShownFields(context),
        putField: putField(context, storedFields),
        deleteField: deleteField(context, storedFields),
        getProfile: getProfile(context),
        updateProfile: updateProfile(context),
        listAddresses: listAddresses(context),
        addAddress: addAddress(context),
        replaceAddress: replaceAddress(context),
        removeAddress: removeAddress(context),
        listConsents: listConsents(context),
        recordConsent: recordConsent(context),
        listCustomers: listCustomers(context),
        exportCustomers: exportCustomers(context),
        getCustomer: getCustomer(context),
        addCustomerNote: addCustomerNote(context),
        listCustomerNotes: listCustomerNotes(context),
        listGroups: listGroups(context),
        putGroup: putGroup(context),
        removeGroup: removeGroup(context),
        setGroupMember: setGroupMember(context),
        listTaxExemptions: listTaxExemptions(context),
        addTaxExemption: addTaxExemption(context),
        endTaxExemption: endTaxExemption(context),
        watchVariant: watchVariant(context),
        getWatchByLink: getWatchByLink(context),
        confirmWatch: confirmWatch(context),
        endWatchByLink: endWatchByLink(context),
        listWatches: listWatches(context),
        removeWatch: removeWatch(context),
        ...handOnToSupport(context),
        ...handOnToNotification(context),
      },
      subscriptions: {
        'auth.registered': each(takeRegistration),
        'auth.email_changed': each(takeEmailChange),
        'auth.mail_requested': each(takeMailRequest),
        'inventory.back_in_stock': tellWatchers,
        'order.placed': takePlacedOrders,
        'support.message_added': each(takeTicketMessage(context.settings)),
      },
      stories: [
        handOnMail(context),
        emitNotedGroups(context),
        askWatcher(context),
        tellWatcher(context),
      ],
      outdated: outdatedWatches,
      started: emitGroupsOfBefore(context),
    };
  },
});
