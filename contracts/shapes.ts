import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { email } from './email.ts';
import { pricedGoods } from './goods.ts';
import { productLimits } from './product/limits.ts';
import { shownAttributes } from './shown-attribute.ts';
import { toldPromise } from './shipping/delivery-promise.ts';
import { shownText } from './product/legal-texts.ts';
import { taxCategory } from './tax-category.ts';
import { buyerTax } from './tax-exemption.ts';
import { ofKind } from './text-kinds.ts';

/** Shapes that several contracts speak of. Schemas only. */

export const id = z.uuid().meta({ description: 'UUID of version 7' });
/** What people write, and what names a thing for machines or beyond this shop. */
export const text = (most: number) => ofKind('written', z.string().trim().min(1).max(most));
export const codeText = (most: number) => ofKind('code', z.string().trim().min(1).max(most));
export const sku = codeText(productLimits.sku);

/** Years of four digits that everybody reads alike; the end of the last one is not rounded up. */
const isWithinYears = (time: string) =>
  /^[1-9]/.test(time) && !/^9999-12-31T23:59:59\.9{6}[5-9]/.test(time);
export const timestamp = z.iso
  .datetime()
  .refine(isWithinYears, 'Give a moment of the years from 1000 to 9999.')
  .meta({ description: 'UTC, ISO 8601' });

export const quantity = z.int().min(1).max(9_999);
export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1 alpha-2', examples: ['DE'] });
export const locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);
export { email };

/** A postal address. What each country asks for is checked when it is given. */
export const address = z
  .strictObject({
    name: text(120),
    company: text(120).optional(),
    street: text(200),
    street2: text(200).optional(),
    postalCode: ofKind('number', z.string().trim().max(16)).default(''),
    city: text(120),
    regionCode: z
      .string()
      .regex(/^[A-Z0-9]{1,3}$/)
      .optional()
      .meta({ description: 'Second part of ISO 3166-2, e.g. NY' }),
    countryCode,
    phone: ofKind('number', z.string().trim().max(32))
      .optional()
      .meta({ description: 'E.164 or national form' }),
  })
  .meta({
    id: 'Address',
    examples: [
      {
        name: 'Ada Sievers',
        street: 'Alter Wandrahm 8',
        postalCode: '20457',
        city: 'Hamburg',
        countryCode: 'DE',
      },
    ],
  });
export type Address = z.infer<typeof address>;

export const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2_000).optional().meta({ description: '`nextCursor` of the page before' }),
});

/** The words of what a list can be sorted by, each both ways. */
export function sortBy<const Names extends readonly string[]>(...names: Names) {
  type Word = `${Names[number]}_${'ascending' | 'descending'}`;
  const words = names.flatMap((name) => [`${name}_ascending`, `${name}_descending`]);
  return z.enum(words as [Word, ...Word[]]);
}

/** For somebody who keeps a copy: see docs/copies.md. */
export const updatedSince = timestamp.optional().meta({
  description:
    'What was changed at that moment or later, the oldest change first. To keep a copy, ask again with the `updatedAt` of the last item: what changes while you read comes then',
  examples: ['2026-11-23T09:30:00Z'],
});

/** Of every list that is read page by page. */
export const pageFailures = { cursor_invalid: failure('invalid') };

/** A page of a list: `nextCursor` is null on the last one. It is named after what it lists. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const list = z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
  const name = item.meta()?.id;
  return name === undefined ? list : list.meta({ id: `${name}Page` });
}

/** A list that is read in one page, however long it is. */
export function wholeList<Item>(items: Item[]): { items: Item[]; nextCursor: string | null } {
  return { items, nextCursor: null };
}

export const taxShare = z
  .strictObject({
    name: z.string().meta({ description: 'As it is kept and counted by, e.g. VAT 19%' }),
    label: z.string().optional().meta({
      description: 'For the buyer, in the language of the checkout or order, e.g. 19 % MwSt.',
    }),
    ratePpm: z.int().min(0).meta({ description: 'Parts per million: 190000 is 19 %' }),
    taxableMinor: amountMinor,
    taxMinor: amountMinor,
  })
  .meta({ id: 'TaxShare' });

