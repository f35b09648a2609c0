import { randomUUID } from 'node:crypto';
import { ofMoney } from './money-writes.ts';
import { ofBulks, ofImports } from '../foreign-data/import-writes.ts';
import { ofOrderBulks } from '../foreign-data/order-bulk-writes.ts';
import { ofShelves } from '../foreign-data/shelf-writes.ts';
import { ofPictures } from '../pictures/picture-writes.ts';
import { deliveryAddress, deliveryMethod, type OwnThings, type TwoShops } from './two-shops.ts';
import {
  ofExemptions,
  ofFields,
  ofMessages,
  ofStock,
  taxSettings,
  wholeMethod,
  wholeTranslation,
  wholeVariant,
} from './whole-bodies.ts';

/** One request of an operation; it names the caller's own channel unless it says another. */
export interface Attempt {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly channel?: string;
}

/** What a person limited to `west` asks of it: `own` comes through, all else changes nothing. */
export interface Cells {
  readonly own?: Attempt;
  readonly foreign?: Attempt;
  readonly shared?: Attempt;
  /** Own and foreign things in one request; where each is answered by itself, the status is 200. */
  readonly mixed?: Attempt;
  readonly mixedStatus?: 200;
}

type Build<T> = (things: T) => Attempt;

/** Every operation by which staff write, by its id in the API: one that is not here fails the test. */
export function staffWrites(shops: TwoShops): Readonly<Record<string, Cells>> {
  return {
    ...ofPrices(shops),
    ...ofProducts(shops),
    ...ofShelves(shops),
    ...ofImports(shops.many.imports.own, shops.many.imports.foreign),
    ...ofBulks(shops.many.bulks.own, shops.many.bulks.foreign),
    ...ofPictures(shops.pictures.own, shops.pictures.foreign),
    ...ofStaff(shops),
    ...ofOrders(shops),
    ...ofOrderBulks(shops.own, shops.foreign),
    ...ofMoney(shops),
    ...ofFields,
    ...ofMessages,
    ...ofStock(shops),
    ...ofSettings(shops),
    ...ofCustomers(shops),
  };
}

type ProductThings = Pick<OwnThings, 'product' | 'draftId' | 'channel'>;

function eachProduct({ own, foreign, shared }: Pick<TwoShops, 'own' | 'foreign' | 'shared'>) {
  return (build: Build<ProductThings>): Cells => ({
    own: build(own),
    foreign: build(foreign),
    shared: build(shared),
  });
}

function ofPrices({ own, foreign, shared, collection }: TwoShops): Record<string, Cells> {
  const each = eachProduct({ own, foreign, shared });
  const price = { amountMinor: 1, compareAtMinor: null };
  const past = (sku: string) => ({ sku, amountMinor: 2, since: '2026-01-01T00:00:00.000Z' });
  const sale = { amountMinor: 1, startsAt: '2041-01-01T00:00:00.000Z' };
  const onVariant = ({ product: { productId, sku } }: Pick<OwnThings, 'product'>) => ({
    productId,
    sku,
  });
  const inChannel = (channel: string) => ({ params: { ...onVariant(own), channel }, body: price });
  return {
    adminCreateProduct: {
      own: { body: { handle: 'made-here', title: 'Made here', collections: [collection] } },
      foreign: { body: { handle: 'made-there', title: 'Made there' }, channel: 'default' },
    },
    adminPutVariant: each((things) => ({ params: onVariant(things), body: wholeVariant })),
    adminUpdateVariant: each((things) => ({
      params: onVariant(things),
      body: { weightGrams: 1 },
    })),
    adminPutVariantPrice: {
      ...each((things) => ({
        params: { ...onVariant(things), channel: things.channel },
        body: price,
      })),
      mixed: inChannel('default'),
      // What another shop sells is not priced by this one, not even for itself.
      shared: { params: { ...onVariant(shared), channel: 'west' }, body: price },
    },
    adminCreateSalePrice: {
      ...each((things) => ({
        params: onVariant(things),
        body: { ...sale, channel: things.channel },
      })),
      mixed: { params: onVariant(own), body: { ...sale, channel: 'default' } },
      shared: { params: onVariant(shared), body: { ...sale, channel: 'west' } },
    },
    adminTellPastPrices: {
      ...each((things) => ({
        params: { productId: things.product.productId },
        body: { channel: things.channel, prices: [past(things.product.sku)] },
      })),
      mixed: {
        params: { productId: own.product.productId },
        body: { channel: 'default', prices: [past(own.product.sku)] },
      },
      shared: {
        params: { productId: shared.product.productId },
        body: { channel: 'west', prices: [past(shared.product.sku)] },
      },
    },
    adminDeleteSalePrice: each(({ product: { productId, salePriceId } }) => ({
      params: { productId, salePriceId },
    })),
  };
}

