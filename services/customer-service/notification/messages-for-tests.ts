import type { TestKontor } from '#platform/test-kit/testing.ts';

export type ReceivedMail = {
  messageId: string;
  envelopeTo: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: { fileName: string; contentType: string; base64: string }[];
};

/** What the sandbox's mailbox holds for an address. */
export async function mailsTo(shop: TestKontor, address: string): Promise<ReceivedMail[]> {
  const mails = (await shop.sandbox.read('mails')) as ReceivedMail[];
  return mails.filter(({ envelopeTo }) => envelopeTo.includes(address));
}

/** As order sends it. */
export function orderData(more: Readonly<Record<string, unknown>> = {}) {
  return {
    orderId: '0190a0e0-0000-7000-8000-000000000001',
    orderNumber: 'K-100042',
    placedAt: '2026-01-02T03:04:05.000Z',
    customerName: 'Anna Example',
    currency: 'EUR',
    lines: [
      {
        sku: 'TEA-1',
        title: 'Green tea',
        variantTitle: '100 g',
        quantity: 2,
        unitPriceMinor: 1999,
        totalMinor: 3998,
      },
    ],
    totals: {
      currency: 'EUR',
      pricesIncludeTax: true,
      subtotalMinor: 3998,
      discountMinor: 0,
      shippingMinor: 0,
      shippingTaxMinor: 0,
      taxMinor: 638,
      totalMinor: 3998,
      taxes: [],
    },
    delivery: null,
    shippingAddress: {
      name: 'Anna Example',
      street: 'Am Sandtorkai 1',
      postalCode: '20457',
      city: 'Hamburg',
      countryCode: 'DE',
    },
    billingAddress: null,
    paymentMethod: 'card',
    ...more,
  };
}
