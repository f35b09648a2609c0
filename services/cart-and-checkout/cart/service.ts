import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import {
  deleteField,
  listFields,
  listShownFields,
  putField,
  type Keeping,
} from '#platform/fields/keep-fields.ts';
import { addLine } from './shopping/add-line.ts';
import { changeLine } from './shopping/change-line.ts';
import { completeCarts } from './carts/complete-carts.ts';
import { confirmStock, releaseStock, reserveStock } from './for-checkout/checkout-stock.ts';
import { createCart } from './shopping/create-cart.ts';
import { onGroupsChanged } from './carts/customer-segments.ts';
import { expireCarts } from './carts/expire-carts.ts';
import { getCartForCheckout } from './for-checkout/get-cart-for-checkout.ts';
import { getCart, getCurrentCart } from './shopping/get-cart.ts';
import { changeSavedList, removeSavedLine, removeSavedList } from './lists/change-lists.ts';
import { moveToCart } from './lists/move-to-cart.ts';
import { outdatedLists } from './lists/outdated-lists.ts';
import { getSavedList, getSharedList, listSavedLists } from './lists/read-lists.ts';
import { saveCart } from './lists/save-cart.ts';
import { saveItem } from './lists/save-item.ts';
import { saveLine } from './lists/save-line.ts';
import { takeOverLists } from './lists/take-over-lists.ts';
import { mergeCart } from './shopping/merge-cart.ts';
import { cartDocuments, fieldDocument } from './stored/documents.ts';

/** What lines hold was agreed with who put it in: it is frozen there, and no field takes it away. */
const storedFields: Keeping = { document: fieldDocument, owners: { order_line: undefined } };

export const cartService = defineService({
  name: 'cart',
  migrations: new URL('./migrations/', import.meta.url),
  documents: cartDocuments,
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        listFields: listFields(context),
        listShownFields: listShownFields(context),
        putField: putField(context, storedFields),
        deleteField: deleteField(context, storedFields),
        createCart: createCart(context),
        getCart: getCart(context),
        getCurrentCart: getCurrentCart(context),
        addLine: addLine(context),
        changeLine: changeLine(context),
        mergeCart: mergeCart(context),
        saveItem: saveItem(context),
        saveLine: saveLine(context),
        saveCart: saveCart(context),
        listSavedLists: listSavedLists(context),
        getSavedList: getSavedList(context),
        changeSavedList: changeSavedList(context),
        removeSavedList: removeSavedList(context),
        removeSavedLine: removeSavedLine(context),
        moveToCart: moveToCart(context),
        getSharedList: getSharedList(context),
        takeOverLists: takeOverLists(context),
        getCartForCheckout: getCartForCheckout(context),
        reserveStock: reserveStock(context),
        confirmStock: confirmStock(context),
        releaseStock: releaseStock(context),
      },
      subscriptions: {
        'checkout.completed': completeCarts,
        'customer.groups_changed': each(onGroupsChanged),
      },
      outdated: outdatedLists,
      jobs: { expire_carts: expireCarts(context) },
    };
  },
});
