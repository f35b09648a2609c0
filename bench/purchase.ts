import type { LoadClient } from './load.ts';

const address = {
  name: 'Ada Sievers',
  street: 'Alter Wandrahm 8',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

interface Checkout {
  checkoutId: string;
  version: number;
  delivery: { optionId: string } | null;
}

/**
 * A complete purchase as a guest's storefront makes it, six requests: guest, cart, line, checkout,
 * address (the cheapest delivery is preselected), completion. Resolves with the order's id once it is placed.
 */
export async function purchase(client: Pick<LoadClient, 'send'>, sku: string): Promise<string> {
  const { accessToken } = await client.send<{ accessToken: string }>(
    'POST',
    '/v1/auth/guests',
    undefined,
    {},
  );
  const { cartId } = await client.send<{ cartId: string }>('POST', '/v1/carts', accessToken, {});
  await client.send('POST', `/v1/carts/${cartId}/lines`, accessToken, { sku, quantity: 1 });
  const opened = await client.send<Checkout>('POST', '/v1/checkouts', accessToken, { cartId });
  const path = `/v1/checkouts/${opened.checkoutId}`;
  const addressed = await client.send<Checkout>('PATCH', path, accessToken, {
    email: 'bench@kontor.example',
    shippingAddress: address,
  });
  if (!addressed.delivery) throw new Error('no delivery was preselected');
  const placed = await client.send<{ status: string; orderId: string }>(
    'POST',
    `${path}/complete`,
    accessToken,
    {
      version: addressed.version,
      paymentMethod: { kind: 'card', token: 'pm_card_visa' },
      returnUrl: 'https://shop.kontor.example/return',
    },
  );
  if (placed.status !== 'completed') throw new Error(`completion answered ${placed.status}`);
  return placed.orderId;
}
