import type { CardElement } from '../port.ts';
import type { SandboxAddress } from '../../exchange/sandbox-keys.ts';
import { toStripeAmount } from './stripe-amount.ts';

/** The release of Stripe.js that speaks the version of the API which the shop speaks. */
const stripeScript = 'https://js.stripe.com/endive/stripe.js';

/** What a page must let in to show the element, and nothing more. */
export type CardElementPlace = Pick<
  CardElement,
  'scriptUrl' | 'scriptOrigins' | 'frameOrigins' | 'connectOrigins'
>;

/**
 * Where the element comes from: of Stripe, by its page on content security policies; of the sandbox,
 * which is asked for its frame on the name of this machine that the shop's page does not have.
 * Nothing else of a page depends on which of the two it is.
 */
export function cardElementOf(sandbox?: Pick<SandboxAddress, 'httpUrl'>): CardElementPlace {
  if (sandbox === undefined) {
    return {
      scriptUrl: stripeScript,
      scriptOrigins: ['https://js.stripe.com', 'https://*.js.stripe.com'],
      frameOrigins: [
        'https://js.stripe.com',
        'https://*.js.stripe.com',
        'https://hooks.stripe.com',
      ],
      connectOrigins: ['https://api.stripe.com'],
    };
  }
  const { origin, hostname, port, protocol } = new URL(sandbox.httpUrl);
  const names = ['127.0.0.1', 'localhost'];
  const origins = names.includes(hostname)
    ? names.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`)
    : [origin];
  return {
    scriptUrl: `${origin}/v3/`,
    scriptOrigins: [origin],
    frameOrigins: origins,
    connectOrigins: [],
  };
}

/** The element with its key; none where nobody set one. */
export function cardElement(
  publishableKey: string | undefined,
  place: CardElementPlace,
): CardElement | null {
  if (publishableKey === undefined) return null;
  const amountOf = (amountMinor: number, currency: string) =>
    toStripeAmount(amountMinor, currency) ?? null;
  return { publishableKey, ...place, amountOf };
}
