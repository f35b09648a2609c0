import { z } from 'zod';
import type { BalanceBook } from './balance.ts';
import { foundPaymentSchema } from './found-payment.ts';
import type { PayPages } from './pages.ts';
import {
  refusedSchema,
  unknownSchema,
  webhookRefusalSchema,
  type ExternalCall,
  type WebhookRequest,
} from '../exchange/external-call.ts';

export type {
  EndPageResult,
  FindPageRequest,
  FindPageResult,
  GatewayPage,
  OpenPageRequest,
  OpenPageResult,
  PayPages,
} from './pages.ts';
export type { BalanceBook, BalanceLine, GatewayPayout } from './balance.ts';
export type { ExternalCall, Refused, Unknown, WebhookRequest } from '../exchange/external-call.ts';

const minor = z.number().int().nonnegative();
const currency = z.string().regex(/^[A-Z]{3}$/);

export interface AuthorizeRequest {
  /** Our own id of the payment; kept by the gateway and found again with `find`. */
  reference: string;
  amountMinor: number;
  /** ISO 4217, upper case. */
  currency: string;
  /** What the gateway's browser library handed out. Never card data; empty where it needs none. */
  paymentMethodToken: string;
  /** The kind of way to pay, for a provider of several: `card`, `invoice`. */
  method?: string;
  captureMethod: 'manual';
  /** Ask for one that can be captured in several parts, where the provider has such. */
  inParts?: boolean;
  /** Ask for a 3-D Secure challenge even where the gateway would not. */
  forceChallenge: boolean;
  /** Where the gateway sends the person after a challenge. */
  returnUrl: string;
  idempotencyKey: string;
  /** Short strings without personal data. `reference` is added by the adapter. */
  metadata?: Record<string, string>;
}

export const authorizeResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('authorized'),
    gatewayPaymentId: z.string(),
    authorizedMinor: minor,
    currency,
    /** UTC, ISO 8601; null where an authorization does not expire. */
    expiresAt: z.string().nullable(),
    /** Whether this one can be captured in several parts; absent where it cannot. */
    inParts: z.boolean().optional(),
  }),
  z.object({
    status: z.literal('requires_action'),
    gatewayPaymentId: z.string(),
    nextAction: z.object({ type: z.literal('redirect'), url: z.string() }),
  }),
  z.object({
    status: z.literal('declined'),
    gatewayPaymentId: z.string().optional(),
    declineCode: z.string(),
  }),
  unknownSchema,
]);

export interface CaptureRequest {
  gatewayPaymentId: string;
  /** At most what is still held. */
  amountMinor: number;
  /**
   * A part, of a payment that can be captured in parts: the rest stays held. Otherwise it is the last
   * capture of the payment, and the gateway gives back what is left.
   */
  isPart?: boolean;
  /** By earlier captures of the payment: a provider may tell the sum. */
  capturedBeforeMinor?: number;
  currency: string;
  idempotencyKey: string;
}

export const captureResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('captured'),
    gatewayPaymentId: z.string(),
    /** By this capture. */
    capturedMinor: minor,
    currency,
  }),
  refusedSchema,
  unknownSchema,
]);

export interface VoidRequest {
  gatewayPaymentId: string;
  /** Where it was captured in part: what stays captured when the rest is given back. */
  capturedBefore?: { amountMinor: number; currency: string };
  idempotencyKey: string;
}

export const voidResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('voided'), gatewayPaymentId: z.string() }),
  refusedSchema,
  unknownSchema,
]);

export interface RefundRequest {
  gatewayPaymentId: string;
  amountMinor: number;
  currency: string;
  idempotencyKey: string;
  reason: 'requested_by_customer' | 'duplicate' | 'fraudulent';
  /** Our own id of the refund; kept by the gateway and told by `listRefunds`. */
  reference?: string;
}

export const refundResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('refunded'),
    gatewayRefundId: z.string(),
    gatewayPaymentId: z.string(),
    refundedMinor: minor,
    currency,
  }),
  /** Accepted, money still on its way; `payment.refunded` or `find` tells the end. */
  z.object({
    status: z.literal('pending'),
    gatewayRefundId: z.string(),
    gatewayPaymentId: z.string(),
    refundedMinor: minor,
    currency,
  }),
  refusedSchema,
  unknownSchema,
]);

export type FindRequest =
  | {
      reference: string;
      /**
       * When the authorization was first tried (epoch ms). With it the gateway's list is read,
       * which is consistent at once; without it its search, which may lag by a minute.
       */
      attemptedAtMs?: number;
    }
  | { gatewayPaymentId: string };

export const findResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('found'),
    payment: foundPaymentSchema,
  }),
  z.object({ status: z.literal('not_found') }),
  unknownSchema,
]);

export const listRefundsResultSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('listed'),
    refunds: z.array(
      z.object({
        gatewayRefundId: z.string(),
        reference: z.string().nullable(),
        state: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
        amountMinor: minor,
        currency,
        /** UTC, ISO 8601. */
        createdAt: z.string(),
      }),
    ),
  }),
  unknownSchema,
]);