function ofProducts({ own, foreign, shared }: TwoShops): Record<string, Cells> {
  const each = eachProduct({ own, foreign, shared });
  return {
    adminPutProductTranslation: each(({ product: { productId } }) => ({
      params: { productId, locale: 'de' },
      body: { translation: wholeTranslation },
    })),
    adminPutProductChannels: {
      ...each(({ product: { productId } }) => ({
        params: { productId },
        body: { channels: ['west'] },
      })),
      mixed: {
        params: { productId: own.product.productId },
        body: { channels: ['west', 'default'] },
      },
    },
    adminUpdateProduct: each(({ product: { productId } }) => ({
      params: { productId },
      body: { status: 'archived', media: [], title: 'Changed' },
    })),
    adminImportProducts: {
      ...each(({ product }) => ({ body: { products: [imported(product)] } })),
      // The foreign one is rejected, and so is what would add a category for all. A foreign SKU is no
      // matter: a product of another handle is given one of its own.
      mixed: {
        body: {
          products: [
            imported(foreign.product),
            { ...imported({ handle: 'new-cup', sku: 'NEW-CUP' }), category: ['Added by west'] },
          ],
        },
      },
      mixedStatus: 200,
    },
    adminDeleteVariant: each(({ product: { productId, sku } }) => ({ params: { productId, sku } })),
    adminDeleteProduct: each(({ draftId }) => ({ params: { productId: draftId } })),
  };
}

function imported({ handle, sku }: { handle: string; sku: string }) {
  const variant = {
    sku,
    optionValues: [],
    barcode: '',
    weightGrams: 5,
    requiresShipping: true,
    taxable: true,
    taxClass: 'standard',
    inventoryPolicy: 'continue',
    imageUrl: null,
    costMinor: null,
    priceMinor: 1,
    compareAtMinor: null,
  };
  return {
    handle,
    title: 'Imported',
    descriptionHtml: '',
    vendor: '',
    productType: '',
    tags: [],
    status: 'active',
    seoTitle: '',
    seoDescription: '',
    category: null,
    optionNames: [],
    variants: [variant],
    media: [],
  };
}

function ofStaff({ own, foreign, role }: TwoShops): Record<string, Cells> {
  const person = (channels: unknown) => ({
    body: { email: `${randomUUID()}@kontor.example`, name: 'New', roles: [role], channels },
  });
  const key = (channels: unknown) => ({
    body: { name: 'New', permissions: ['orders:read'], channels },
  });
  const member = ({ staffId }: { staffId: string }) => ({ params: { staffId } });
  const change = (staffId: string, body: object) => ({ params: { staffId }, body });
  return {
    adminCreateStaffMember: {
      own: person(['west']),
      foreign: person(['default']),
      shared: person('*'),
      mixed: person(['west', 'default']),
    },
    adminUpdateStaffMember: {
      own: change(own.staffId, { name: 'Renamed' }),
      foreign: change(foreign.staffId, { state: 'disabled' }),
      shared: change(own.staffId, { channels: '*' }),
      mixed: change(own.staffId, { channels: ['west', 'default'] }),
    },
    adminCreateStaffLink: { own: member(own), foreign: member(foreign) },
    adminDisableStaffSecondFactor: {
      own: change(own.staffId, { reason: 'Lost' }),
      foreign: change(foreign.staffId, { reason: 'Lost' }),
    },
    adminPutRole: {
      shared: {
        params: { name: role },
        body: { description: '', permissions: ['orders:read', 'orders:refund'] },
      },
      foreign: {
        params: { name: 'added' },
        body: { description: '', permissions: ['orders:read'] },
      },
    },
    adminDeleteRole: { shared: { params: { name: role } } },
    adminCreateApiKey: {
      own: key(['west']),
      foreign: key(['default']),
      shared: key('*'),
      mixed: key(['west', 'default']),
    },
    adminDeleteApiKey: {
      foreign: { params: { apiKeyId: foreign.apiKeyId } },
      own: { params: { apiKeyId: own.apiKeyId } },
    },
  };
}

const greeting = { subject: 'Hello', message: 'How are you?' };

function ofOrders({ own, foreign }: TwoShops): Record<string, Cells> {
  const each = (build: Build<OwnThings>): Cells => ({ own: build(own), foreign: build(foreign) });
  const onOrder = (body: object) => each(({ orderId }) => ({ params: { orderId }, body }));
  const step = (body?: object) =>
    each(({ fulfillmentId }) => ({ params: { fulfillmentId }, body }));
  const onTicket = (body: object) => each(({ ticketId }) => ({ params: { ticketId }, body }));
  return {
    adminCreateOrderNote: onOrder({ note: 'Seen' }),
    adminMatchWithdrawal: each(({ withdrawalId, orderId }) => ({
      params: { withdrawalId },
      body: { orderId },
    })),
    adminCloseWithdrawal: each(({ withdrawalId }) => ({
      params: { withdrawalId },
      body: { outcome: 'Sent back' },
    })),
    adminCreateOrderRefund: onOrder({ amountMinor: 1, reason: 'Damaged' }),
    adminHoldFulfillment: step({ reason: 'Later' }),
    adminResumeFulfillment: step(),
    adminPickFulfillment: step({}),
    adminPackFulfillment: step(),
    adminShipFulfillment: step({}),
    adminCancelFulfillment: step({ reason: 'Gone' }),
    adminCancelOrder: onOrder({}),
    adminCreateTicket: each(({ customerId }) => ({ body: { customerId, ...greeting } })),
    adminCreateTicketMessage: onTicket({ message: 'It comes.' }),
    adminUpdateTicket: onTicket({ priority: 'high' }),
    adminRetryMessage: each(({ messageId }) => ({ params: { messageId } })),
    adminResendMessage: each(({ messageId }) => ({ params: { messageId } })),
  };
}