/** One line of a frozen snapshot, in the order's currency. */
export const snapshotLine = z
  .strictObject({
    lineId: id,
    sku,
    productId: id,
    title: z.string(),
    variantTitle: z.string().nullable(),
    imageUrl: z.string().nullable(),
    quantity,
    unitPriceMinor: amountMinor,
    /** quantity × unit price, before discounts; with tax where prices include it. */
    subtotalMinor: amountMinor,
    discountMinor: amountMinor,
    taxMinor: amountMinor,
    /** What the line costs in the end, tax included. */
    totalMinor: amountMinor,
    taxes: z.array(taxShare),
    taxClass: z.string(),
    taxCategory: taxCategory.optional(),
    weightGrams: z.int().min(0),
    requiresShipping: z.boolean(),
    ...pricedGoods,
    attributes: shownAttributes,
  })
  .meta({ id: 'SnapshotLine' });
export type SnapshotLine = z.infer<typeof snapshotLine>;

/** Frozen: `totalMinor = subtotalMinor − discountMinor + shippingMinor + (pricesIncludeTax ? 0 : taxMinor)`,
 * where `taxMinor` is lines and shipping together and shipping is given as it is priced. */
export const totals = z
  .strictObject({
    currency: currencyCode,
    pricesIncludeTax: z.boolean(),
    subtotalMinor: amountMinor,
    discountMinor: amountMinor,
    shippingMinor: amountMinor,
    shippingTaxMinor: amountMinor,
    shippingTaxCategory: taxCategory.optional(),
    taxMinor: amountMinor,
    totalMinor: amountMinor,
    taxes: z.array(taxShare),
    stepMinor: z.int().min(2).optional().meta({
      description:
        'What is charged and given back are multiples of it, where the payment provider takes no other amounts',
    }),
  })
  .meta({ id: 'Totals' });
export type Totals = z.infer<typeof totals>;

export const delivery = z
  .strictObject({
    optionId: z.string(),
    name: z.string(),
    priceMinor: amountMinor,
    carrierCode: z.string().nullable(),
    serviceCode: z.string().nullable(),
    /** The account with the carrier that quoted it, which the label is bought from. */
    carrierId: z.string().max(60).nullable().optional(),
    earliestDays: z.int().nullable(),
    latestDays: z.int().nullable(),
    promise: toldPromise,
  })
  .meta({ id: 'Delivery' });

/** Where a line's units come from, as reserved. */
export const allocation = z.strictObject({
  lineId: id,
  sku,
  locationId: id,
  quantity: z.int().min(1),
  /** Units promised beyond what is on hand, by the backorder policy. */
  backordered: z.int().min(0),
});
export type Allocation = z.infer<typeof allocation>;

export const owner = z.strictObject({ kind: z.enum(['guest', 'customer']), id: z.string().min(1) });
export type Owner = z.infer<typeof owner>;

export const paymentMethodKind = z.enum(['card', 'invoice', 'cash_on_delivery']);
/** Where it is only shown: what is done with the money depends on the kind of the authorization. */
export const shownMethodKind = open(paymentMethodKind, { unknownAs: 'card' });

/** One of the payments that pay an order: their amounts are its total. */
export const orderTender = z
  .strictObject({
    paymentId: id,
    method: shownMethodKind,
    /** Of the channel's method; null where an earlier version knew kinds alone. */
    methodCode: z.string().nullable(),
    provider: z.string(),
    amountMinor,
  })
  .meta({ id: 'OrderTender' });

/** Everything an order is made of, frozen when its checkout is completed. */
export const orderSnapshot = z.strictObject({
  orderId: id,
  orderNumber: z.string(),
  checkoutId: id,
  checkoutVersion: z.int(),
  cartId: id,
  paymentId: id,
  /** Absent from a version that knew one payment of an order: `paymentId` is all of it then. */
  tenders: z.array(orderTender).min(1).optional(),
  reservationId: id,
  channel: z.string(),
  locale: z.string(),
  owner,
  /** SHA-256, base64url, of the token that lets a guest read the order. */
  accessTokenHash: z.string(),
  email,
  phone: z.string().nullable(),
  shippingAddress: address.nullable(),
  billingAddress: address,
  lines: z.array(snapshotLine).min(1),
  totals,
  ...buyerTax,
  shownTexts: z.array(shownText).optional(),
  /** Of the tax provider that taxed it; absent where the shop's table did. */
  taxCalculationId: z.string().optional(),
  delivery: delivery.nullable(),
  allocations: z.array(allocation),
  paymentMethod: paymentMethodKind,
  /** Of the channel's method; earlier versions knew kinds alone. */
  paymentMethodCode: z.string().optional(),
  authorizationKind: z.enum(['card', 'promise']),
  authorizedMinor: amountMinor,
  riskDecision: open(z.enum(['allow', 'challenge', 'unavailable']), { unknownAs: 'unavailable' }),
  placedAt: timestamp,
});
export type OrderSnapshot = z.infer<typeof orderSnapshot>;