export const paymentEventTypes = [
  'payment.authorized',
  'payment.failed',
  'payment.captured',
  'payment.refunded',
  'payment.voided',
  'payment.disputed',
  /** A refund ended, also one that had ended otherwise before. */
  'payment.refund_changed',
  /** The shop's account there was paid out, or can be listed now: no payment of its own. */
  'balance.changed',
  /** Something about a payment changed: the gateway's book says what. */
  'payment.hinted',
  /** Understood, and nothing for us. */
  'payment.noted',
  /** Not understood: `told` is what came. */
  'other',
] as const;

export const disputeStates = ['inquiry', 'open', 'won', 'lost', 'closed'] as const;

export const paymentEventSchema = z.object({
  /** The provider's event id: store it for 7 days or more, a second one is a duplicate. */
  id: z.string(),
  type: z.enum(paymentEventTypes),
  gatewayPaymentId: z.string().nullable(),
  reference: z.string().nullable(),
  /** authorized, captured, total refunded so far, or disputed amount, by type; null for `other`. */
  amountMinor: minor.nullable(),
  currency: currency.nullable(),
  /** UTC, ISO 8601. */
  occurredAt: z.string(),
  /** With `payment.failed`. */
  declineCode: z.string().nullable(),
  /** With `payment.refund_changed`. */
  refund: z
    .object({
      gatewayRefundId: z.string(),
      reference: z.string().nullable(),
      state: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
    })
    .optional(),
  /** With `payment.disputed`. */
  dispute: z
    .object({
      gatewayDisputeId: z.string(),
      /** `inquiry`: no money has moved; `closed`: an inquiry that ended so. */
      state: z.enum(disputeStates),
      /** Whether the gateway took the money, and whether it gave it back. */
      withdrawn: z.boolean(),
      reinstated: z.boolean(),
      reason: z.string(),
    })
    .optional(),
  /** With `other`: the vendor's name of the event, whether we should know it, and what it is about. */
  reported: z.object({ type: z.string(), unreadable: z.boolean(), object: z.unknown() }).optional(),
});

export const paymentWebhookResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), event: paymentEventSchema }),
  webhookRefusalSchema,
]);

export type AuthorizeResult = z.infer<typeof authorizeResultSchema>;
export type CaptureResult = z.infer<typeof captureResultSchema>;
export type VoidResult = z.infer<typeof voidResultSchema>;
export type RefundResult = z.infer<typeof refundResultSchema>;
export type ListRefundsResult = z.infer<typeof listRefundsResultSchema>;
export type FindResult = z.infer<typeof findResultSchema>;
export type PaymentEvent = z.infer<typeof paymentEventSchema>;
export type PaymentWebhookResult = z.infer<typeof paymentWebhookResultSchema>;

export type Keyless<Request> = Omit<Request, 'idempotencyKey'>;

/**
 * The provider's own form for a card, which a page shows in a frame of the provider's: card numbers
 * go there and nowhere else. Nothing of it is secret.
 */
export interface CardElement {
  readonly publishableKey: string;
  readonly scriptUrl: string;
  /** What a content security policy must let in: `script-src`, `frame-src`, `connect-src`. */
  readonly scriptOrigins: readonly string[];
  readonly frameOrigins: readonly string[];
  readonly connectOrigins: readonly string[];
  /** An amount of our minor units as the element is told it; null where the provider takes no such. */
  amountOf(amountMinor: number, currency: string): number | null;
}

/** No operation throws for anything a provider or a network can do. */
export interface PaymentGateway extends Partial<PayPages> {
  /** `promise`: the buyer pays later (invoice, cash on delivery), nothing is held outside. */
  readonly authorizationKind: 'card' | 'promise';
  /**
   * Whether an authorization begins with a token of the provider's browser library. One that sends
   * the person to a page of its own needs none.
   */
  readonly needsToken: boolean;
  /** Null where it has none, or its key is not set. */
  readonly cardElement: CardElement | null;
  /**
   * Fingerprints of what would be sent for a request, all but its key. A provider keeps a key with
   * the first body that it got under it: one of another fingerprint is never sent under that key.
   */
  readonly wire: {
    authorize(request: Keyless<AuthorizeRequest>): string;
    capture(request: Keyless<CaptureRequest>): string;
    void(request: Keyless<VoidRequest>): string;
    refund(request: Keyless<RefundRequest>): string;
  };
  /** How many captures of one payment it takes at most; of each payment its answer says whether several. */
  readonly capturesAtMost: number;
  /** Which amounts it takes of a currency: multiples of the step alone, in our minor units. */
  readonly amounts: { stepOf(currency: string): number };
  authorize(request: AuthorizeRequest, call?: ExternalCall): Promise<AuthorizeResult>;
  capture(request: CaptureRequest, call?: ExternalCall): Promise<CaptureResult>;
  /** Gives back what is held; of a payment that was captured in part, the rest. */
  void(request: VoidRequest, call?: ExternalCall): Promise<VoidResult>;
  refund(request: RefundRequest, call?: ExternalCall): Promise<RefundResult>;
  find(request: FindRequest, call?: ExternalCall): Promise<FindResult>;
  /** Every refund that the gateway's book has of a payment, whatever became of it. */
  listRefunds(
    request: { gatewayPaymentId: string },
    call?: ExternalCall,
  ): Promise<ListRefundsResult>;
  /** What its account for the shop holds, and what it sent to the bank; null where it does not say. */
  readonly balance: BalanceBook | null;
  verifyWebhook(request: WebhookRequest): PaymentWebhookResult;
  close(): Promise<void>;
}
