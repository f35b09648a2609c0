import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import { hamburg, type Checkout, type Shopper } from '../people/shopper.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Addressed extends Checkout {
  email: string;
  shippingAddress: { postalCode: string; regionCode?: string; countryCode: string };
  notices?: { code: string; field: string }[];
}
interface Refused {
  code: string;
  details?: { problems?: { code: string; field: string }[] };
}

/** People of everywhere write their addresses as they do there. */
export function addressJourneys(shopNow: () => JourneyShop): void {
  test('addresses of other countries are taken as people there write them', async () => {
    const guest = await shopNow().guest();
    const give = await giver(guest, await shopNow().staff.stockedSku(1_000));
    for (const country of 'BH CL CO EG JO LB OM PE'.split(' '))
      expect(await give([country]), country).not.toMatch(/postal_code|region/);
    for (const [kept, ...place] of [
      ['100-0001', 'JP', '1000001'],
      ['100-0001', 'JP', '１００－０００１'],
      ['100-0001', 'JP', '〒100-0001'],
      ['1234 AB', 'NL', '1234ab'],
      ['D02 X285', 'IE', 'd02 x285'],
      ['00-950', 'PL', '00950'],
      ['10001-1234', 'US', '100011234', 'NY'],
      ['120203', 'KH', '120203'],
      ['10115', 'DE', 'D-10115'],
      ['SW1A 1AA', 'uk', 'SW1A1AA'],
      ['09001 AE', 'US', '09001', 'AE'],
      ['09001 AA', 'US', '09001', 'AA'],
      ['09001 AP', 'US', '09001', 'ap'],
      ['10118 NY', 'US', '10118', 'New York'],
      ['35017 GC', 'ES', '35017', 'Las Palmas'],
    ] as const) {
      const found = await give(place);
      expect(found.startsWith(kept), `${place.join(' ')}: ${found}`).toBe(true);
    }
    expect(await give(['ES', '35017', 'ZZ'])).toBe('region_unknown shippingAddress.regionCode');
    expect(await give(['US', '10118'])).toBe('region_missing shippingAddress.regionCode');
    expect(await give(['DE', ''])).toBe('postal_code_missing shippingAddress.postalCode');
    expect(await give(['DE', '1234'])).toBe('postal_code_invalid shippingAddress.postalCode');
    expect(await give(['CL', 'XYZ'])).toBe('XYZ postal_code_unusual');
  }, 300_000);

  test('a form reads what an address in a country is made of', async () => {
    const guest = await shopNow().guest();
    const rules = expectStatus(await guest.get<Rules>('/v1/address-rules/US'), 200);
    expect(rules).toMatchObject({ countryCode: 'US', countryName: 'United States' });
    expect(rules.postalCode).toMatchObject({ use: 'required', examples: ['95014', '22162-1010'] });
    expect(rules.fields).toContainEqual({ field: 'regionCode', use: 'required', label: 'State' });
    expect(rules.regions).toContainEqual({ code: 'NY', name: 'New York', latinName: null });
    const hongKong = expectStatus(await guest.get<Rules>('/v1/address-rules/HK'), 200);
    expect(hongKong.postalCode.use).toBe('none');
    const unknown = expectStatus(await guest.get<Refused>('/v1/address-rules/XX'), 404);
    expect(unknown.code).toBe('country_unknown');
  }, 300_000);

  test('mail goes to letters and signs that not everybody has in an address', async () => {
    const shop = shopNow();
    const guest = await shop.guest();
    const sku = await shop.staff.stockedSku(1_000);
    const once = randomUUID();
    for (const [given, kept] of [
      [`r&d-${once}@müller.example`, `r&d-${once}@xn--mller-kva.example`],
      [`ü-${once}@kontor.example`, `ü-${once}@kontor.example`],
    ] as const) {
      const checkout = (await guest.readyCheckout({ sku, email: given })) as Addressed;
      expect(checkout.email).toBe(kept);
      expectStatus(await guest.complete(checkout), 200);
      expect((await shop.book.mailsTo(kept, 1, 120_000)).length).toBeGreaterThan(0);
    }
    const cart = await guest.cartWith(sku);
    const opened = expectStatus(
      await guest.post<Checkout>('/v1/checkouts', { cartId: cart.cartId }),
      201,
    );
    const path = `/v1/checkouts/${opened.checkoutId}`;
    for (const email of [`${'l'.repeat(65)}@example.com`, 'ada@exa_mple.com', 'ada@localhost'])
      expectStatus(await guest.patch(path, { email }), 400);
  }, 240_000);
}

interface Rules {
  countryCode: string;
  countryName: string;
  fields: { field: string; use: string; label: string }[];
  postalCode: { use: string; pattern: string | null; examples: string[] };
  regions: { code: string; name: string; latinName: string | null }[];
}

type Place = readonly [countryCode: string, postalCode?: string, regionCode?: string];

/** What became of an address: its codes as they are kept, or what was said of it. */
async function giver(guest: Shopper, sku: string): Promise<(place: Place) => Promise<string>> {
  const { cartId } = await guest.cartWith(sku);
  const opened = expectStatus(await guest.post<Checkout>('/v1/checkouts', { cartId }), 201);
  return async ([countryCode, postalCode, regionCode]) => {
    const { name, street, city } = hamburg;
    const shippingAddress = { name, street, city, countryCode, postalCode, regionCode };
    const reply = await guest.patch<Addressed & Refused>(`/v1/checkouts/${opened.checkoutId}`, {
      shippingAddress,
    });
    if (reply.status !== 200) {
      const [problem] = reply.body.details?.problems ?? [];
      return problem ? `${problem.code} ${problem.field}` : reply.body.code;
    }
    const { shippingAddress: kept, notices = [] } = reply.body;
    return [kept.postalCode, kept.regionCode, ...notices.map(({ code }) => code)]
      .filter(Boolean)
      .join(' ');
  };
}
