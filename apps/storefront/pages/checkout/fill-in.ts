import type { z } from 'zod';
import type { customerAddress } from '#contracts/customer/shapes.ts';
import type { PageRequest } from '../../serving/page.ts';
import type { Checkout } from './checkout.ts';

type KeptAddress = z.output<typeof customerAddress>;

/**
 * What is known of a customer is not asked again: a checkout that nobody has filled in yet takes the
 * account's address of e-mail and its default addresses. Where that cannot be done they are asked.
 */
export async function fillInKnown(
  request: PageRequest,
  { checkoutId, email, shippingAddress }: Checkout,
): Promise<void> {
  if (request.session.kind !== 'customer' || email !== null || shippingAddress !== null) return;
  const [account, book] = await Promise.all([
    request.attempt('getAccount'),
    request.attempt('listAddresses'),
  ]);
  if (!account.ok) return;
  const known = { checkoutId, email: (account.value as { email: string }).email };
  const { items } = (book.ok ? book.value : { items: [] }) as { items: readonly KeptAddress[] };
  const shipping = items.find(({ defaultShipping }) => defaultShipping)?.address;
  const billing = items.find(({ defaultBilling }) => defaultBilling)?.address;
  const isElsewhere = shipping && billing && JSON.stringify(shipping) !== JSON.stringify(billing);
  const filled = await request.attempt('updateCheckout', {
    ...known,
    ...(shipping && { shippingAddress: shipping }),
    ...(isElsewhere && { billingAddress: billing }),
  });
  // An address that is not delivered to is asked for; who asks is known all the same.
  if (!filled.ok && shipping) await request.attempt('updateCheckout', known);
}
