import { listAuditEntries } from '#platform/data/audit-entries.ts';
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
        getCartForCheckout: getCartForCheckout(context),
        reserveStock: reserveStock(context),
        confirmStock: confirmStock(context),
        releaseStock: releaseStock(context),
      },
      subscriptions: {
        'checkout.completed': completeCarts,
        'customer.groups_changed': each(onGroupsChanged),
      },
      jobs: { expire_carts: expireCarts(context) },
    };
  },
});
