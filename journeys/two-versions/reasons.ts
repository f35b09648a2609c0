/** Operations that are not asked both ways across the releases in these journeys, and why. */
export const notAsked: Readonly<Record<string, string>> = {
  'auth.bootstrapAdministrator': 'At the first start of all, before anybody else runs.',
  'auth.resetPassword':
    'By the secret link of a mail, which each person of these journeys uses once.',
  'auth.getSecondFactor': 'The release before knows of no second factor.',
  'auth.beginTotp': 'The release before knows of no second factor.',
  'auth.confirmTotp': 'The release before knows of no second factor.',
  'auth.disableTotp': 'The release before knows of no second factor.',
  'auth.renewRecoveryCodes': 'The release before knows of no second factor.',
  'auth.proveSecondFactor': 'The release before knows of no second factor.',
  'auth.removeCustomerFactor': 'The release before knows of no second factor.',
  'auth.removeStaffFactor': 'The release before knows of no second factor.',
  'auth.isActiveStaff': 'Before a ticket is given to somebody, which nobody does here.',
  'auth.verifySession': 'Before what a right for a while does not allow, which nobody does here.',
  'product.listMissingTaxRates': 'Staff look for it, which nobody does here.',
  'product.beginUpload': 'The release before keeps no pictures.',
  'product.putUploadPart': 'The release before keeps no pictures.',
  'product.finishUpload': 'The release before keeps no pictures.',
  'product.fetchMedia': 'The release before keeps no pictures.',
  'product.listMedia': 'The release before keeps no pictures.',
  'product.getMedia': 'The release before keeps no pictures.',
  'product.describeMedia': 'The release before keeps no pictures.',
  'product.deleteMedia': 'The release before keeps no pictures.',
  'product.getMediaPart': 'The release before keeps no pictures.',
  'product.holdTaxRate': 'Before a tax rate is removed, which the release before does not ask.',
  'order.findJoinedCustomers':
    'When staff look for a customer by the number of an order, which nobody does here.',
  'checkout.getPlacedOrder':
    'While an order is on its way from checkout to order, which is a matter of moments.',
  'customer.addTaxExemption': 'Nobody here buys without tax.',
  'customer.endTaxExemption': 'Nobody here buys without tax.',
  'customer.listTaxExemptions': 'Nobody here buys without tax.',
  'product.getPublishedText': 'By the id that a page told, which nobody here keeps.',
  'inventory.getReservation': 'Asked for what waits for stock, which nothing does here.',
  'inventory-sync.getReservation': 'Asked for what waits for stock, which nothing does here.',
  'payment.bindPayOuts':
    'When an order with a refund by hand is cancelled, which nobody does here.',
  'payment.listEndingAuthorizations':
    'When payments are captured at shipment, by an hourly job: here they are captured at once.',
  'payment.listToRemind': 'By an hourly job, of invoices that are overdue: none is here.',
  'notification.sendPaymentReminder': 'Of invoices that are overdue: none is here.',
  'payment.chargeReminderFee': 'Of invoices that are overdue: none is here.',
  'payment.waiveReminderFees': 'Of invoices that are overdue: none is here.',
  'order.waiveReminderFees': 'Of invoices that are overdue: none is here.',
  'payment.takeBackReminderFee': 'Of invoices that are overdue: none is here.',
  'cart.saveItem': 'The release before knows of no saved lists.',
  'cart.saveLine': 'The release before knows of no saved lists.',
  'cart.saveCart': 'The release before knows of no saved lists.',
  'cart.listSavedLists': 'The release before knows of no saved lists.',
  'cart.getSavedList': 'The release before knows of no saved lists.',
  'cart.changeSavedList': 'The release before knows of no saved lists.',
  'cart.removeSavedList': 'The release before knows of no saved lists.',
  'cart.removeSavedLine': 'The release before knows of no saved lists.',
  'cart.moveToCart': 'The release before knows of no saved lists.',
  'cart.getSharedList': 'The release before knows of no saved lists.',
  'cart.takeOverLists': 'The release before knows of no saved lists.',
  'customer.watchVariant': 'Nobody here waits for what is sold out.',
  'customer.getWatchByLink': 'Nobody here waits for what is sold out.',
  'customer.confirmWatch': 'Nobody here waits for what is sold out.',
  'customer.endWatchByLink': 'Nobody here waits for what is sold out.',
  'customer.listWatches': 'Nobody here waits for what is sold out.',
  'customer.removeWatch': 'Nobody here waits for what is sold out.',
  'notification.sendWatchMessage': 'Nobody here waits for what is sold out.',
  'notification.readWatchLink': 'Nobody here waits for what is sold out.',
  'payment.listAwaitedDeliveries': 'By an hourly job, where days to pay count from the delivery.',
  'payment.startTermsOfDelivery':
    'Of what is paid so many days after its delivery, which nothing is here.',
  'payment.reconcileBalances': 'By a nightly job.',
  'order.reconcileBalances': 'By a nightly job.',
  'payment.endDifference': 'Of what is paid out to the shop: nothing is here.',
  'order.endDifference': 'Of what is paid out to the shop: nothing is here.',
  'payment.listReconciliations': 'Of what is paid out to the shop: nothing is here.',
  'payment.listReconciledAccounts': 'Of what is paid out to the shop: nothing is here.',
  'order.listReconciledAccounts': 'Of what is paid out to the shop: nothing is here.',
  'payment.getReconciliation': 'Of what is paid out to the shop: nothing is here.',
  'order.listReconciliations': 'Of what is paid out to the shop: nothing is here.',
  'order.getReconciliation': 'Of what is paid out to the shop: nothing is here.',
  'order.openOrderLink': 'By the secret link of a mail, which nobody here looks for.',
  'invoice.cancelCreditNote': 'When a refund comes back from the bank: none does here.',
  'customer.receiveEmailWebhook': 'No mail provider reports anything here.',
  'notification.receiveEmailWebhook': 'No mail provider reports anything here.',
  'customer.receiveSmsWebhook': 'No provider of texts reports anything here.',
  'notification.receiveSmsWebhook': 'No provider of texts reports anything here.',
  'customer.getMessageContent': 'Nobody looks at what was sent here.',
  'notification.getMessageContent': 'Nobody looks at what was sent here.',
  'customer.listMessageReviews': 'No provider of messages reports anything here.',
  'notification.listMessageReviews': 'No provider of messages reports anything here.',
  'customer.getMailSubscription':
    'By the link of a mail that is not transactional: none is sent here.',
  'notification.getMailSubscription':
    'By the link of a mail that is not transactional: none is sent here.',
  'customer.putMailSubscription':
    'By the link of a mail that is not transactional: none is sent here.',
  'notification.putMailSubscription':
    'By the link of a mail that is not transactional: none is sent here.',
  'customer.listSuppressions': 'Nobody’s address is stopped here.',
  'notification.listSuppressions': 'Nobody’s address is stopped here.',
  'customer.liftSuppression': 'Nobody’s address is stopped here.',
  'notification.liftSuppression': 'Nobody’s address is stopped here.',
  'checkout.listTaxReviews': 'Of what a tax provider was not told: nothing is here.',
  'checkout.endTaxReview': 'Of what a tax provider was not told: nothing is here.',
  'tax.endReview': 'Of what a tax provider was not told: nothing is here.',
  'tax.listReviews': 'Of what a tax provider was not told: nothing is here.',
  'shipment.voidLabel': 'When a parcel is stopped between its label and its way: none is here.',
};

