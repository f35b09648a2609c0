import { AsyncLocalStorage } from 'node:async_hooks';
import type Stripe from 'stripe';
import { Exchange, unknown, type Answer } from './exchange.ts';
import type { ExternalCall, Unknown } from './external-call.ts';

export interface StripeSettings {
  /** `https://api.stripe.com`, or the sandbox. */
  baseUrl: string;
  secretKey: string;
  timeoutMs: number;
  concurrency?: number | undefined;
}

/** The provider's refusal: card errors and invalid requests. */
export interface StripeRefusal {
  status: 'refused';
  type: string;
  code: string;
  declineCode: string | undefined;
  detail: string;
  /** The payment as it is, where the provider sent it along; not parsed yet. */
  paymentIntent: unknown;
}

class NoAnswer extends Error {
  readonly result: Unknown;
  constructor(result: Unknown) {
    super(result.reason);
    this.result = result;
  }
}

/**
 * Stripe's SDK for parameters, types and errors, over our own exchange for connections, deadline,
 * breaker and retries. The SDK is loaded with the first call: it takes 35 MB and 150 ms.
 */
export class StripeClient {
  readonly #settings: StripeSettings;
  readonly #exchange: Exchange;
  readonly #currentCall = new AsyncLocalStorage<ExternalCall | undefined>();
  #stripe: Promise<Stripe> | undefined;

  constructor(settings: StripeSettings) {
    this.#settings = settings;
    this.#exchange = new Exchange({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeoutMs,
      ...(settings.concurrency === undefined ? {} : { concurrency: settings.concurrency }),
    });
  }

  async run<T>(
    operation: (stripe: Stripe) => Promise<T>,
    call: ExternalCall | undefined,
  ): Promise<{ status: 'answered'; value: T } | StripeRefusal | Unknown> {
    const stripe = await (this.#stripe ??= this.#load());
    try {
      const value = await this.#currentCall.run(call, () => operation(stripe));
      return { status: 'answered', value };
    } catch (error) {
      return judgeStripeError(error);
    }
  }

  close(): Promise<void> {
    return this.#exchange.close();
  }

  async #load(): Promise<Stripe> {
    const { default: StripeSdk } = await import('stripe');
    const url = new URL(this.#settings.baseUrl);
    const protocol = url.protocol === 'http:' ? 'http' : 'https';
    return new StripeSdk(this.#settings.secretKey, {
      host: url.hostname,
      port: url.port || (protocol === 'http' ? 80 : 443),
      protocol,
      telemetry: false,
      maxNetworkRetries: 0,
      timeout: this.#settings.timeoutMs,
      httpClient: this.#httpClient(),
    });
  }

  #httpClient(): Stripe.HttpClient {
    return {
      getClientName: () => 'undici',
      makeRequest: async (_host, _port, path, method, headers, body) => {
        const result = await this.#exchange.send(
          {
            method: method as 'GET' | 'POST' | 'DELETE',
            path,
            headers: wireHeaders(headers),
            body: method === 'GET' ? undefined : body,
            idempotent: method === 'GET' || headers['Idempotency-Key'] !== undefined,
          },
          this.#currentCall.getStore(),
        );
        if (result.status === 'unknown') throw new NoAnswer(result);
        return sdkResponse(result);
      },
    } as Stripe.HttpClient;
  }
}

/** The SDK leaves empty headers undefined and computes a length that undici computes itself. */
function wireHeaders(headers: object): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null || name === 'Content-Length') continue;
    wire[name] = String(value);
  }
  return wire;
}

function sdkResponse(answer: Answer): object {
  return {
    getStatusCode: () => answer.statusCode,
    getHeaders: () => answer.headers,
    getRawResponse: () => answer,
    toStream: () => undefined,
    toJSON: async () => {
      const parsed: unknown = JSON.parse(answer.text);
      if (typeof parsed === 'object' && parsed !== null) return parsed;
      throw new SyntaxError('The answer is no JSON object');
    },
  };
}

interface StripeErrorShape {
  type?: string;
  rawType?: string;
  code?: string;
  decline_code?: string;
  statusCode?: number;
  message?: string;
  detail?: unknown;
  payment_intent?: unknown;
}

function judgeStripeError(error: unknown): StripeRefusal | Unknown {
  const shape = error as StripeErrorShape;
  if (shape.detail instanceof NoAnswer) return shape.detail.result;
  if (typeof shape.rawType !== 'string') {
    if (shape.type === 'StripeAPIError') return unknown('invalid_answer', 'maybe', 'no JSON');
    throw error;
  }
  // Another request with this key is in flight; nothing of this one was executed, of that one maybe.
  if (shape.statusCode === 409) return unknown('still_processing', 'maybe', shape.code);
  if (shape.rawType === 'idempotency_error') {
    return unknown('idempotency_conflict', 'maybe', shape.message);
  }
  return {
    status: 'refused',
    type: shape.rawType,
    code: shape.code ?? shape.rawType,
    declineCode: shape.decline_code,
    detail: shape.message ?? '',
    paymentIntent: shape.payment_intent,
  };
}
