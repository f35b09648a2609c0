import { randomUUID } from 'node:crypto';
import { expectStatus, type ApiClient } from '../people/api-client.ts';
import type { Attempt, Cells } from './staff-writes.ts';
import type { TwoShops } from './two-shops.ts';
import { plainField } from '../people/plain-field.ts';

/** Money of a bank that comes once. */
export function moneyIn() {
  const reference = randomUUID();
  return { amountMinor: 10, currency: 'EUR', receivedAt: '2026-11-20T10:00:00.000Z', reference };
}

export const wholeVariant = {
  optionValues: [],
  barcode: '',
  weightGrams: 1,
  requiresShipping: true,
  taxable: true,
  taxClass: 'standard',
  inventoryPolicy: 'deny',
  imageUrl: null,
  costMinor: null,
  hsCode: null,
  countryOfOrigin: null,
  tracked: true,
};

export const wholeMethod = {
  kind: 'card',
  provider: 'stripe',
  providerType: null,
  minMinor: null,
  maxMinor: null,
  countries: [],
  currencies: [],
  position: 7,
  active: true,
  dueDays: 0,
  dueFrom: 'invoice',
  deliveredAfterDays: 14,
  reminderDays: [],
  reminderFeesMinor: [],
  rule: null,
  names: {},
};

export const wholeField = { ...plainField, names: { en: 'Taken' } };

/** All shops of the deployment share the fields that are defined in it. */
export const ofFields: Record<string, Cells> = {
  adminPutField: {
    shared: { params: { owner: 'product', key: 'roast' }, body: wholeField },
    foreign: { params: { owner: 'customer', key: 'added' }, body: wholeField },
    mixed: { params: { owner: 'order_line', key: 'added' }, body: wholeField },
  },
  adminDeleteField: { shared: { params: { owner: 'product', key: 'roast' } } },
};

/** Who sells in a channel. */
const takenCompany = {
  timeZone: 'Asia/Tokyo',
  company: {
    name: 'Taken',
    legalName: 'Taken K.K.',
    street: '1-2-3 Marunouchi',
    postalCode: '100-0005',
    city: 'Tokyo',
    countryCode: 'JP',
    email: 'taken@example.com',
    phone: '',
    websiteUrl: '',
    taxIds: [{ label: '登録番号', value: 'T1234567890123' }],
    registerEntries: [],
    bankAccount: null,
    logo: null,
  },
};

const takenChannel = {
  name: 'Taken',
  currency: 'USD',
  defaultLocale: 'en',
  locales: ['en'],
  pricesIncludeTax: false,
  active: false,
};

export const taxSettings = {
  source: 'table',
  roundingLevel: 'total',
  roundingMode: 'half_even',
  shippingTax: 'highest',
};

export const wholeTranslation = {
  title: 'Taken',
  descriptionHtml: '',
  seoTitle: '',
  seoDescription: '',
};

/** A channel, and who sells in it: nobody of one shop changes either. How it looks is its own. */
export function ofChannels() {
  return {
    ...ofStorefront(),
    adminPutChannel: {
      foreign: { params: { code: 'default' }, body: takenChannel },
      shared: { params: { code: 'west' }, body: takenChannel },
      mixed: { params: { code: 'north' }, body: takenChannel },
    },
    adminPutChannelCompany: {
      foreign: { params: { code: 'default' }, body: takenCompany },
      shared: { params: { code: 'west' }, body: takenCompany },
    },
    adminPutChannelMail: {
      foreign: { params: { code: 'default' }, body: { mailsDocuments: true } },
      shared: { params: { code: 'west' }, body: { mailsDocuments: true } },
    },
  };
}

/** Of places where nobody here buys. */
export const certificate = {
  reference: 'Folder 12',
  reason: 'diplomatic',
  certificateNumber: 'EX-1',
  issuedBy: 'Finanzamt',
  places: ['AQ'],
  validFrom: '2026-01-01',
};

