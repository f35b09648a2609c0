import type {
  AuthorizeRequest,
  Keyless,
  OpenPageRequest,
  PayPages,
} from '#external/payment-gateway/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { isPromise, type PaymentMethodRow } from '../methods/payment-method.ts';
import { type PaymentRow, type Context } from './payment-store.ts';
import type { RefundRow } from '../refunding/refund-store.ts';

/** Where a payment was made, and stays. */
export type MadeAt = Pick<PaymentRow, 'provider' | 'sandbox'>;

/** The gateway gave no answer that can be trusted: the story asks again. */
export class GatewaySilent extends Error {
  constructor({ paymentId, state }: Pick<PaymentRow, 'paymentId' | 'state'>) {
    super(`the gateway does not say what became of payment ${paymentId}, which is ${state} here`);
  }
}

/** What goes along to the gateway: the trace, and until when anybody waits for its answer. */
export function along({ traceparent, deadlineMs }: Invocation) {
  return { traceparent, deadlineMs };
}

/**
 * A setting says who takes new payments; a promise stays with the shop, and so does what costs
 * nothing: no gateway takes an amount of 0.
 */
export function providerOfNew(
  { external }: Context,
  method: Pick<PaymentMethodRow, 'kind'>,
  amountMinor: number,
): MadeAt {
  const staysHere = isPromise(method) || amountMinor === 0;
  return staysHere ? { provider: 'shop', sandbox: false } : external.paymentGateway.newAt;
}

/** Whoever takes new payments says so; who pays later, or nothing, gives none. */
export function needsToken(
  { external }: Context,
  method: Pick<PaymentMethodRow, 'kind'>,
  totalMinor: number | null,
): boolean {
  return !isPromise(method) && totalMinor !== 0 && external.paymentGateway.chosen.needsToken;
}

/** Whether it can be paid on a page of whoever takes new payments. */
export function hasPage({ external }: Context): boolean {
  return external.paymentGateway.chosen.openPage !== undefined;
}

export function gatewayHasKeys({ external }: Context, { provider, sandbox }: MadeAt): boolean {
  return external.paymentGateway.of(provider, sandbox ?? false).hasKeys;
}

/** Of the provider it was made at, whoever takes new payments by now. */
export function gatewayOf({ external }: Context, { provider, sandbox }: MadeAt) {
  return external.paymentGateway.of(provider, sandbox ?? false).port;
}

/**
 * Gateways keep a key for a day: until then asking again is harmless and tells the end. A key that
 * is older is never sent: the gateway's book is asked first, whichever story asks. An hour is left for
 * clocks that differ.
 */
const keyRetentionMs = 23 * 3_600_000;

export function isForgotten(keySince: string): boolean {
  return clock.nowMs() - Date.parse(keySince) >= keyRetentionMs;
}

/** What was asked of a gateway and whose answer was lost may still arrive there within this time. */
export const mayStillArriveMs = 30_000;

/**
 * Stands in a row where the gateway said that it keeps the key with another body, whose fingerprint
 * nobody kept.
 */
export const anotherWire = 'another';

/**
 * Whether a key stands for another body than would be sent now: the adapter writes the same request
 * in another way since. Null: begun by a release that did not keep it.
 */
export function isOfAnotherBody(storedWire: string | null, wire: string): boolean {
  return storedWire !== null && storedWire !== wire;
}

export function authorizeKey({ paymentId, authorizeAttempt }: PaymentRow): string {
  const key = `authorize:${paymentId}`;
  return authorizeAttempt === 1 ? key : `${key}:${authorizeAttempt}`;
}

type Asked = Pick<
  PaymentRow,
  | 'paymentId'
  | 'amountMinor'
  | 'currency'
  | 'token'
  | 'method'
  | 'forceChallenge'
  | 'returnUrl'
  | 'orderNumber'
>;

/**
 * All but the key, out of what the payment's row has held since it began. What is captured as it is
 * shipped may be captured in parts.
 */
export function authorizeRequest(
  { settings }: Pick<Context, 'settings'>,
  asked: Asked,
): Keyless<AuthorizeRequest> {
  return {
    reference: asked.paymentId,
    amountMinor: asked.amountMinor,
    currency: asked.currency,
    paymentMethodToken: asked.token ?? '',
    method: asked.method,
    captureMethod: 'manual',
    ...(settings.captureAt === 'shipment' ? { inParts: true } : {}),
    forceChallenge: asked.forceChallenge,
    returnUrl: asked.returnUrl,
    metadata: { order_number: asked.orderNumber },
  };
}

/** The same of a page on which somebody pays. */
export function pageRequest(
  { settings }: Pick<Context, 'settings'>,
  asked: Asked & { readonly pageUntil: string },
): Keyless<OpenPageRequest> {
  return {
    reference: asked.paymentId,
    amountMinor: asked.amountMinor,
    currency: asked.currency,
    name: asked.orderNumber,
    captureMethod: 'manual',
    ...(settings.captureAt === 'shipment' ? { inParts: true } : {}),
    forceChallenge: asked.forceChallenge,
    returnUrl: asked.returnUrl,
    expiresAt: new Date(asked.pageUntil).toISOString(),
    metadata: { order_number: asked.orderNumber },
  };
}

/**
 * So long somebody can pay on a page, from when its payment began. Stripe takes half an hour at
 * least, from when it is asked: it may be asked again for some minutes.
 */
const pageLivesMs = 36 * 60_000;

export function newPageUntil(): string {
  return new Date(Math.floor(clock.nowMs() / 1_000) * 1_000 + pageLivesMs).toISOString();
}

/** @throws where whoever it was made at has none: it was begun there by another release */
export function pagesOf(context: Context, madeAt: MadeAt): PayPages {
  const { openPage, endPage, findPage, pageWire } = gatewayOf(context, madeAt);
  if (!openPage || !endPage || !findPage || !pageWire) {
    throw new Error(`${madeAt.provider} has no pages on which somebody pays`);
  }
  return { openPage, endPage, findPage, pageWire };
}

export function authorizeWire(
  context: Context,
  asked: Asked & MadeAt & { readonly pageUntil: string | null },
): string {
  const { pageUntil } = asked;
  if (pageUntil === null) {
    return gatewayOf(context, asked).wire.authorize(authorizeRequest(context, asked));
  }
  return pagesOf(context, asked).pageWire.open(pageRequest(context, { ...asked, pageUntil }));
}

/** Nothing is known yet of a payment that somebody may be making on the gateway's page. */
export function isOnPage(
  row: PaymentRow,
): row is PaymentRow & { readonly pageUntil: string; readonly gatewayPaymentId: null } {
  return row.pageUntil !== null && row.gatewayPaymentId === null;
}

export function isSentOtherwise(context: Context, row: PaymentRow): boolean {
  const wire = authorizeWire(context, row);
  return isOfAnotherBody(row.authorizeWire, wire);
}

/** The first two are the same: what an earlier version asked for is asked for again with its words. */
export function refundKey({ refundId, keyAttempt }: RefundRow): string {
  return keyAttempt < 2 ? `refund:${refundId}` : `refund:${refundId}:${keyAttempt}`;
}

/**
 * A payment is captured once and voided once under however many keys, so these carry the
 * fingerprint of their body themselves.
 */
export function captureKey({ paymentId, captureAttempt }: PaymentRow, wire: string): string {
  return `capture:${paymentId}:${captureAttempt}:${wire}`;
}

export function voidKey({ paymentId, voidAttempt }: PaymentRow, wire: string): string {
  return `void:${paymentId}:${voidAttempt}:${wire}`;
}
