import { z } from 'zod';
import { sandboxKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { stripeKey } from '../../stripe/stripe-client.ts';
import { StripeTax } from './stripe-tax.ts';

export const stripeTax = provider({
  system: 'tax-calculation',
  id: 'stripe-tax',
  called: 'Stripe Tax',
  settings: z.object({ STRIPE_TAX_SECRET_KEY: stripeKey }),
  connection: (read) => ({
    baseUrl: 'https://api.stripe.com',
    secretKey: read.STRIPE_TAX_SECRET_KEY,
  }),
  sandbox: ({ httpUrl, secret }) => ({
    baseUrl: httpUrl,
    secretKey: sandboxKeys(secret).taxSecretKey,
  }),
  open: (connection) => new StripeTax(connection),
});