interface Exempt {
  readonly customerId: string;
  readonly exemptionId: string;
}

/** The certificates of a customer of one's own shop, and of another. */
export function ofExemptions(own: Exempt, foreign: Exempt) {
  const add = ({ customerId }: Exempt) => ({ params: { customerId }, body: certificate });
  const end = ({ customerId, exemptionId }: Exempt) => ({ params: { customerId, exemptionId } });
  return {
    adminCreateCustomerTaxExemption: { own: add(own), foreign: add(foreign) },
    adminDeleteCustomerTaxExemption: { own: end(own), foreign: end(foreign) },
  };
}

const template = { params: { name: 'order_confirmation', locale: 'en' } };
const words = { subject: 'Taken', text: 'Taken', html: '<p>Taken</p>', sms: null };

const cannedAnswer = { params: { code: 'parcel' } };

/** Templates belong to a channel; an address that is stopped is so in all of them, and so are canned answers. */
export const ofMessages: Readonly<Record<string, Cells>> = {
  adminPutCannedAnswer: {
    shared: { ...cannedAnswer, body: { title: 'Parcel', message: 'It comes.', locale: null } },
  },
  adminDeleteCannedAnswer: { shared: cannedAnswer },
  adminDeleteSuppression: { shared: { params: { suppressionId: randomUUID() } } },
  adminPutDocumentLabels: {
    own: { params: { locale: 'en' }, body: { own: { invoice: 'Taken' } } },
    foreign: { params: { locale: 'en' }, body: { own: { invoice: 'Taken' } }, channel: 'default' },
  },
  adminPutTemplate: {
    own: { ...template, body: words },
    foreign: { ...template, body: words, channel: 'default' },
  },
  adminDeleteTemplate: { own: template, foreign: { ...template, channel: 'default' } },
  adminReplayDeadLetters: { shared: { body: { service: 'order', type: 'nothing.such' } } },
  adminPreviewOrderMail: {
    own: { ...template, body: {} },
    foreign: { ...template, body: {}, channel: 'default' },
  },
  adminPreviewTemplate: {
    own: { ...template, body: {} },
    foreign: { ...template, body: {}, channel: 'default' },
  },
};

const dispatchCalendar = {
  timeZone: 'Asia/Tokyo',
  cutOff: '09:00',
  handlingDays: 3,
  hours: [{ weekday: 1, opens: '08:00', closes: '17:00' }],
  holidays: ['2026-12-25'],
};

/** Receipts, counts, locations and policies of stock. */
export function ofStock({ own, foreign, shared }: TwoShops): Record<string, Cells> {
  const stock = (id: 'receiptId' | 'countId', ...locationIds: (string | undefined)[]) => ({
    body: {
      [id]: randomUUID(),
      lines: locationIds.map((locationId) => ({
        sku: shared.product.sku,
        quantity: 7,
        ...(locationId ? { locationId } : {}),
      })),
    },
  });
  const lines = (id: 'receiptId' | 'countId'): Cells => ({
    own: stock(id, own.location.locationId),
    foreign: stock(id, foreign.location.locationId),
    shared: stock(id, shared.location.locationId),
    mixed: stock(id, own.location.locationId, foreign.location.locationId),
  });
  const place = (code: string, channels: string[]) => ({
    params: { code },
    body: { name: 'Taken', channels, priority: 300, address: null, active: true },
  });
  const policy = (body: object) => ({ body: { sku: shared.product.sku, ...body } });
  const calendar = (code: string) => ({ params: { code }, body: { dispatch: dispatchCalendar } });
  return {
    adminReceiveStock: lines('receiptId'),
    adminCountStock: lines('countId'),
    adminPutStockLocation: {
      own: place(own.location.code, ['west']),
      foreign: place(foreign.location.code, ['west']),
      shared: place('main', ['west']),
      mixed: place(own.location.code, ['west', 'default']),
    },
    adminPutDispatchCalendar: {
      own: calendar(own.location.code),
      foreign: calendar(foreign.location.code),
      shared: calendar('main'),
    },
    adminUpdateStockPolicy: {
      own: policy({ safetyStock: 1, locationId: own.location.locationId }),
      foreign: policy({ safetyStock: 1_000, locationId: foreign.location.locationId }),
      shared: policy({ safetyStock: 1_000, locationId: shared.location.locationId }),
      mixed: policy({ policyOverride: 'continue', locationId: own.location.locationId }),
    },
    adminCreateStockReconciliation: { shared: { body: {} } },
  };
}

