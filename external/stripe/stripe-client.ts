import { z } from 'zod';
import { Exchange, parseJson, unknown, type Answer } from '../exchange/exchange.ts';
import type { ExternalCall, Unknown } from '../exchange/external-call.ts';
import { stripeForm, type FormParameters } from './stripe-form.ts';

export interface StripeSettings {
  /** `https://api.stripe.com`, or the sandbox. */
  baseUrl: string;
  secretKey: string;
  timeoutMs: number;
  concurrency?: number | undefined;
}

/** A GET sends its parameters in the query. */
export interface StripeRequest {
  method: 'GET' | 'POST';
  /** Without parameters. Ids in it are encoded by `stripeId`. */
  path: string;
  parameters?: FormParameters | undefined;
  /** A POST without one is never repeated. */
  idempotencyKey?: string | undefined;
}

/** The provider's refusal: card errors and invalid requests. */
export interface StripeRefusal {
  status: 'refused';
  type: string;
  code: string;
  /** Which of the request's parameters it is about. */
  parameter?: string;
  declineCode: string | undefined;
  detail: string;
  /** The payment as it is, where the provider sent it along; not parsed yet. */
  paymentIntent: unknown;
}

export interface StripeAnswered {
  status: 'answered';
  /** A JSON object; not parsed further yet. */
  value: object;
}

/** The version whose shapes we send and read; that of the package `stripe` we are tested against. */
export const stripeVersion = '2026-10-28.endive';

export const stripeKey = z
  .string()
  .regex(/^(sk|rk)_\w+$/, 'is no secret or restricted key of Stripe (sk_… or rk_…)');

/** Tells Stripe whose page it is, and lets nobody do anything. */
export const stripePublishableKey = z
  .string()
  .regex(/^pk_\w+$/, 'is no publishable key of Stripe (pk_…)');

const errorSchema = z.object({
  type: z.string().min(1),
  code: z.string().nullish(),
  decline_code: z.string().nullish(),
  param: z.string().nullish(),
  message: z.string().nullish(),
  payment_intent: z.unknown().optional(),
});

/** Stripe's form-encoded API over our own exchange: connections, deadline, breaker and retries. */
export class StripeClient {
  private readonly exchange: Exchange;

  constructor({ baseUrl, secretKey, timeoutMs, concurrency }: StripeSettings) {
    this.exchange = new Exchange({
      baseUrl,
      timeoutMs,
      ...(concurrency === undefined ? {} : { concurrency }),
      headers: {
        authorization: `Bearer ${secretKey}`,
        'stripe-version': stripeVersion,
        'user-agent': 'Kontor',
      },
    });
  }

  async send(
    { method, path, parameters = {}, idempotencyKey }: StripeRequest,
    call?: ExternalCall,
  ): Promise<StripeAnswered | StripeRefusal | Unknown> {
    const form = stripeForm(parameters);
    const reads = method === 'GET';
    const headers: Record<string, string> = {};
    if (!reads) headers['content-type'] = 'application/x-www-form-urlencoded';
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    const answer = await this.exchange.send(
      {
        method,
        path: reads && form !== '' ? `${path}?${form}` : path,
        headers,
        body: reads ? undefined : form,
        idempotent: reads || idempotencyKey !== undefined,
      },
      call,
    );
    return answer.status === 'unknown' ? answer : judge(answer);
  }

  close(): Promise<void> {
    return this.exchange.close();
  }
}

/** An id as a part of a path. */
export function stripeId(id: string): string {
  return encodeURIComponent(id);
}

function judge({ statusCode, text }: Answer): StripeAnswered | StripeRefusal | Unknown {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) {
    return unknown('invalid_answer', 'maybe', 'no JSON');
  }
  const hasError = 'error' in value && value.error !== null && value.error !== undefined;
  if (statusCode < 400 && !hasError) return { status: 'answered', value };
  const parsed = errorSchema.safeParse(hasError ? value.error : undefined);
  // A refusal lets the caller go another way, so half of one is not believed.
  if (statusCode < 400 || !parsed.success) {
    return unknown('invalid_answer', 'maybe', `status ${statusCode} and no error of Stripe`);
  }
  const error = parsed.data;
  // Another request with this key is in flight; nothing of this one was executed, of that one maybe.
  if (statusCode === 409) return unknown('still_processing', 'maybe', error.code ?? undefined);
  if (error.type === 'idempotency_error') {
    return unknown('idempotency_conflict', 'maybe', error.message ?? undefined);
  }
  return {
    status: 'refused',
    type: error.type,
    code: error.code ?? error.type,
    ...(error.param ? { parameter: error.param } : {}),
    declineCode: error.decline_code ?? undefined,
    detail: error.message ?? '',
    paymentIntent: error.payment_intent,
  };
}
