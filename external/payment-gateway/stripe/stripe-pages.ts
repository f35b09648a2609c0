import type Stripe from 'stripe';
import { z } from 'zod';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall } from '../../exchange/external-call.ts';
import { fingerprintOf } from '../../exchange/fingerprint.ts';
import { stripeId, type StripeClient } from '../../stripe/stripe-client.ts';
import { stripeForm } from '../../stripe/stripe-form.ts';
import type {
  EndPageResult,
  FindPageRequest,
  FindPageResult,
  GatewayPage,
  Keyless,
  OpenPageRequest,
  OpenPageResult,
} from '../port.ts';
import { foundPayment, paymentIntentSchema } from './stripe-answers.ts';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.ts';

const sessionsPath = '/v1/checkout/sessions';
/** How far around the first try the list is read, and how many pages of a hundred. */
const listWindowSeconds = 300;
const listPagesMax = 10;

const sessionSchema = z.object({
  id: z.string().min(1),
  object: z.literal('checkout.session'),
  status: z.enum(['open', 'complete', 'expired']),
  amount_total: z.number().int().nonnegative(),
  currency: z.string().regex(/^[a-z]{3}$/),
  client_reference_id: z.string().nullish(),
  url: z.string().nullish(),
  payment_intent: z.union([z.string(), paymentIntentSchema]).nullish(),
});
type Session = z.infer<typeof sessionSchema>;
const sessionListSchema = z.object({ data: z.array(sessionSchema), has_more: z.boolean() });

const invalid = (detail: string) => unknown('invalid_answer', 'maybe', detail);

/** Undefined where Stripe takes no such amount. */
function openBody(request: Keyless<OpenPageRequest>) {
  const amount = toStripeAmount(request.amountMinor, request.currency);
  if (amount === undefined) return undefined;
  const metadata = { ...request.metadata, reference: request.reference };
  const ended = (how: string) => {
    const url = new URL(request.returnUrl);
    url.searchParams.set('redirect_status', how);
    return url.href;
  };
  return {
    mode: 'payment',
    client_reference_id: request.reference,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: request.currency.toLowerCase(),
          unit_amount: amount,
          product_data: { name: request.name },
        },
      },
    ],
    allowed_payment_method_types: ['card'],
    // The payment is of the amount and the currency that were agreed, wherever its payer sits.
    adaptive_pricing: { enabled: false },
    payment_method_options: {
      card: {
        request_three_d_secure: request.forceChallenge ? 'challenge' : 'automatic',
        ...(request.inParts ? { request_multicapture: 'if_available' as const } : {}),
      },
    },
    payment_intent_data: { capture_method: request.captureMethod, metadata },
    metadata,
    success_url: ended('succeeded'),
    cancel_url: ended('canceled'),
    expires_at: Math.floor(Date.parse(request.expiresAt) / 1_000),
  } satisfies Stripe.Checkout.SessionCreateParams;
}

export function pageWireOf(request: Keyless<OpenPageRequest>): string {
  const body = openBody(request);
  return body ? fingerprintOf(sessionsPath, stripeForm(body)) : '';
}

/** Stripe's Checkout Sessions: a payment is made there once somebody tries to pay, and captured later. */
export class StripePages {
  private readonly client: StripeClient;

  constructor(client: StripeClient) {
    this.client = client;
  }

