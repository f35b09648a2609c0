import { checkout } from '#contracts/checkout/index.ts';
import type { Output } from '#kernel/contract.ts';
import { systemActor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { useCase, type Asking, type Gateway } from '../desk/use-case.ts';

type Checkout = Output<typeof checkout.operations.getCheckout>;

const { completeCheckout: complete } = checkout.operations;
const userAgentLimit = 500;
const unavailable = { decision: 'unavailable', assessmentId: null } as const;

/**
 * The gateway's part of a purchase: reads the checkout as the buyer, has the purchase assessed once
 * per checkout and version, then completes. A denied one reserves nothing. The assessment is sealed
 * for checkout, which believes nothing else: what a door adds or leaves out changes nothing.
 */
export const completePurchase = useCase({
  name: 'completeCheckout',
  kind: 'command',
  audience: 'store',
  rateClass: 'completion',
  access: 'owner',
  idempotency: 'key',
  calls: [
    ['checkout', 'getCheckout'],
    ['checkout', 'completeCheckout'],
  ],
  input: complete.input.omit({ risk: true }),
  output: complete.output,
  perform: async (input, asking, gateway) => {
    const { checkoutId, version } = input;
    const { invocation } = asking;
    const found = await gateway.call.checkout.getCheckout({ checkoutId }, invocation);
    if (!found.ok) return found;
    // Another version than is there now is refused: what is known here would be of the wrong one.
    const current = version === found.value.version;
    const assessed = current ? await assess(asking, gateway, found.value) : unavailable;
    const { decision, assessmentId } = assessed;
    if (decision === 'deny') {
      return fail('risk_denied', 'This purchase cannot be accepted. Contact the shop.');
    }
    const risk = { decision, assessmentId };
    return gateway.call.checkout.completeCheckout({ ...input, risk }, invocation);
  },
});

/** Asks auth, which keeps the answer by key; no answer is told as `unavailable`, never as allowed. */
async function assess(
  { invocation, client, userAgent }: Asking,
  { call }: Gateway,
  found: Checkout,
) {
  const { email, billingAddress, shippingAddress, totals } = found;
  const asking = call.auth.assessRisk(
    {
      key: `checkout:${found.checkoutId}:${found.version}`,
      event: 'checkout',
      ipAddress: client.address,
      ...(userAgent ? { userAgent: userAgent.slice(0, userAgentLimit) } : {}),
      ...(email ? { email } : {}),
      ...(billingAddress ? { billingAddress } : {}),
      ...(shippingAddress ? { shippingAddress } : {}),
      ...(totals ? { order: { amountMinor: totals.totalMinor, currency: totals.currency } } : {}),
    },
    { ...invocation, actor: systemActor('api-gateway') },
  );
  const assessed = await asking.catch((error: unknown) => {
    if (isUnavailability(error)) return undefined;
    throw error;
  });
  return assessed?.ok ? assessed.value : unavailable;
}