function ofSettings({ own, foreign, shared, rateId }: TwoShops): Record<string, Cells> {
  const ofChannel = (body: object): Cells => ({
    own: { body },
    foreign: { body, channel: 'default' },
  });
  const zone = (code: string, channels: string[]) => ({
    params: { code },
    body: { name: 'Taken', channels, countries: ['FR'], regions: [] },
  });
  const onZone = (build: (zone: string) => Attempt): Cells => ({
    own: build(own.zone),
    foreign: build(foreign.zone),
    shared: build(shared.zone),
  });
  const rate = { countryCode: 'DE', regionCode: null, taxClass: 'standard', name: 'None' };
  const review = { params: { documentId: randomUUID() }, body: { note: 'Reported' } };
  return {
    adminPutTaxRate: { shared: { body: { ...rate, ratePpm: 0, components: [] } } },
    adminEndTaxReview: { foreign: { ...review, channel: 'default' } },
    adminDeleteTaxRate: { shared: { params: { rateId } } },
    adminPutTaxClass: { shared: { params: { code: 'standard' }, body: { name: 'Taken' } } },
    adminPutTaxSettings: ofChannel(taxSettings),
    adminSendTestMail: ofChannel({ email: 'owner@kontor.example' }),
    adminPutShippingMethod: {
      ...onZone((zoneCode) => ({ params: { zoneCode, code: 'post' }, body: deliveryMethod })),
      mixed: { params: { zoneCode: 'europe', code: 'cheap' }, body: deliveryMethod },
    },
    adminPutShippingZone: {
      own: zone(own.zone, ['west']),
      foreign: zone(foreign.zone, ['west']),
      shared: zone('europe', ['west']),
      mixed: zone(own.zone, ['west', 'default']),
    },
    adminDeleteShippingMethod: onZone((zoneCode) => ({ params: { zoneCode, code: 'post' } })),
    adminPutDeliveryDays: onZone((zoneCode) => ({
      params: { zoneCode },
      body: { holidays: ['2026-12-25'], methods: [] },
    })),
    adminDeleteShippingZone: onZone((code) => ({ params: { code } })),
    adminPutShippingSettings: ofChannel({ liveQuotes: false }),
    adminPutPaymentMethod: {
      own: { params: { code: 'card' }, body: wholeMethod },
      foreign: { params: { code: 'card' }, body: wholeMethod, channel: 'default' },
    },
    adminUpdatePaymentMethod: {
      own: { params: { code: 'card' }, body: { position: 7 } },
      foreign: { params: { code: 'card' }, body: { active: false }, channel: 'default' },
    },
  };
}

function ofCustomers({ own, foreign, group }: TwoShops): Record<string, Cells> {
  const each = (build: Build<OwnThings>): Cells => ({ own: build(own), foreign: build(foreign) });
  const onCustomer = (body: object) => each(({ customerId }) => ({ params: { customerId }, body }));
  const onAddress = (body?: object) =>
    each(({ customerId, addressId }) => ({
      params: { customerId, addressId },
      ...(body ? { body } : {}),
    }));
  const member = each(({ customerId }) => ({ params: { code: group, customerId } }));
  return {
    adminUpdateCustomer: onCustomer({ firstName: 'Taken' }),
    adminCreateCustomerAddress: onCustomer({ address: deliveryAddress }),
    adminPutCustomerAddress: onAddress({
      address: deliveryAddress,
      defaultShipping: true,
      defaultBilling: true,
    }),
    adminDeleteCustomerAddress: onAddress(),
    adminRecordCustomerConsent: onCustomer({
      purpose: 'marketing_email',
      granted: true,
      textVersion: '1',
      source: 'by phone',
    }),
    adminCreateCustomerNote: onCustomer({ note: 'Seen' }),
    adminDisableCustomerSecondFactor: onCustomer({ reason: 'Lost' }),
    ...ofExemptions(own, foreign),
    adminPutCustomerGroup: { shared: { params: { code: group }, body: { name: 'Taken' } } },
    adminDeleteCustomerGroup: { shared: { params: { code: group } } },
    adminPutCustomerGroupMember: member,
    adminDeleteCustomerGroupMember: member,
  };
}