  async open(request: OpenPageRequest, call?: ExternalCall): Promise<OpenPageResult> {
    const parameters = openBody(request);
    if (!parameters) return { status: 'declined', declineCode: 'amount_not_supported' };
    const { idempotencyKey } = request;
    const result = await this.client.send(
      { method: 'POST', path: sessionsPath, parameters, idempotencyKey },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') {
      return { status: 'declined', declineCode: result.declineCode || result.code };
    }
    const session = sessionSchema.safeParse(result.value).data;
    if (session?.client_reference_id !== request.reference) return invalid('no page of ours');
    const { currency, amount_total: amount, url } = session;
    if (currency.toUpperCase() !== request.currency) return unknown('currency_mismatch', 'maybe');
    if (fromStripeAmount(amount, request.currency) !== request.amountMinor) {
      return unknown('amount_mismatch', 'maybe', `${amount}`);
    }
    if (!url || !/^https?:\/\//.test(url)) return invalid('no page to go to');
    return { status: 'opened', gatewayPageId: session.id, url };
  }

  async end(
    { gatewayPageId, idempotencyKey }: { gatewayPageId: string; idempotencyKey: string },
    call?: ExternalCall,
  ): Promise<EndPageResult> {
    const parameters = {
      expand: ['payment_intent.latest_charge'],
    } satisfies Stripe.Checkout.SessionExpireParams;
    const path = `${sessionsPath}/${stripeId(gatewayPageId)}/expire`;
    const result = await this.client.send(
      { method: 'POST', path, parameters, idempotencyKey },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') {
      return { status: 'refused', code: result.code, detail: result.detail };
    }
    const page = pageOf(sessionSchema.safeParse(result.value).data);
    if (page?.gatewayPageId !== gatewayPageId || page.state === 'open') {
      return invalid('no page that has ended');
    }
    return { status: 'ended', page };
  }

  async find(request: FindPageRequest, call?: ExternalCall): Promise<FindPageResult> {
    if (!('gatewayPageId' in request)) return this.list(request, call);
    const { gatewayPageId } = request;
    const parameters = {
      expand: ['payment_intent.latest_charge'],
    } satisfies Stripe.Checkout.SessionRetrieveParams;
    const path = `${sessionsPath}/${stripeId(gatewayPageId)}`;
    const result = await this.client.send({ method: 'GET', path, parameters }, call);
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return notFound(result.code);
    const page = pageOf(sessionSchema.safeParse(result.value).data);
    return page?.gatewayPageId === gatewayPageId ? { status: 'found', page } : invalid('no page');
  }

  private async list(
    { reference, attemptedAtMs }: { reference: string; attemptedAtMs: number },
    call?: ExternalCall,
  ): Promise<FindPageResult> {
    const seconds = Math.floor(attemptedAtMs / 1_000);
    const created = { gte: seconds - listWindowSeconds, lte: seconds + listWindowSeconds };
    let after: string | undefined;
    for (let at = 0; at < listPagesMax; at += 1) {
      const parameters = {
        created,
        limit: 100,
        expand: ['data.payment_intent.latest_charge'],
        ...(after === undefined ? {} : { starting_after: after }),
      } satisfies Stripe.Checkout.SessionListParams;
      const result = await this.client.send(
        { method: 'GET', path: sessionsPath, parameters },
        call,
      );
      if (result.status === 'unknown') return result;
      if (result.status === 'refused') return notFound(result.code);
      const listed = sessionListSchema.safeParse(result.value).data;
      if (!listed) return invalid('no list of pages');
      const session = mostRelevant(listed.data, reference);
      if (session) {
        const page = pageOf(session);
        return page ? { status: 'found', page } : invalid('amounts');
      }
      after = listed.data.at(-1)?.id;
      if (!listed.has_more || after === undefined) return { status: 'not_found' };
    }
    // So many at once that ours may be behind them: nobody knows.
    return invalid('too many pages in so short a time');
  }
}

function notFound(code: string): FindPageResult {
  return code === 'resource_missing'
    ? { status: 'not_found' }
    : unknown('invalid_answer', 'no', code);
}

/** A reference has one page, unless its key was renewed: one that was paid goes first. */
function mostRelevant(sessions: readonly Session[], reference: string): Session | undefined {
  const ours = sessions.filter((one) => one.client_reference_id === reference);
  const ranked = ['complete', 'open', 'expired'];
  return ours.toSorted((a, b) => ranked.indexOf(a.status) - ranked.indexOf(b.status))[0];
}

function pageOf(session: Session | undefined): GatewayPage | undefined {
  if (session === undefined) return undefined;
  const { id, status, url, payment_intent: intent } = session;
  // Asked for with its names: without them nobody knows what it holds.
  if (typeof intent === 'string') return undefined;
  const payment = intent ? foundPayment(intent) : null;
  if (payment === undefined) return undefined;
  return { gatewayPageId: id, state: status, url: url ?? null, payment };
}
