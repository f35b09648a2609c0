import { z } from 'zod';
import { sandboxKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { commaSeparated } from '../../settings-forms.ts';
import { stripeKey, stripePublishableKey } from '../../stripe/stripe-client.ts';
import { cardElement, cardElementOf } from './card-element.ts';
import { StripePaymentGateway } from './stripe.ts';

export const stripe = provider({
  system: 'payment-gateway',
  id: 'stripe',
  called: 'Stripe',
  settings: z.object({
    STRIPE_SECRET_KEY: stripeKey.describe('A secret key, or a restricted one'),
    STRIPE_WEBHOOK_SECRETS: commaSeparated(/^whsec_\w+$/, 'whsec_…').describe(
      'Of its webhooks; several during a rotation, comma between',
    ),
    STRIPE_PUBLISHABLE_KEY: stripePublishableKey
      .optional()
      .describe('With it pages show its card form; without it buyers pay on a page of its own'),
  }),
  shown: ['STRIPE_PUBLISHABLE_KEY'],
  connection: (read) => ({
    baseUrl: 'https://api.stripe.com',
    secretKey: read.STRIPE_SECRET_KEY,
    webhookSecrets: read.STRIPE_WEBHOOK_SECRETS,
    cardElement: cardElement(read.STRIPE_PUBLISHABLE_KEY, cardElementOf()),
  }),
  sandbox: ({ httpUrl, secret }) => {
    const { paymentSecretKey, paymentPublishableKey, paymentWebhookSecret } = sandboxKeys(secret);
    return {
      baseUrl: httpUrl,
      secretKey: paymentSecretKey,
      webhookSecrets: [paymentWebhookSecret],
      cardElement: cardElement(paymentPublishableKey, cardElementOf({ httpUrl })),
    };
  },
  open: (connection) => new StripePaymentGateway(connection),
  webhook: { secrets: ({ webhookSecrets }) => webhookSecrets },
});
