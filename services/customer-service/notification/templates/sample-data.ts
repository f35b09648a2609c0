import type { TemplateName } from './template-definitions.ts';

type Data = Readonly<Record<string, unknown>>;

/** What one kind of message is filled with, in a preview and before a template is taken. */
export interface Samples {
  /** Everything that it can speak of. */
  readonly complete: Data;
  /** Each of these may be missing, or null, in a message. */
  readonly optional: readonly string[];
}

const order = {
  orderId: '01900000-0000-7000-8000-000000000000',
  orderNumber: 'K-100042',
  placedAt: '2026-01-15T10:30:00.000Z',
  customerName: 'Ada Example',
  currency: 'EUR',
  lines: [
    {
      sku: 'TEAPOT-BLUE',
      title: 'Teapot',
      variantTitle: 'Blue',
      quantity: 1,
      unitPriceMinor: 3900,
      totalMinor: 3900,
      expectedOn: '2026-02-02',
    },
    {
      sku: 'TEA-GREEN',
      title: 'Green tea <fine>',
      variantTitle: null,
      quantity: 2,
      unitPriceMinor: 850,
      totalMinor: 1700,
      expectedOn: null,
    },
  ],
  totals: {
    currency: 'EUR',
    pricesIncludeTax: true,
    subtotalMinor: 5600,
    discountMinor: 500,
    shippingMinor: 490,
    shippingTaxMinor: 78,
    shippingTaxCategory: 'standard',
    taxMinor: 892,
    totalMinor: 5590,
    taxes: [
      {
        name: 'VAT 19%',
        label: 'VAT 19%',
        ratePpm: 190_000,
        taxableMinor: 4698,
        taxMinor: 892,
      },
    ],
    stepMinor: 10,
  },
  delivery: {
    optionId: 'standard',
    name: 'Standard',
    priceMinor: 490,
    carrierCode: 'dhl',
    serviceCode: 'parcel',
    carrierId: 'se-1',
    earliestDays: 1,
    latestDays: 3,
    promise: {
      earliestOn: '2026-12-02',
      latestOn: '2026-12-04',
      orderBy: '2026-11-30T13:00:00.000Z',
    },
  },
  shippingAddress: address(),
  billingAddress: address(),
  paymentMethod: 'card',
};

function address() {
  return {
    name: 'Ada Example',
    company: 'Example Ltd',
    street: 'Am Sandtorkai 1',
    street2: 'Second floor',
    postalCode: '20457',
    city: 'Hamburg',
    regionCode: 'HH',
    countryCode: 'DE',
    phone: '+4915112345678',
  };
}

const ofOrder = (more: Data = {}, optional: readonly string[] = []): Samples => ({
  complete: { ...order, attachedDocument: 'INV-2026-000042', ...more },
  optional: ['customerName', 'delivery', 'shippingAddress', 'attachedDocument', ...optional],
});

const parcel: Samples = {
  complete: {
    orderId: order.orderId,
    orderNumber: order.orderNumber,
    customerName: order.customerName,
    trackingNumber: 'JD0146',
    carrierCode: 'dhl',
    estimatedDeliveryAt: '2026-01-18T12:00:00.000Z',
    description: 'Nobody was at home',
  },
  optional: ['customerName', 'carrierCode', 'estimatedDeliveryAt', 'description'],
};

const nobodys: Samples = {
  complete: { customerName: order.customerName },
  optional: ['customerName'],
};

const watched = { title: 'Teapot', variantTitle: 'Blue' };

const creditNoteNumber = 'CN-2026-000001';
const credited = {
  reason: 'Arrived broken',
  creditNoteNumber,
  attachedDocument: creditNoteNumber,
};

/** Of every message what it is filled with, so that a template speaks of nothing else. */
export const samples: Readonly<Record<TemplateName, Samples>> = {
  order_confirmation: ofOrder({ linkAskedFor: false, newDay: false, expectedOn: '2026-02-02' }, [
    'expectedOn',
  ]),
  order_cancelled: ofOrder({
    reason: 'Arrived broken',
    refundedMinor: 1700,
    attachedDocument: creditNoteNumber,
  }),
  order_refunded: ofOrder({ ...credited, refundedMinor: 1700 }, ['creditNoteNumber']),
  order_credited: ofOrder({ ...credited, creditedMinor: 1700 }, ['creditNoteNumber']),
  payment_reminder: ofOrder(
    {
      step: 2,
      openMinor: 1700,
      dueAt: '2026-01-31T12:00:00.000Z',
      feeMinor: 250,
      feesOpenMinor: 250,
    },
    ['feeMinor', 'feesOpenMinor'],
  ),
  withdrawal_received: {
    complete: {
      withdrawalId: '01900000-0000-7000-8000-000000000002',
      orderNumber: order.orderNumber,
      customerName: order.customerName,
      receivedAt: '2026-01-20T08:15:30.000Z',
      note: 'The tea was not for me.',
      lines: [{ quantity: 1, title: 'Teapot', variantTitle: 'Blue' }],
    },
    optional: ['note', 'lines'],
  },
  withdrawal_notice: {
    complete: {
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      customerName: order.customerName,
      declaredBy: 'Grace Example',
      receivedAt: '2026-01-20T08:15:30.000Z',
    },
    optional: [],
  },
  parcel_shipped: { ...parcel, complete: { ...parcel.complete, newDay: false } },
  parcel_out_for_delivery: parcel,
  parcel_delivered: parcel,
  parcel_exception: parcel,
  verify_email: nobodys,
  reset_password: {
    complete: { ...nobodys.complete, invited: true },
    optional: [...nobodys.optional, 'invited'],
  },
  account_exists: nobodys,
  password_changed: nobodys,
  guard_changed: {
    complete: { change: 'new_device', at: '2026-01-20T08:15:30.000Z', device: 'Firefox, Windows' },
    optional: ['device'],
  },
  email_change: { complete: {}, optional: [] },
  ticket_reply: {
    complete: {
      customerName: order.customerName,
      ticketId: '01900000-0000-7000-8000-000000000001',
      ticketNumber: 'T-10001',
      subject: 'Broken teapot',
      excerpt: 'We are sorry to hear it. A new one is on its way.',
      toStaff: false,
      byLink: false,
    },
    optional: ['customerName', 'byLink'],
  },
  watch_confirmation: {
    complete: { watchId: '01900000-0000-7000-8000-000000000003', ...watched },
    optional: ['variantTitle'],
  },
  back_in_stock: { complete: { path: '/products/teapot', ...watched }, optional: ['variantTitle'] },
  low_stock: {
    complete: {
      customerName: order.customerName,
      sku: 'TEAPOT-BLUE',
      available: 3,
      threshold: 5,
    },
    optional: ['customerName'],
  },
};

/** The same message with every yes a no, so that other branches of a template are looked at. */
export function flipped(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.map(flipped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, flipped(one)]));
}

/** The same message without anything that may be missing. */
export function sparse({ complete, optional }: Samples): Data {
  return Object.fromEntries(
    Object.entries(complete).map(([name, value]) => [name, optional.includes(name) ? null : value]),
  );
}

export const sampleSecret = { token: 'sample-token' };
