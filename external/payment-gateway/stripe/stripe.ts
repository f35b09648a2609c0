import type Stripe from 'stripe';
import {
  StripeClient,
  stripeId,
  type StripeAnswered,
  type StripeRefusal,
  type StripeSettings,
} from '../../stripe/stripe-client.ts';
import { unknown } from '../../exchange/exchange.ts';
import type {
  ExternalCall,
  Refused,
  Unknown,
  WebhookRequest,
} from '../../exchange/external-call.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
  CaptureRequest,
  CaptureResult,
  CardElement,
  EndPageResult,
  FindPageRequest,
  FindPageResult,
  OpenPageRequest,
  OpenPageResult,
  FindRequest,
  FindResult,
  Keyless,
  ListRefundsResult,
  PaymentGateway,
  PaymentWebhookResult,
  RefundRequest,
  RefundResult,
  VoidRequest,
  VoidResult,
} from '../port.ts';
import type { BalanceBook } from '../balance.ts';
import { fromStripeAmount, stripeStepOf } from './stripe-amount.ts';
import {
  capturesInParts,
  declineCodeOf,
  expiresAtOf,
  foundPayment,
  paymentIntentPageSchema,
  paymentIntentSchema,
  refundSchema,
  type PaymentIntent,
} from './stripe-answers.ts';
import {
  authorizeBody,
  captureBody,
  intentsPath,
  refundBody,
  stripeCapturesAtMost,
  stripeWire,
  voidBody,
  type StripeBody,
} from './stripe-bodies.ts';
import { stripeBalance } from './stripe-balance.ts';
import { pageWireOf, StripePages } from './stripe-pages.ts';
import { listStripeRefunds } from './stripe-refunds.ts';
import { verifyStripeWebhook } from './stripe-webhook.ts';

/** How far around the first try the list is read, and how many pages of a hundred. */
const listWindowSeconds = 300;
const listPagesMax = 10;

const invalid = (detail: string): Unknown => unknown('invalid_answer', 'maybe', detail);

export class StripePaymentGateway implements PaymentGateway {
  readonly authorizationKind = 'card';
  readonly needsToken = true;
  readonly cardElement: CardElement | null;
  readonly wire = stripeWire;
  readonly capturesAtMost = stripeCapturesAtMost;
  readonly amounts = { stepOf: stripeStepOf };
  readonly balance: BalanceBook;
  readonly pageWire = { open: pageWireOf };
  private readonly pages: StripePages;
  private readonly client: StripeClient;

  constructor(settings: StripeSettings & { cardElement?: CardElement | null }) {
    this.cardElement = settings.cardElement ?? null;
    this.client = new StripeClient(settings);
    this.balance = stripeBalance(this.client);
    this.pages = new StripePages(this.client);
  }

  async authorize(request: AuthorizeRequest, call?: ExternalCall): Promise<AuthorizeResult> {
    const body = authorizeBody(request);
    if (!body) return { status: 'declined', declineCode: 'amount_not_supported' };
    const result = await this.post(body, request, call);
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return declined(result);
    const intent = parseIntent(result.value);
    if (intent === undefined) return invalid('no payment intent');
    return judgeAuthorization(request, intent);
  }

  openPage(request: OpenPageRequest, call?: ExternalCall): Promise<OpenPageResult> {
    return this.pages.open(request, call);
  }

  endPage(
    request: { gatewayPageId: string; idempotencyKey: string },
    call?: ExternalCall,
  ): Promise<EndPageResult> {
    return this.pages.end(request, call);
  }

  findPage(request: FindPageRequest, call?: ExternalCall): Promise<FindPageResult> {
    return this.pages.find(request, call);
  }

  async capture(request: CaptureRequest, call?: ExternalCall): Promise<CaptureResult> {
    const body = captureBody(request);
    if (!body) return { status: 'refused', code: 'amount_not_supported' };
    const result = await this.post(body, request, call);
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return refused(result);
    const intent = parseIntent(result.value);
    const holdsRest = request.isPart === true && intent?.status === 'requires_capture';
    if (intent?.id !== request.gatewayPaymentId || !(holdsRest || intent.status === 'succeeded')) {
      return invalid(`status ${intent?.status ?? 'unreadable'}`);
    }
    const { amountMinor, capturedBeforeMinor = 0, currency } = request;
    const sum = { amountMinor: capturedBeforeMinor + amountMinor, currency };
    const wrong = disagreement(sum, intent.amount_received, intent.currency);
    if (wrong !== undefined) return wrong;
    return {
      status: 'captured',
      gatewayPaymentId: intent.id,
      capturedMinor: request.amountMinor,
      currency: request.currency,
    };
  }

