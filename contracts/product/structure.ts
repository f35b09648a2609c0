import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { currencyCode } from '#kernel/money.ts';
import { channelCode } from './admin-shapes.ts';
import { company, ofChannel, timeZone } from './company.ts';
import { channel } from './store.ts';
import { expectedVersion, versionConflict } from './shelves/shelf-shapes.ts';
import { keptLook } from './storefront/look.ts';
import { locale, pageOf, text } from '../shapes.ts';

/** What staff may do to channels. Schemas only. */

/** 0 asks that there is none of that code yet. */
const orNoneYet = z.int().min(0).optional();

const mailsDocuments = z.boolean().meta({
  description:
    'Whether confirmations carry the invoice as a PDF, and mails of refunds and cancellations their credit note',
  examples: [true],
});
export const adminChannel = channel
  .extend({
    active: z.boolean(),
    version: z.int(),
    timeZone: timeZone.nullable().optional(),
    company: company.nullable().optional(),
    mailsDocuments: mailsDocuments.optional(),
    look: keptLook.nullable().optional(),
  })
  .meta({ id: 'AdminChannel' });

/** Input, output and failures of what staff does to channels. */
export const structureOperations = {
  listAdminChannels: {
    input: z.strictObject({}),
    output: pageOf(adminChannel),
  },
  /** Adds a channel, or sets one anew. Documents of a new language are made in the background. */
  putChannel: {
    input: z.strictObject({
      code: channelCode,
      name: text(120),
      currency: currencyCode,
      defaultLocale: locale,
      locales: z.array(locale).min(1).max(20),
      pricesIncludeTax: z.boolean(),
      active: z.boolean().default(true),
      expectedVersion: orNoneYet,
    }),
    output: adminChannel,
    failures: {
      ...versionConflict,
      currency_unknown: failure('invalid'),
      default_locale_missing: failure('invalid'),
      /** Its currency, and whether prices hold tax, stay while something is priced in it. */
      channel_has_prices: failure('conflict', z.strictObject({ currency: currencyCode })),
    },
  },
  /** Who sells in a channel, and whose days its dates are: documents that are issued from now on say it. */
  putChannelCompany: {
    input: z.strictObject({ code: channelCode, ...ofChannel, expectedVersion }),
    output: adminChannel,
    failures: {
      ...versionConflict,
      channel_not_found: failure('not_found'),
      time_zone_unknown: failure('invalid'),
      logo_unreadable: failure('invalid'),
    },
  },
  /** What mails of a channel carry. */
  putChannelMail: {
    input: z.strictObject({ code: channelCode, mailsDocuments, expectedVersion }),
    output: adminChannel,
    failures: { ...versionConflict, channel_not_found: failure('not_found') },
  },
};
