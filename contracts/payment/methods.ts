import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { cardForm } from './card-form.ts';
import { termSettings } from './terms.ts';
import { countryCode, id, locale, pageOf, paymentMethodKind, text } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

export const paymentMethodCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  .meta({ description: 'Of a method of the channel', examples: ['card', 'invoice'] });

/** Why a method is not offered, in the order in which it is looked at. */
const notOfferedReasons = z.enum([
  'unknown',
  'inactive',
  'currency',
  'country',
  'below_minimum',
  'above_maximum',
  'account_required',
  'group_required',
  'risk',
  'above_ceiling',
]);
export const notOfferedReason = open(notOfferedReasons, { unknownAs: 'unknown' });

/** A way to pay of a kind that is not known is none that could be offered or set. */
const openMethodKind = open(paymentMethodKind, { unknownAs: leftOut });

/** A kept reply of an earlier version says no reason. */
export const methodUnavailable = failure(
  'invalid',
  z.strictObject({ reason: notOfferedReason }).nullable(),
);

const rule = z
  .strictObject({
    registered: z
      .boolean()
      .default(false)
      .meta({ description: 'Only for accounts, whose e-mail address is confirmed' }),
    groups: z
      .array(ofKind('code', z.string().min(1).max(60)))
      .max(50)
      .default([])
      .meta({ description: 'Only for accounts in one of these customer groups; empty: all' }),
    ceilingMinor: amountMinor
      .nullable()
      .default(null)
      .meta({ description: 'The most that one person may owe, open promises counted in' }),
  })
  .meta({ id: 'PaymentMethodRule' });

const settable = {
  kind: paymentMethodKind,
  provider: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/),
  providerType: ofKind('code', z.string().min(1).max(60)).nullable(),
  minMinor: amountMinor.nullable().meta({ description: 'Least total of an order' }),
  maxMinor: amountMinor.nullable().meta({ description: 'Greatest total of an order' }),
  countries: z
    .array(countryCode)
    .max(250)
    .meta({ description: 'Of delivery and of billing; empty: all' }),
  currencies: z.array(currencyCode).max(50).meta({ description: 'Empty: all' }),
  position: z.int().min(0).max(10_000).meta({ description: 'Lowest first' }),
  active: z.boolean(),
  dueDays: z.int().min(0).max(365).meta({ description: 'Of pay-later: days until it is due' }),
  dueFrom: termSettings.dueFrom.unwrap(),
  deliveredAfterDays: termSettings.deliveredAfterDays.unwrap(),
  reminderDays: termSettings.reminderDays.unwrap(),
  reminderFeesMinor: termSettings.reminderFeesMinor.unwrap(),
  rule: rule.nullable(),
  names: z.record(locale, text(80)).meta({ description: 'As buyers read it, by locale' }),
};

export const paymentMethodShape = z
  .strictObject({
    code: paymentMethodCode,
    channel: z.string(),
    ...settable,
    ...termSettings,
    kind: openMethodKind,
    notices: z
      .array(z.strictObject({ code: z.string(), message: z.string() }))
      .meta({ description: 'What staff should know about how it is set' }),
  })
  .meta({ id: 'PaymentMethod' });

/** A method as a buyer is offered it. */
export const offeredMethod = z
  .strictObject({
    code: paymentMethodCode,
    kind: openMethodKind,
    name: z.string(),
    needsToken: z.boolean().meta({
      description:
        'Complete with a `token` that the payment provider’s card form handed out. Where false none is sent: the provider asks on a page of its own, to which `nextAction` leads, or nothing is asked.',
    }),
    hostedPage: z.boolean().optional().meta({
      description:
        'True where `hosted: true` may stand in place of the token: the provider asks for the card on a page of its own, to which `nextAction` leads. For forms that work without a script.',
    }),
  })
  .meta({ id: 'OfferedPaymentMethod' });

/** As it is told when it is asked for, with what is of this moment. */
const offeredNow = offeredMethod
  .extend({
    cardForm: cardForm.optional().meta({
      description: 'Shows the provider’s card form, which hands out the `token`',
    }),
  })
  .meta({ id: 'OfferedPaymentMethodNow' });

/** Who buys: the account comes with the signed token, the groups with the cart. */
export const buyer = z.strictObject({
  /** Null for guests. An account exists once its e-mail address was confirmed. */
  customerId: z.string().nullable(),
  groups: z.array(z.string()).default([]),
  email: z.string().nullable().default(null),
});

/** What a checkout asks its methods for; what is not known yet is not looked at. */
export const purchaseAsked = z.strictObject({
  buyer,
  countries: z.array(countryCode).max(2),
  totalMinor: amountMinor.nullable(),
  currency: currencyCode.nullable(),
});

const methodCode = z.strictObject({ code: paymentMethodCode });
const methods = pageOf(paymentMethodShape);

/** Ways to pay, of the channel asked for: until staff says otherwise `card` alone. */
export const paymentMethodOperations = {
  listPaymentMethods: query({
    access: 'settings:read',
    input: z.strictObject({}),
    output: methods,
  }),
  getPaymentMethod: query({
    access: 'settings:read',
    input: methodCode,
    output: paymentMethodShape,
    failures: { payment_method_not_found: failure('not_found') },
  }),
  /** Adds a method, or sets what is given of one that is there. */
  putPaymentMethod: command({
    scope: 'channel',
    access: 'settings:write',
    idempotency: 'natural',
    input: methodCode.extend(z.strictObject(settable).partial().shape),
    output: paymentMethodShape,
    failures: {
      /** A code of its own does not say how it is paid. */
      payment_method_kind_missing: failure('invalid'),
      payment_method_kind_fixed: failure('conflict'),
      /** Who pays later must be bound by a rule: an account, a group or a ceiling. */
      payment_rule_missing: failure('invalid'),
      payment_limits_invalid: failure('invalid'),
    },
  }),
} as const;

/** What payment itself answers besides: which methods a checkout is offered now. */
export const offeredMethodOperations = {
  listMethods: query({
    access: 'internal',
    input: purchaseAsked.extend({
      /** Read anew; without it a list of some minutes' age will do. */
      fresh: z.boolean().default(false),
    }),
    output: pageOf(offeredNow),
  }),
} as const;

export const checkoutMethods = {
  input: z.strictObject({ checkoutId: id }),
  output: pageOf(offeredNow),
};
