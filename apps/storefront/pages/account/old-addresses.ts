import type { MakePage } from '../../serving/page.ts';

/**
 * Addresses that mails were sent with and still are where a shop's own template says so. What stands
 * behind a `#` browsers take along (`islands/old-links.ts`).
 */
export const oldAddresses: Readonly<Record<string, MakePage>> = {
  '/login': leadingTo('/sign-in'),
  '/reset-password': leadingTo('/forgotten'),
  '/verify-email': leadingTo('/register'),
  '/orders/:orderId': async ({ at, params }) => ({
    status: 303,
    location: at.account(`/orders/${encodeURIComponent(params['orderId']!)}`),
  }),
};

function leadingTo(path: string): MakePage {
  return async ({ at }) => ({ status: 303, location: at.account(path) });
}
