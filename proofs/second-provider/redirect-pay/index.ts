import { z } from 'zod';
import { provider } from '#external/provider.ts';
import { RedirectPay } from './redirect-pay.ts';

/** A provider that no shop has, of a wire and a habit of its own: people are always sent to its page. */
export const redirectPay = provider({
  system: 'payment-gateway',
  id: 'redirect-pay',
  called: 'Redirect Pay',
  settings: z.object({
    REDIRECT_PAY_URL: z.url({ protocol: /^https?$/, error: 'is no address' }),
    REDIRECT_PAY_API_KEY: z.string(),
    REDIRECT_PAY_SIGNING_KEY: z.string(),
  }),
  connection: (read) => ({
    baseUrl: read.REDIRECT_PAY_URL,
    apiKey: read.REDIRECT_PAY_API_KEY,
    signingKey: read.REDIRECT_PAY_SIGNING_KEY,
  }),
  open: (connection) => new RedirectPay(connection),
  webhook: { secrets: ({ signingKey }) => [signingKey] },
});
