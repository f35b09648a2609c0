import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { attributes, givenAttributes } from '../attributes.ts';
import { givenAddress } from '../given-address.ts';
import { address, id, locale, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

export const consentPurpose = z.enum(['marketing_email', 'marketing_sms']);

export const customerProfile = z
  .strictObject({
    customerId: id,
    version: z.int().meta({ description: 'Rises with each change' }),
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    phone: z
      .string()
      .nullable()
      .meta({ description: 'E.164', examples: ['+494012345678'] }),
    locale: z.string(),
    channel: z.string(),
    consent: z.strictObject({ marketingEmail: z.boolean(), marketingSms: z.boolean() }),
    defaultShippingAddressId: id.nullable(),
    defaultBillingAddressId: id.nullable(),
    createdAt: timestamp,
    attributes: attributes.default({}).meta({
      description: 'Values of the shop’s own fields by key: those that the customer may see',
    }),
  })
  .meta({ id: 'CustomerProfile' });

export const customerAddress = z
  .strictObject({
    addressId: id,
    address,
    defaultShipping: z.boolean(),
    defaultBilling: z.boolean(),
  })
  .meta({ id: 'CustomerAddress' });

export const consentEntry = z
  .strictObject({
    purpose: open(consentPurpose, { unknownAs: leftOut }),
    granted: z.boolean(),
    source: z.string().meta({ description: 'Where it was said', examples: ['account'] }),
    textVersion: z.string().meta({ description: 'Of the words that were agreed to' }),
    actorKind: z.string(),
    at: timestamp,
  })
  .meta({ id: 'ConsentEntry' });

export const customerGroup = z
  .strictObject({ groupId: id, code: z.string(), name: z.string(), members: z.int() })
  .meta({ id: 'CustomerGroup' });

export const customerNote = z
  .strictObject({ noteId: id, authorId: z.string(), note: z.string(), createdAt: timestamp })
  .meta({ id: 'CustomerNote' });

export const customerSummary = customerProfile
  .pick({
    customerId: true,
    email: true,
    firstName: true,
    lastName: true,
    phone: true,
    channel: true,
    createdAt: true,
  })
  .extend({ updatedAt: timestamp.optional() })
  .meta({ id: 'CustomerSummary' });

export const orderStatistics = z
  .strictObject({
    orders: z.int(),
    totals: z
      .array(z.strictObject({ currency: currencyCode, orders: z.int(), totalMinor: amountMinor }))
      .meta({ description: 'Of the orders as they were placed' }),
    lastOrder: z
      .strictObject({ orderId: id, orderNumber: z.string(), placedAt: timestamp })
      .nullable(),
  })
  .meta({ id: 'OrderStatistics' });

export const customerDetail = z
  .strictObject({
    profile: customerProfile,
    addresses: z.array(customerAddress),
    groups: z.array(customerGroup.omit({ members: true }).meta({ id: 'CustomerGroupName' })),
    statistics: orderStatistics,
    attributes: attributes
      .default({})
      .meta({ description: 'All values of the shop’s own fields, those for staff alone, too' }),
  })
  .meta({ id: 'CustomerDetail' });

/** What a profile may be changed to; what is missing stays, null takes away. */
export const profileChange = z.strictObject({
  firstName: text(80).nullable().optional(),
  lastName: text(80).nullable().optional(),
  phone: ofKind('number', z.string().trim().max(32))
    .nullable()
    .optional()
    .meta({ description: 'With + and country code, or as one dials it in the shop’s country' }),
  locale: locale.optional(),
  attributes: givenAttributes.optional(),
});

/** An address in the book, and what it is taken for unless another is named. */
export const addressEntry = z.strictObject({
  address: givenAddress,
  defaultShipping: z.boolean().optional(),
  defaultBilling: z.boolean().optional(),
});
