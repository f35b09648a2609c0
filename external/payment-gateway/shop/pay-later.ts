import type { WebhookRequest } from '../../exchange/external-call.ts';
import type {
  AuthorizeRequest,
  AuthorizeResult,
  CaptureRequest,
  CaptureResult,
  FindRequest,
  FindResult,
  ListRefundsResult,
  PaymentGateway,
  PaymentWebhookResult,
  RefundRequest,
  RefundResult,
  VoidRequest,
  VoidResult,
} from '../port.ts';

interface Promised {
  amountMinor: number;
  currency: string;
  reference: string;
}

const mismatch = (code: string): { status: 'refused'; code: string } => ({
  status: 'refused',
  code,
});

/**
 * The buyer pays after delivery: nothing is held outside, so the id itself says what was promised
 * and every operation gives the same answer for the same request, however often it is asked. What
 * was captured and refunded is in our own books alone.
 */
export class PayLaterGateway implements PaymentGateway {
  readonly authorizationKind = 'promise';
  readonly needsToken = false;
  readonly cardElement = null;
  readonly capturesAtMost = 1;
  readonly amounts = { stepOf: () => 1 };
  /** Nobody outside holds any money of ours. */
  readonly balance = null;
  /** Nothing is sent to anybody. */
  readonly wire = { authorize: () => '', capture: () => '', void: () => '', refund: () => '' };

  async authorize(request: AuthorizeRequest): Promise<AuthorizeResult> {
    const { reference, amountMinor, currency, method = 'promise' } = request;
    return {
      status: 'authorized',
      gatewayPaymentId: [method, currency, amountMinor, reference].join(':'),
      authorizedMinor: amountMinor,
      currency,
      expiresAt: null,
    };
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    const refusal = check(request);
    if (refusal !== undefined) return refusal;
    const { gatewayPaymentId, amountMinor, currency } = request;
    return { status: 'captured', gatewayPaymentId, capturedMinor: amountMinor, currency };
  }

  async void(request: VoidRequest): Promise<VoidResult> {
    const promised = read(request.gatewayPaymentId);
    if (promised === undefined) return mismatch('resource_missing');
    return { status: 'voided', gatewayPaymentId: request.gatewayPaymentId };
  }

  /** No gateway pays it: a person does, and says so. */
  async refund(request: RefundRequest): Promise<RefundResult> {
    const refusal = check(request);
    if (refusal !== undefined) return refusal;
    return {
      status: 'pending',
      gatewayRefundId: `${methodOf(request)}-refund:${request.idempotencyKey}`,
      gatewayPaymentId: request.gatewayPaymentId,
      refundedMinor: request.amountMinor,
      currency: request.currency,
    };
  }

  /** By reference there is never anything: an authorization that was not kept had no effect. */
  async find(request: FindRequest): Promise<FindResult> {
    if (!('gatewayPaymentId' in request)) return { status: 'not_found' };
    const promised = read(request.gatewayPaymentId);
    if (promised === undefined) return { status: 'not_found' };
    return {
      status: 'found',
      payment: {
        gatewayPaymentId: request.gatewayPaymentId,
        reference: promised.reference,
        state: 'authorized',
        amountMinor: promised.amountMinor,
        authorizedMinor: promised.amountMinor,
        capturedMinor: 0,
        refundedMinor: 0,
        currency: promised.currency,
        declineCode: null,
      },
    };
  }

  /** Nobody outside keeps any: our own books have them all. */
  async listRefunds(): Promise<ListRefundsResult> {
    return { status: 'listed', refunds: [] };
  }

  /** Nobody outside sends any. */
  verifyWebhook(_request: WebhookRequest): PaymentWebhookResult {
    return { ok: false, reason: 'signature_mismatch' };
  }

  async close(): Promise<void> {}
}

function check(request: {
  gatewayPaymentId: string;
  amountMinor: number;
  currency: string;
}): { status: 'refused'; code: string } | undefined {
  const promised = read(request.gatewayPaymentId);
  if (promised === undefined) return mismatch('resource_missing');
  if (promised.currency !== request.currency) return mismatch('currency_mismatch');
  if (request.amountMinor > promised.amountMinor) return mismatch('amount_too_large');
  return undefined;
}

function read(gatewayPaymentId: string): Promised | undefined {
  const match = /^([a-z_]+):([A-Z]{3}):(\d{1,15}):(.+)$/.exec(gatewayPaymentId);
  if (!match) return undefined;
  const [, , currency = '', amountMinor = '', reference = ''] = match;
  return { currency, amountMinor: Number(amountMinor), reference };
}

function methodOf({ gatewayPaymentId }: { gatewayPaymentId: string }): string {
  return gatewayPaymentId.slice(0, gatewayPaymentId.indexOf(':'));
}
