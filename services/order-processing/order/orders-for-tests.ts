import { createHash } from 'node:crypto';
import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';

/** The token of every order that `completedCheckout` makes. */
export const orderToken = 'a-token-of-256-bits-of-which-the-hash-alone-travels';

/** A line of so many units, each at a price with 19 % tax inside. */
export function soldLine(more: Partial<SnapshotLine> = {}): SnapshotLine {
  const quantity = more.quantity ?? 2;
  const unitPriceMinor = more.unitPriceMinor ?? 1_190;
  const totalMinor = quantity * unitPriceMinor;
  const taxMinor = Math.round((totalMinor * 19) / 119);
  return {
    lineId: newId(),
    sku: 'TEA-100',
    productId: newId(),
    title: 'Darjeeling',
    variantTitle: '100 g',
    imageUrl: null,
    quantity,
    unitPriceMinor,
    subtotalMinor: totalMinor,
    discountMinor: 0,
    taxMinor,
    totalMinor,
    taxes: [{ name: 'VAT 19%', ratePpm: 190_000, taxableMinor: totalMinor - taxMinor, taxMinor }],
    taxClass: 'standard',
    weightGrams: 120,
    requiresShipping: true,
    ...more,
  };
}

const address = {
  name: 'Ada Lovelace',
  street: 'Speicherstadt 2',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

/** What checkout tells when it completes, with everything reserved at one location. */
export function completedCheckout(more: Partial<OrderSnapshot> = {}): OrderSnapshot {
  const lines = more.lines ?? [soldLine()];
  const subtotalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const locationId = newId();
  const orderId = more.orderId ?? newId();
  return {
    orderId,
    orderNumber: `K-${orderId.slice(-10)}`,
    checkoutId: newId(),
    checkoutVersion: 1,
    cartId: newId(),
    paymentId: newId(),
    reservationId: newId(),
    channel: 'default',
    locale: 'en',
    owner: { kind: 'guest', id: newId() },
    accessTokenHash: createHash('sha256').update(orderToken).digest('base64url'),
    email: 'ada@example.com',
    phone: null,
    shippingAddress: address,
    billingAddress: address,
    lines,
    totals: {
      currency: 'EUR',
      pricesIncludeTax: true,
      subtotalMinor,
      discountMinor: 0,
      shippingMinor: 0,
      shippingTaxMinor: 0,
      taxMinor,
      totalMinor: subtotalMinor,
      taxes: lines.flatMap((line) => line.taxes),
    },
    delivery: null,
    allocations: lines.map(({ lineId, sku, quantity }) => ({
      lineId,
      sku,
      locationId,
      quantity,
      backordered: 0,
    })),
    paymentMethod: 'card',
    authorizationKind: 'card',
    authorizedMinor: subtotalMinor,
    riskDecision: 'allow',
    placedAt: new Date().toISOString(),
    ...more,
  };
}
