import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { decimalFromMinor } from '#external/exchange/currency-exponent.ts';
import { fingerprintOf } from '#external/exchange/fingerprint.ts';
import { Exchange, parseJson, unknown } from '#external/exchange/exchange.ts';
import type { ExternalCall, Unknown, WebhookRequest } from '#external/exchange/external-call.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
  CaptureRequest,
  CaptureResult,
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
} from '#external/payment-gateway/port.ts';
import { minorOf, noticeOnWire, orderOnWire, refusalOnWire, type OrderOnWire } from './wire.ts';

interface Settings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

const invalid = (detail: string): Unknown => unknown('invalid_answer', 'maybe', detail);
const states = {
  waiting: 'requires_action',
  reserved: 'authorized',
  charged: 'captured',
  released: 'voided',
  rejected: 'declined',
} as const;

type Reported = OrderOnWire | Unknown | { status: 'refused'; code: string };

/** One order of theirs is one payment of ours; each answer is the whole order. */
export class RedirectPay implements PaymentGateway {
  readonly authorizationKind = 'card';
  readonly needsToken = false;
  readonly cardElement = null;
  readonly capturesAtMost = 1;
  readonly amounts = { stepOf: () => 1 };
  /** It sends one sum a month, and no list of what is in it. */
  readonly balance = null;
  readonly wire: PaymentGateway['wire'] = {
    authorize: (request) => fingerprint(authorizeBody(request)),
    capture: (request) => fingerprint(captureBody(request)),
    void: (request) => fingerprint(voidBody(request)),
    refund: (request) => fingerprint(refundBody(request)),
  };
  private readonly exchange: Exchange;

  constructor({ baseUrl, apiKey, timeoutMs }: Settings) {
    this.exchange = new Exchange({ baseUrl, timeoutMs, headers: { 'x-api-key': apiKey } });
  }

  async authorize(request: AuthorizeRequest, call?: ExternalCall): Promise<AuthorizeResult> {
    const { reference, amountMinor, currency } = request;
    const reported = await this.post(authorizeBody(request), request, call);
    if (!('orderNumber' in reported)) {
      return reported.status === 'refused'
        ? { status: 'declined', declineCode: reported.code }
        : reported;
    }
    const wrong = disagreement(reported, reference, request);
    if (wrong) return wrong;
    const gatewayPaymentId = reported.orderNumber;
    switch (reported.stage) {
      case 'waiting':
        return {
          status: 'requires_action',
          gatewayPaymentId,
          nextAction: { type: 'redirect', url: reported.payPage },
        };
      case 'reserved':
        return {
          status: 'authorized',
          gatewayPaymentId,
          authorizedMinor: amountMinor,
          currency,
          expiresAt: null,
        };
      case 'rejected':
        return { status: 'declined', gatewayPaymentId, declineCode: 'rejected_on_page' };
      case 'charged':
      case 'released':
        return invalid(reported.stage);
    }
  }

  async capture(request: CaptureRequest, call?: ExternalCall): Promise<CaptureResult> {
    const { gatewayPaymentId, amountMinor, currency } = request;
    const reported = await this.post(captureBody(request), request, call);
    if (!('orderNumber' in reported)) return reported;
    if (reported.stage !== 'charged' || minorOf(reported.charged) !== amountMinor)
      return invalid('charge');
    return { status: 'captured', gatewayPaymentId, capturedMinor: amountMinor, currency };
  }

  async void(request: VoidRequest, call?: ExternalCall) {
    const { gatewayPaymentId } = request;
    const reported = await this.post(voidBody(request), request, call);
    if (!('orderNumber' in reported)) return reported;
    if (reported.stage !== 'released') return invalid('release');
    return { status: 'voided', gatewayPaymentId } satisfies VoidResult;
  }

  async refund(request: RefundRequest, call?: ExternalCall): Promise<RefundResult> {
    const { gatewayPaymentId, amountMinor, currency, reference } = request;
    const reported = await this.post(refundBody(request), request, call);
    if (!('orderNumber' in reported)) return reported;
    const made = reported.refunds.find(
      (one) => one.merchantReference === (reference ?? null) && minorOf(one.amount) === amountMinor,
    );
    if (!made) return invalid('no refund of it');
    const gatewayRefundId = made.refundNumber;
    return {
      status: 'refunded',
      gatewayRefundId,
      gatewayPaymentId,
      refundedMinor: amountMinor,
      currency,
    };
  }

  async find(request: FindRequest, call?: ExternalCall): Promise<FindResult> {
    const path =
      'gatewayPaymentId' in request
        ? `/orders/${encodeURIComponent(request.gatewayPaymentId)}`
        : `/orders/by-reference/${encodeURIComponent(request.reference)}`;
    const reported = await this.send('GET', path, undefined, undefined, call);
    if ('orderNumber' in reported) return found(reported);
    if (reported.status === 'unknown') return reported;
    return reported.code === 'no_such_order' ? { status: 'not_found' } : invalid(reported.code);
  }