  async void(request: VoidRequest, call?: ExternalCall): Promise<VoidResult> {
    const result = await this.post(voidBody(request), request, call);
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') {
      const known = parseIntent(result.paymentIntent);
      const done = known?.id === request.gatewayPaymentId && isReleased(known, request);
      return done ? { status: 'voided', gatewayPaymentId: known.id } : refused(result);
    }
    const intent = parseIntent(result.value);
    if (intent?.id !== request.gatewayPaymentId || !isReleased(intent, request)) {
      return invalid(`status ${intent?.status ?? 'unreadable'}`);
    }
    return { status: 'voided', gatewayPaymentId: intent.id };
  }

  async refund(request: RefundRequest, call?: ExternalCall): Promise<RefundResult> {
    const body = refundBody(request);
    if (!body) return { status: 'refused', code: 'amount_not_supported' };
    const result = await this.post(body, request, call);
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return refused(result);
    const parsed = refundSchema.safeParse(result.value);
    if (!parsed.success || parsed.data.payment_intent !== request.gatewayPaymentId) {
      return invalid('no refund of this payment');
    }
    const wrong = disagreement(request, parsed.data.amount, parsed.data.currency);
    if (wrong !== undefined) return wrong;
    const { status, id } = parsed.data;
    if (status === 'failed' || status === 'canceled') {
      return { status: 'refused', code: `refund_${status}` };
    }
    return {
      status: status === 'succeeded' ? 'refunded' : 'pending',
      gatewayRefundId: id,
      gatewayPaymentId: request.gatewayPaymentId,
      refundedMinor: request.amountMinor,
      currency: request.currency,
    };
  }

  async find(request: FindRequest, call?: ExternalCall): Promise<FindResult> {
    if ('gatewayPaymentId' in request) return this.retrieve(request.gatewayPaymentId, call);
    const { reference, attemptedAtMs } = request;
    return attemptedAtMs === undefined
      ? this.search(reference, call)
      : this.list(reference, attemptedAtMs, call);
  }

  listRefunds(
    { gatewayPaymentId }: { gatewayPaymentId: string },
    call?: ExternalCall,
  ): Promise<ListRefundsResult> {
    return listStripeRefunds(this.client, gatewayPaymentId, call);
  }

  verifyWebhook(request: WebhookRequest): PaymentWebhookResult {
    return verifyStripeWebhook(request);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private post(
    body: StripeBody,
    { idempotencyKey }: { idempotencyKey: string },
    call: ExternalCall | undefined,
  ): Promise<StripeAnswered | StripeRefusal | Unknown> {
    return this.client.send({ method: 'POST', ...body, idempotencyKey }, call);
  }

  private async retrieve(id: string, call: ExternalCall | undefined): Promise<FindResult> {
    const result = await this.client.send(
      {
        method: 'GET',
        path: `${intentsPath}/${stripeId(id)}`,
        parameters: {
          expand: ['latest_charge'],
        } satisfies Stripe.PaymentIntentRetrieveParams,
      },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return notFound(result);
    const intent = parseIntent(result.value);
    return intent?.id === id ? found(intent) : invalid('no payment intent of this id');
  }

  private async search(reference: string, call: ExternalCall | undefined): Promise<FindResult> {
    const quoted = reference.replace(/[\\']/g, '\\$&');
    const result = await this.client.send(
      {
        method: 'GET',
        path: `${intentsPath}/search`,
        parameters: {
          query: `metadata['reference']:'${quoted}'`,
          limit: 10,
          expand: ['data.latest_charge'],
        } satisfies Stripe.PaymentIntentSearchParams,
      },
      call,
    );
    if (result.status === 'unknown') return result;
    if (result.status === 'refused') return notFound(result);
    const page = paymentIntentPageSchema.safeParse(result.value);
    if (!page.success) return invalid('no page of payment intents');
    const intent = mostRelevant(page.data.data, reference);
    return intent === undefined ? { status: 'not_found' } : found(intent);
  }

  private async list(
    reference: string,
    attemptedAtMs: number,
    call: ExternalCall | undefined,
  ): Promise<FindResult> {
    const seconds = Math.floor(attemptedAtMs / 1_000);
    const created = { gte: seconds - listWindowSeconds, lte: seconds + listWindowSeconds };
    let after: string | undefined;
    for (let page = 0; page < listPagesMax; page += 1) {
      const result = await this.client.send(
        {
          method: 'GET',
          path: intentsPath,
          parameters: {
            created,
            limit: 100,
            expand: ['data.latest_charge'],
            ...(after === undefined ? {} : { starting_after: after }),
          } satisfies Stripe.PaymentIntentListParams,
        },
        call,
      );
      if (result.status === 'unknown') return result;
      if (result.status === 'refused') return notFound(result);
      const parsed = paymentIntentPageSchema.safeParse(result.value);
      if (!parsed.success) return invalid('no page of payment intents');
      const intent = mostRelevant(parsed.data.data, reference);
      if (intent !== undefined) return found(intent);
      after = parsed.data.data.at(-1)?.id;
      if (!parsed.data.has_more || after === undefined) return { status: 'not_found' };
    }
    return this.search(reference, call);
  }
}

function parseIntent(value: unknown): PaymentIntent | undefined {
  const parsed = paymentIntentSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function judgeAuthorization(request: AuthorizeRequest, intent: PaymentIntent): AuthorizeResult {
  if (intent.metadata['reference'] !== request.reference) return invalid('other reference');
  const wrong = disagreement(request, intent.amount, intent.currency);
  if (wrong !== undefined) return wrong;
  const gatewayPaymentId = intent.id;
  switch (intent.status) {
    case 'requires_capture': {
      const short = disagreement(request, intent.amount_capturable, intent.currency);
      if (short !== undefined) return short;
      return {
        status: 'authorized',
        gatewayPaymentId,
        authorizedMinor: request.amountMinor,
        currency: request.currency,
        expiresAt: expiresAtOf(intent),
        ...(capturesInParts(intent) ? { inParts: true } : {}),
      };
    }
    case 'requires_action': {
      const url = intent.next_action?.redirect_to_url?.url;
      if (url === undefined || !/^https?:\/\//.test(url)) return invalid('no redirect to follow');
      return { status: 'requires_action', gatewayPaymentId, nextAction: { type: 'redirect', url } };
    }
    case 'requires_payment_method':
      return { status: 'declined', gatewayPaymentId, declineCode: declineCodeOf(intent) };
    case 'processing':
      return unknown('still_processing', 'maybe');
    case 'requires_confirmation':
    case 'succeeded':
    case 'canceled':
      return invalid(`status ${intent.status}`);
  }
}

function disagreement(
  asked: { amountMinor: number; currency: string },
  amount: number,
  currency: string,
): Unknown | undefined {
  if (currency !== asked.currency) return unknown('currency_mismatch', 'maybe', currency);
  const amountMinor = fromStripeAmount(amount, currency);
  if (amountMinor !== asked.amountMinor) return unknown('amount_mismatch', 'maybe', `${amount}`);
  return undefined;
}

/**
 * Nothing is held any more. Of an intent that was captured in part Stripe's page does not say in which
 * state it is then; what was captured before is then all that it received. One that was captured without
 * our knowing is not void.
 */
function isReleased(intent: PaymentIntent, { capturedBefore }: Keyless<VoidRequest>): boolean {
  const { status, amount_capturable: held, amount_received: received, currency } = intent;
  if (!capturedBefore) return status === 'canceled' && received === 0;
  const agrees = disagreement(capturedBefore, received, currency) === undefined;
  return held === 0 && agrees && (status === 'canceled' || status === 'succeeded');
}

function declined(refusal: StripeRefusal): AuthorizeResult {
  const intent = parseIntent(refusal.paymentIntent);
  return {
    status: 'declined',
    ...(intent === undefined ? {} : { gatewayPaymentId: intent.id }),
    declineCode: refusal.declineCode || refusal.code,
  };
}

/** Says by the payment's state why not, where the provider sent the payment along. */
function refused(refusal: StripeRefusal): Refused {
  const intent = parseIntent(refusal.paymentIntent);
  const byState = { canceled: 'already_voided', succeeded: 'already_captured' };
  const code = byState[intent?.status as keyof typeof byState] ?? refusal.code;
  return { status: 'refused', code, detail: refusal.detail };
}

function notFound(refusal: StripeRefusal): FindResult {
  if (refusal.code === 'resource_missing') return { status: 'not_found' };
  return unknown('invalid_answer', 'no', refusal.code);
}

function found(intent: PaymentIntent): FindResult {
  const payment = foundPayment(intent);
  return payment === undefined ? invalid('amounts') : { status: 'found', payment };
}

/** A reference has one intent, unless a declined try was repeated under a new key: money goes first. */
function mostRelevant(intents: PaymentIntent[], reference: string): PaymentIntent | undefined {
  const ours = intents.filter((intent) => intent.metadata['reference'] === reference);
  const withMoney = ours.find((intent) => /succeeded|requires_capture/.test(intent.status));
  return withMoney ?? ours.find((intent) => intent.status === 'requires_action') ?? ours[0];
}
