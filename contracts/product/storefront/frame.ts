import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { channelCode } from '../admin-shapes.ts';
import { company } from '../company.ts';
import { givenItems, givenLink, keptItems, link, shownItem } from './links.ts';
import {
  givenLook,
  givenNotice,
  givenScenes,
  keptLook,
  keptNotice,
  keptScenes,
  missingPicture,
  poorContrast,
  shownNotice,
  shownScene,
  shownTokens,
} from './look.ts';
import { pageKind } from './pages.ts';
import { channelNotFound } from '../store.ts';
import { adminChannel } from '../structure.ts';
import { id, locale, pageOf } from '../../shapes.ts';

/** What frames every page of a shop, and what staff set of it. Schemas only. */

const menuPlace = z.enum(['header', 'footer']);
const expectedVersion = z.int().min(1).optional();
const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  )
  .meta({
    description: 'A host name without scheme, port and path; of other scripts as in DNS (`xn--…`)',
    examples: ['shop.example'],
  });

const seller = company
  .pick({
    name: true,
    legalName: true,
    street: true,
    postalCode: true,
    city: true,
    countryCode: true,
    email: true,
    phone: true,
    websiteUrl: true,
    taxIds: true,
    registerEntries: true,
  })
  .meta({ id: 'Seller' });

export const storefront = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    currency: currencyCode,
    pricesIncludeTax: z.boolean(),
    locale: z.string().meta({ description: 'In which it is answered' }),
    defaultLocale: z.string(),
    locales: z.array(z.string()),
    domains: z.array(z.string()).meta({ description: 'The first one is the main one' }),
    timeZone: z.string().nullable(),
    seller: seller.nullable(),
    look: z.strictObject({
      tokens: shownTokens,
      logo: keptLook.shape.logo,
      favicon: z.string().nullable(),
    }),
    notice: shownNotice.nullable(),
    menus: z.strictObject({ header: z.array(shownItem), footer: z.array(shownItem) }),
    scenes: z.array(shownScene),
    pages: z
      .array(
        z.strictObject({
          kind: pageKind,
          handle: z.string(),
          title: z.string(),
          locale: z.string(),
          textId: id,
        }),
      )
      .meta({ description: 'All that can be read; those of law by their kind' }),
    revision: z.string().meta({ description: 'Changes with anything of it, and is the ETag' }),
  })
  .meta({ id: 'Storefront' });

const adminMenu = z
  .strictObject({
    place: open(menuPlace, { unknownAs: 'footer' }),
    locale: z.string(),
    items: keptItems,
    version: z.int(),
  })
  .meta({ id: 'AdminMenu' });

export const adminStorefront = z
  .strictObject({
    look: keptLook.nullable().meta({ description: 'Null is as it is built in' }),
    notice: keptNotice,
    scenes: keptScenes,
    menus: z.array(adminMenu),
    version: z.int().meta({ description: 'Of notice and scenes' }),
  })
  .meta({ id: 'AdminStorefront' });

const checkedLink = z
  .strictObject({
    link,
    name: z
      .string()
      .nullable()
      .meta({
        description:
          'Of what it leads to, in the language; null where it leads nowhere, and of addresses',
        examples: ['Coffee'],
      }),
    leads: z.boolean().meta({
      description: 'Whether shoppers can read something there; addresses are not tried',
    }),
  })
  .meta({ id: 'CheckedLink' });

const ofMenu = z.strictObject({ place: menuPlace, locale });
const changesChannel = { ...channelNotFound, ...versionConflict };

/** Input, output and failures of the frame of a shop. */
export const storefrontOperations = {
  /** In the channel and language of the invocation. */
  getStorefront: { input: z.strictObject({}), output: storefront, failures: channelNotFound },
  /** The first is the main one; no other channel has any of them. */
  putChannelDomains: {
    input: z.strictObject({
      code: channelCode,
      domains: z.array(domain).max(20),
      expectedVersion,
    }),
    output: adminChannel,
    failures: {
      ...changesChannel,
      domain_taken: failure('conflict', z.strictObject({ domain: z.string() })),
      /** Of this machine or network alone, or where the whole deployment is reached. */
      domain_not_public: failure('invalid', z.strictObject({ domain: z.string() })),
    },
  },
  getAdminStorefront: {
    input: z.strictObject({}),
    output: adminStorefront,
    failures: channelNotFound,
  },
  /** For who hears of channels for the first time, or lost what they had heard. */
  tellChannels: {
    input: z.strictObject({}),
    output: z
      .strictObject({ channels: z.int(), texts: z.int() })
      .meta({ id: 'ChannelsTold', description: 'How many of each were told' }),
  },
  /** Colours are compared with what they stand on, in both schemes. */
  putStorefrontLook: {
    input: z.strictObject({ ...givenLook, expectedVersion }),
    output: keptLook.extend({ version: z.int() }).meta({ id: 'AdminChannelLook' }),
    failures: {
      ...changesChannel,
      contrast_too_low: failure('invalid', z.strictObject({ pairs: z.array(poorContrast) })),
      picture_not_found: failure('invalid', missingPicture),
    },
  },
  putStorefrontNotice: {
    input: z.strictObject({ notice: givenNotice, expectedVersion }),
    output: adminStorefront,
    failures: changesChannel,
  },
  putStorefrontScenes: {
    input: z.strictObject({ scenes: givenScenes, expectedVersion }),
    output: adminStorefront,
    failures: { ...changesChannel, picture_not_found: failure('invalid', missingPicture) },
  },
  /** Which of these lead somewhere that shoppers can read, and what that is called: what a menu leaves out is told before. */
  checkLinks: {
    input: z.strictObject({ locale, links: z.array(givenLink).max(100) }),
    output: pageOf(checkedLink),
    failures: channelNotFound,
  },
  putMenu: {
    input: ofMenu.extend({ items: givenItems, expectedVersion }),
    output: adminMenu,
    failures: changesChannel,
  },
  /** It is made of categories and pages again. */
  deleteMenu: {
    input: ofMenu.extend({ expectedVersion }),
    output: z.strictObject({}),
    failures: { ...versionConflict, menu_not_found: failure('not_found') },
  },
};
