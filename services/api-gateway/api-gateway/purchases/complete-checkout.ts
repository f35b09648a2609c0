import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { id } from '#contracts/shapes.ts';
import type { Output } from '#kernel/contract.ts';
import { systemActor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { handwrittenRoute, type Gateway, type RouteRequest } from '../declaring/route.ts';

type Checkout = Output<typeof checkout.operations.getCheckout>;

const { completeCheckout: complete } = checkout.operations;
const userAgentLimit = 500;
const unavailable = { decision: 'unavailable', assessmentId: null } as const;

/**
 * design §5.4, the gateway's part: reads the checkout as the buyer, has the purchase assessed once
 * per checkout and version, then completes. A denied one reserves nothing. The assessment is sealed
 * for checkout, which believes nothing else: what a door adds or leaves out changes nothing.
 */
export const completeCheckout = handwrittenRoute({
  method: 'POST',
  path: '/v1/checkouts/{checkoutId}/complete',
  operationId: 'completeCheckout',
  tag: 'Checkouts',
  summary: 'Place the order',
  description:
    'Reserves the stock, authorizes the payment and places the order. `requires_action`: send the person to the address given, then read the checkout. The same Idempotency-Key replays the same reply.',
  audience: 'store',
  rateClass: 'completion',
  access: 'owner',
  idempotency: 'key',
  calls: [
    ['checkout', 'getCheckout'],
    ['checkout', 'completeCheckout'],
  ],
  params: z.strictObject({ checkoutId: id }),
  body: complete.input.omit({ checkoutId: true, risk: true }),
  replies: { 200: complete.output },
  handle: async (request, gateway) => {
    const { params, body, invocation } = request;
    const found = await gateway.call.checkout.getCheckout(params, invocation);
    if (!found.ok) return found;
    // Another version than is there now is refused: what is known here would be of the wrong one.
    const current = body.version === found.value.version;
    const assessed = current ? await assess(request, gateway, found.value) : unavailable;
    const { decision, assessmentId } = assessed;
    if (decision === 'deny') {
      return fail('risk_denied', 'This purchase cannot be accepted. Contact the shop.');
    }
    const completed = await gateway.call.checkout.completeCheckout(
      { ...params, ...body, risk: { decision, assessmentId } },
      invocation,
    );
    return completed.ok ? { status: 200, body: completed.value } : completed;
  },
});

/** Asks auth, which keeps the answer by key; no answer is told as `unavailable`, never as allowed. */
async function assess(
  { invocation, ipAddress, userAgent }: RouteRequest,
  { call }: Gateway,
  found: Checkout,
) {
  const { email, billingAddress, shippingAddress, totals } = found;
  const asking = call.auth.assessRisk(
    {
      key: `checkout:${found.checkoutId}:${found.version}`,
      event: 'checkout',
      ipAddress,
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