/** Operations that were asked both ways and answered across the releases by refusals alone. */
export const onlyRefused: Readonly<Record<string, string>> = {
  'auth.deleteRole': 'Can be done once.',
  'product.deleteCollection': 'Can be done once.',
  'product.deleteMenu': 'Can be done once.',
  'product.deletePage': 'Can be done once.',
  'product.deleteProduct': 'Can be done once.',
  'product.removeSalePrice': 'Can be done once.',
  'product.renamePage': 'Can be done once.',
  'tax.removeRate': 'Can be done once.',
  'shipping.putMethod': 'Its zone is taken away in the first phase.',
  'shipping.removeMethod': 'Can be done once.',
  'order.cancelPayOut': 'Can be done once.',
  'order.assignSurplus': 'Can be done once.',
  'payment.cancelPayOut': 'Can be done once.',
  'payment.assignSurplus': 'Can be done once.',
  'fulfillment.cancelFulfillment': 'Can be done once.',
  'fulfillment.holdFulfillment': 'Of one that is cancelled in the first phase.',
  'fulfillment.resumeFulfillment': 'Of one that is cancelled in the first phase.',
  'customer.retryMessage': 'No message fails here.',
  'notification.retryMessage': 'No message fails here.',
};

/** Events that are not told both ways across the releases, and why. */
export const notReported: Readonly<Record<string, string>> = {
  'customer.exemption_changed': 'Nobody here buys without tax.',
  'invoice.issued': 'Nobody here buys where a provider taxes.',
  'invoice.credited': 'Nobody here buys where a provider taxes.',
  'invoice.credit_note_cancelled': 'Nobody here buys where a provider taxes.',
  'inventory.reservation_filled': 'Nothing is sold here before it is on hand.',
  'inventory.expected_on_changed': 'Nothing is sold here before it is on hand.',
  'fulfillment.expected_on_changed': 'Nothing is sold here before it is on hand.',
  'payment.settlement_differs': 'Of what is paid out to the shop: nothing is here.',
  'auth.guard_changed': 'Nobody here has a second factor.',
  'inventory.low_stock': 'Nobody sets a threshold here.',
  'notification.message_unreached': 'Every message reaches its customer here.',
  'fulfillment.cancelled': 'The warehouse gives up one fulfillment, once.',
  'tracking.day_changed': 'No carrier changes the day that it told here.',
  'tracking.exception': 'No parcel goes astray here.',
};