  async listRefunds(
    { gatewayPaymentId }: { gatewayPaymentId: string },
    call?: ExternalCall,
  ): Promise<ListRefundsResult> {
    const path = `/orders/${encodeURIComponent(gatewayPaymentId)}`;
    const reported = await this.send('GET', path, undefined, undefined, call);
    if (!('orderNumber' in reported))
      return reported.status === 'unknown' ? reported : invalid(reported.code);
    return {
      status: 'listed',
      refunds: reported.refunds.map(({ refundNumber, merchantReference, amount, at }) => ({
        gatewayRefundId: refundNumber,
        reference: merchantReference,
        state: 'succeeded',
        amountMinor: minorOf(amount) ?? 0,
        currency: amount.currency,
        createdAt: at,
      })),
    };
  }

  verifyWebhook({ rawBody, headers, secrets }: WebhookRequest): PaymentWebhookResult {
    const signature = headers['x-notice-signature'];
    if (signature === undefined) return { ok: false, reason: 'signature_missing' };
    const given = Buffer.from(String(signature), 'hex');
    const matches = secrets.some((secret) => {
      const expected = createHmac('sha256', secret).update(rawBody).digest();
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
    if (!matches) return { ok: false, reason: 'signature_mismatch' };
    const notice = noticeOnWire.safeParse(parseJson(rawBody.toString('utf8')));
    if (!notice.success) return { ok: false, reason: 'body_malformed' };
    return { ok: true, event: eventOf(notice.data) };
  }

  close(): Promise<void> {
    return this.exchange.close();
  }

  private post(
    { path, body }: Body,
    { idempotencyKey }: { idempotencyKey: string },
    call: ExternalCall | undefined,
  ): Promise<Reported> {
    return this.send('POST', path, idempotencyKey, body, call);
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    key: string | undefined,
    body: object | undefined,
    call: ExternalCall | undefined,
  ): Promise<Reported> {
    const headers = {
      'content-type': 'application/json',
      ...(key ? { 'x-request-key': key } : {}),
    };
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const answer = await this.exchange.send(
      { method, path, headers, body: sent, idempotent: true },
      call,
    );
    if (answer.status === 'unknown') return answer;
    const json = parseJson(answer.text);
    if (answer.statusCode >= 400) {
      const refusal = refusalOnWire.safeParse(json);
      return refusal.success
        ? { status: 'refused', code: refusal.data.problem }
        : invalid(`status ${answer.statusCode}`);
    }
    const order = orderOnWire.safeParse(json);
    return order.success ? order.data : invalid('no order');
  }
}

interface Body {
  readonly path: string;
  readonly body: object;
}

function authorizeBody({ reference, returnUrl, ...asked }: Keyless<AuthorizeRequest>): Body {
  const body = { merchantReference: reference, amount: amountOf(asked), backTo: returnUrl };
  return { path: '/orders', body };
}

function captureBody({ gatewayPaymentId, ...asked }: Keyless<CaptureRequest>): Body {
  return { path: `${orderPath(gatewayPaymentId)}/charge`, body: { amount: amountOf(asked) } };
}

function voidBody({ gatewayPaymentId }: Keyless<VoidRequest>): Body {
  return { path: `${orderPath(gatewayPaymentId)}/release`, body: {} };
}

function refundBody({ gatewayPaymentId, reference, ...asked }: Keyless<RefundRequest>): Body {
  const body = { amount: amountOf(asked), merchantReference: reference ?? null };
  return { path: `${orderPath(gatewayPaymentId)}/refunds`, body };
}

function fingerprint({ path, body }: Body): string {
  return fingerprintOf(path, JSON.stringify(body));
}

function orderPath(gatewayPaymentId: string): string {
  return `/orders/${encodeURIComponent(gatewayPaymentId)}`;
}

function amountOf({ amountMinor, currency }: { amountMinor: number; currency: string }) {
  return { value: decimalFromMinor(amountMinor, currency), currency };
}

function disagreement(
  { merchantReference, amount }: OrderOnWire,
  reference: string,
  asked: { amountMinor: number; currency: string },
): Unknown | undefined {
  if (merchantReference !== reference) return invalid('other reference');
  if (amount.currency !== asked.currency) return unknown('currency_mismatch', 'maybe');
  return minorOf(amount) === asked.amountMinor ? undefined : unknown('amount_mismatch', 'maybe');
}

function found(order: OrderOnWire): FindResult {
  const { orderNumber, merchantReference, stage, amount, charged, refunds } = order;
  const amountMinor = minorOf(amount);
  const capturedMinor = minorOf(charged);
  if (amountMinor === undefined || capturedMinor === undefined) return invalid('amounts');
  const held = stage === 'reserved' || stage === 'charged';
  return {
    status: 'found',
    payment: {
      gatewayPaymentId: orderNumber,
      reference: merchantReference,
      state: states[stage],
      amountMinor,
      authorizedMinor: held ? amountMinor : 0,
      capturedMinor,
      refundedMinor: refunds.reduce((sum, one) => sum + (minorOf(one.amount) ?? 0), 0),
      currency: amount.currency,
      declineCode: stage === 'rejected' ? 'rejected_on_page' : null,
    },
  };
}

/** A notice says that something changed; its order says what by now. */
function eventOf({ noticeNumber, at, order }: z.infer<typeof noticeOnWire>) {
  return {
    id: noticeNumber,
    type: 'payment.hinted' as const,
    gatewayPaymentId: order.orderNumber,
    reference: order.merchantReference,
    amountMinor: minorOf(order.amount) ?? null,
    currency: order.amount.currency,
    occurredAt: at,
    declineCode: null,
  };
}
