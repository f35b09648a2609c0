import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService, each } from '#platform/service.ts';
import { addLine } from './add-line.ts';
import { changeLine } from './change-line.ts';
import { completeCarts } from './complete-carts.ts';
import { confirmStock } from './confirm-stock.ts';
import { createCart } from './create-cart.ts';
import { hearGroupsChanged } from './customer-segments.ts';
import { expireCarts } from './expire-carts.ts';
import { getCartForCheckout } from './get-cart-for-checkout.ts';
import { getCart } from './get-cart.ts';
import { mergeCart } from './merge-cart.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';

export const cartService = defineService({
  name: 'cart',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        createCart: createCart(context),
        getCart: getCart(context),
        addLine: addLine(context),
        changeLine: changeLine(context),
        mergeCart: mergeCart(context),
        getCartForCheckout: getCartForCheckout(context),
        reserveStock: reserveStock(context),
        confirmStock: confirmStock(context),
        releaseStock: releaseStock(context),
      },
      hears: {
        'checkout.completed': completeCarts,
        'customer.groups_changed': each(hearGroupsChanged),
      },
      jobs: { expire_carts: expireCarts(context) },
    };
  },
});