const withinOneWork =
  'Written and read within one piece of work, which no change of release is within here.';
const notWritten = 'Nothing here leads to one.';
const writtenEachTime = 'Each phase but the last writes it before it reads it.';

/** Documents that were not read by the release that did not write them, and why. */
export const notStored: Readonly<Record<string, string>> = {
  'customer-exemptions': notWritten,
  'early-tracking': notWritten,
  'tax-sold': notWritten,
  'tax-credited': notWritten,
  'tax-taken': notWritten,
  'shipping-problem': notWritten,
  'shipping-failure': notWritten,
  'entry-failure': notWritten,
  'stock-differences': 'Both books agree here, and an empty list does not say who wrote it.',
  'document-labels':
    'The statement that issues a document copies it into the snapshot, which is read.',
  'invoice-shop':
    'The statement that issues an invoice copies it into the snapshot, which is read.',
  'message-to-hand-on': withinOneWork,
  'message-words': 'Read where staff look at what was sent, which nobody does here.',
  'parcel-address': withinOneWork,
  'parcel-sender': withinOneWork,
  'shipping-reply': withinOneWork,
};

/** Documents that were read by one release of the other, and not the other way round, and why. */
export const storedOneWay: Readonly<Record<string, string>> = {
  'tax-components': writtenEachTime,
  'payment-method-rule': writtenEachTime,
  'product-page': 'Made anew where its product is changed, as each phase but the last does.',
  'customer-address': 'An account lives within one phase; that of the two shops is read on.',
  'sender-address':
    'Told once of each location that has one, by the release that runs inventory then.',
  'stock-reply': 'Read where inventory is told the same twice, which one of the phases does.',
};