const pageWords = {
  title: 'About us',
  markdown: 'We sell.\n\n- cups',
  seoTitle: '',
  seoDescription: '',
};
const page = { kind: 'content', menu: null, position: 0, texts: { en: pageWords } };
const scene = {
  picture: null,
  link: { kind: 'address', target: '/' },
  product: null,
  words: { en: { heading: 'Taken', text: '', linkLabel: '' } },
};
const menu = { params: { place: 'footer', locale: 'en' } };
const takenTexts = { en: { ...pageWords, title: 'Taken' } };

/** Pages and a menu that a channel has; `published` is one that shoppers read. */
export async function furnishStorefront(office: ApiClient, channel: string): Promise<void> {
  const inChannel = { headers: { Channel: channel } };
  const put = async (path: string, body: object) =>
    expectStatus(await office.put(path, body, inChannel), 200);
  for (const handle of ['published', 'written', 'to-rename', 'to-publish', 'to-hide'])
    await put(`/v1/admin/pages/${handle}`, page);
  for (const handle of ['published', 'to-hide'])
    expectStatus(await office.post(`/v1/admin/pages/${handle}/publish`, undefined, inChannel), 200);
  await put('/v1/admin/menus/footer/en', { items: [] });
}

/** The frame of a shop is its channel's; its host names are looked at beside those of all others. */
function ofStorefront(): Readonly<Record<string, Cells>> {
  const inOwn = (attempt: Attempt): Cells => ({
    own: attempt,
    foreign: { ...attempt, channel: 'default' },
  });
  const onPage = (handle: string, body?: object) =>
    inOwn({ params: { handle }, ...(body ? { body } : {}) });
  const domains = { domains: ['taken.example'] };
  return {
    adminPutChannelDomains: {
      foreign: { params: { code: 'default' }, body: domains },
      shared: { params: { code: 'west' }, body: domains },
    },
    adminTellChannels: { shared: {} },
    adminPutStorefrontLook: inOwn({
      body: {
        colours: {
          action: { light: '#5d0b53', dark: '#e2a5d8' },
          link: null,
          sale: null,
        },
        logo: null,
        favicon: null,
      },
    }),
    adminPutStorefrontNotice: inOwn({ body: { notice: { en: { text: 'Taken', link: null } } } }),
    adminPutStorefrontScenes: inOwn({ body: { scenes: [scene] } }),
    adminPutMenu: inOwn({
      params: { place: 'header', locale: 'en' },
      body: { items: [{ label: 'Taken', link: { kind: 'address', target: '/' }, items: [] }] },
    }),
    adminDeleteMenu: inOwn(menu),
    adminCheckLinks: inOwn({
      body: { locale: 'en', links: [{ kind: 'page', target: 'published' }] },
    }),
    adminPreviewCollectionRule: inOwn({
      body: { rule: { match: 'all', conditions: [{ field: 'tag', tag: 'taken' }] } },
    }),
    adminPreviewPage: inOwn({ body: { markdown: 'Taken' } }),
    adminPutPage: onPage('published', { ...page, texts: takenTexts }),
    adminPublishPage: onPage('to-publish'),
    adminUnpublishPage: onPage('to-hide'),
    adminRenamePage: onPage('to-rename', { newHandle: 'taken' }),
    adminDeletePage: onPage('written'),
  };
}
