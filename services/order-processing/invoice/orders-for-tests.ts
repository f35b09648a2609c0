import { newId } from '#kernel/ids.ts';
import { sumMinor } from '#kernel/money.ts';
import type { InputOf } from '#platform/calls/service.ts';

type Order = InputOf<'invoice', 'issueInvoice'>;

export interface LineOfOrder {
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly ratePpm: number;
  readonly variantTitle?: string;
}

const fewLines: LineOfOrder[] = [
  {
    title: 'Harbour mug',
    quantity: 3,
    unitPriceMinor: 1_499,
    ratePpm: 190_000,
    variantTitle: 'Blue',
  },
  { title: 'Atlas of trading posts', quantity: 1, unitPriceMinor: 3_990, ratePpm: 70_000 },
];

/** An order with prices that include tax, its totals summed as checkout freezes them. */
export function orderForTests(change: Partial<Order> = {}, of: LineOfOrder[] = fewLines): Order {
  const lines = of.map((line, index) => snapshotLineOf(line, index));
  const rates = [...new Set(of.map(({ ratePpm }) => ratePpm))];
  const shipping = { netMinor: 412, taxMinor: 78 };
  const taxes = rates.map((ratePpm, index) => {
    const same = lines.flatMap((line) => line.taxes).filter((share) => share.ratePpm === ratePpm);
    const extra = index === 0 ? shipping : { netMinor: 0, taxMinor: 0 };
    return {
      name: `VAT ${ratePpm / 10_000}%`,
      ratePpm,
      taxableMinor: sumMinor(same.map(({ taxableMinor }) => taxableMinor)) + extra.netMinor,
      taxMinor: sumMinor(same.map(({ taxMinor }) => taxMinor)) + extra.taxMinor,
    };
  });
  const subtotalMinor = sumMinor(lines.map((line) => line.subtotalMinor));
  const shippingMinor = shipping.netMinor + shipping.taxMinor;
  const address = {
    name: 'Anna Becker',
    company: 'Becker & Söhne OHG',
    street: 'Große Elbstraße 12',
    postalCode: '22767',
    city: 'Hamburg',
    countryCode: 'DE',
  };
  return {
    orderId: newId(),
    orderNumber: 'K-100023',
    email: 'anna@example.org',
    billingAddress: address,
    shippingAddress: { ...address, street: 'Deichstraße 9', postalCode: '20459' },
    lines,
    totals: {
      currency: 'EUR',
      pricesIncludeTax: true,
      subtotalMinor,
      discountMinor: 0,
      shippingMinor,
      shippingTaxMinor: shipping.taxMinor,
      taxMinor: sumMinor(taxes.map(({ taxMinor }) => taxMinor)),
      totalMinor: subtotalMinor + shippingMinor,
      taxes,
    },
    deliveryName: 'Standard delivery',
    paymentMethod: 'card',
    placedAt: '2026-03-09T11:12:13.000Z',
    ...change,
  };
}

function snapshotLineOf(line: LineOfOrder, index: number): Order['lines'][number] {
  const subtotalMinor = line.quantity * line.unitPriceMinor;
  const netMinor = Math.round((subtotalMinor * 1_000_000) / (1_000_000 + line.ratePpm));
  const taxMinor = subtotalMinor - netMinor;
  const { title, quantity, unitPriceMinor, ratePpm } = line;
  return {
    lineId: newId(),
    sku: `SKU-${index + 1}`,
    productId: newId(),
    title,
    variantTitle: line.variantTitle ?? null,
    imageUrl: null,
    quantity,
    unitPriceMinor,
    subtotalMinor,
    discountMinor: 0,
    taxMinor,
    totalMinor: subtotalMinor,
    taxes: [{ name: `VAT ${ratePpm / 10_000}%`, ratePpm, taxableMinor: netMinor, taxMinor }],
    taxClass: 'standard',
    weightGrams: 300,
    requiresShipping: true,
  };
}
