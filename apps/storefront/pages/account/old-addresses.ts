import type { MakePage } from '../../serving/page.ts';

/**
 * Addresses that mails were sent with and still are where a shop's own template says so; those of
 * tickets are in ours, since any front-end serves them. What stands behind a `#` browsers take along
 * (`islands/old-links.ts`).
 */
export const oldAddresses: Readonly<Record<string, MakePage>> = {
  '/login': leadingTo('/sign-in'),
  '/reset-password': leadingTo('/forgotten'),
  '/verify-email': leadingTo('/register'),
  '/orders/:orderId': leadingToOne('/orders', 'orderId'),
  '/tickets/:ticketId': leadingToOne('/tickets', 'ticketId'),
};

function leadingTo(path: string): MakePage {
  return async ({ at }) => ({ status: 303, location: at.account(path) });
}

function leadingToOne(path: string, name: string): MakePage {
  return async ({ at, params }) => ({
    status: 303,
    location: at.account(`${path}/${encodeURIComponent(params[name]!)}`),
  });
}
