import type Stripe from 'stripe';
import { fingerprintOf } from '../../exchange/fingerprint.ts';
import { stripeId } from '../../stripe/stripe-client.ts';
import { stripeForm, type FormParameters } from '../../stripe/stripe-form.ts';
import type { Keyless, PaymentGateway } from '../port.ts';
import type { AuthorizeRequest, CaptureRequest, RefundRequest, VoidRequest } from '../port.ts';
import { toStripeAmount } from './stripe-amount.ts';

export const intentsPath = '/v1/payment_intents';
/** Of one intent, by Stripe's page on capturing several times. */
export const stripeCapturesAtMost = 50;

export interface StripeBody {
  readonly path: string;
  readonly parameters?: FormParameters;
}

/** Undefined where Stripe takes no such amount. */
type Body<Request> = (request: Keyless<Request>) => StripeBody | undefined;

export const authorizeBody: Body<AuthorizeRequest> = (request) => {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined) return undefined;
  const parameters = {
    amount,
    currency: request.currency.toLowerCase(),
    capture_method: request.captureMethod,
    confirm: true,
    payment_method: request.paymentMethodToken,
    allowed_payment_method_types: ['card'],
    payment_method_options: {
      card: {
        request_three_d_secure: request.forceChallenge ? 'challenge' : 'automatic',
        ...(request.inParts ? { request_multicapture: 'if_available' } : {}),
      },
    },
    return_url: request.returnUrl,
    metadata: { ...request.metadata, reference: request.reference },
    expand: ['latest_charge'],
  } satisfies Stripe.PaymentIntentCreateParams;
  return { path: intentsPath, parameters };
};

export const captureBody: Body<CaptureRequest> = (request) => {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined) return undefined;
  const parameters = {
    amount_to_capture: amount,
    ...(request.isPart ? { final_capture: false } : {}),
  } satisfies Stripe.PaymentIntentCaptureParams;
  return { path: `${intentsPath}/${stripeId(request.gatewayPaymentId)}/capture`, parameters };
};

export function voidBody({ gatewayPaymentId }: Keyless<VoidRequest>): StripeBody {
  return { path: `${intentsPath}/${stripeId(gatewayPaymentId)}/cancel` };
}

export const refundBody: Body<RefundRequest> = (request) => {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined) return undefined;
  const parameters = {
    payment_intent: request.gatewayPaymentId,
    amount,
    reason: request.reason,
    ...(request.reference === undefined ? {} : { metadata: { reference: request.reference } }),
  } satisfies Stripe.RefundCreateParams;
  return { path: '/v1/refunds', parameters };
};

/** Of what Stripe keeps with a key: where it is sent, and the form. */
export const stripeWire: PaymentGateway['wire'] = {
  authorize: (request) => fingerprint(authorizeBody(request)),
  capture: (request) => fingerprint(captureBody(request)),
  void: (request) => fingerprint(voidBody(request)),
  refund: (request) => fingerprint(refundBody(request)),
};

function fingerprint(body: StripeBody | undefined): string {
  return body ? fingerprintOf(body.path, stripeForm(body.parameters ?? {})) : '';
}
