import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  bulkhead,
  circuitBreaker,
  handleWhenResult,
  retry,
} from 'cockatiel';
import { Pool, type Dispatcher } from 'undici';
import * as clock from '#kernel/clock.ts';
import type { ExternalCall, Unknown, UnknownReason } from './external-call.ts';
import { RetryBudget } from './retry-budget.ts';

export interface ExchangeSettings {
  /** Origin, with an optional path prefix, e.g. `https://api.stripe.com`. */
  baseUrl: string;
  /** For the whole exchange, retries included. */
  timeoutMs: number;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Requests in flight at once; four times as many may wait. */
  concurrency?: number;
}

export interface ExchangeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers?: Record<string, string> | undefined;
  body?: string | undefined;
  /** Only where a second arrival cannot have a second effect. Only these are retried. */
  idempotent: boolean;
}

export interface Answer {
  status: 'answered';
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

const breakingReasons: ReadonlySet<UnknownReason> = new Set<UnknownReason>([
  'timeout',
  'connection_failed',
  'connection_lost',
  'server_error',
]);
const retriedReasons: ReadonlySet<UnknownReason> = new Set<UnknownReason>([
  'connection_failed',
  'connection_lost',
  'server_error',
  'rate_limited',
]);
const neverSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** What TLS says of a certificate that is not believed, before anything is sent. */
const untrustedCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const failuresToBreak = 8;
const breakMs = 1_000;
const retriesMax = 2;
const retryBaseMs = 100;
const retryCapMs = 1_000;
/** A provider that asks for a longer rest is asked again after this. */
const restCapMs = 60_000;
const answerBytesMax = 1_048_576;

interface Attempt {
  request: ExchangeRequest;
  call: ExternalCall | undefined;
  deadlineMs: number;
}

type Result = Answer | Unknown;

export function unknown(
  reason: UnknownReason,
  executed: 'no' | 'maybe',
  detail?: string,
  retryAfterMs?: number,
): Unknown {
  return {
    status: 'unknown',
    reason,
    executed,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** One provider over kept-alive connections, with deadline, bulkhead, breaker and frugal retries. */
export class Exchange {
  private readonly settings: ExchangeSettings;
  private readonly prefix: string;
  private readonly concurrency: number;
  /** Bulkhead and breaker around the work, with retries between them where it may be repeated. */
  private readonly guarded: (repeats: boolean, work: () => Promise<Result>) => Promise<Result>;
  private pool: Pool | undefined;
  private readonly retryBudget = new RetryBudget();
  /** Failures whose next attempt would come after the deadline. */
  private readonly tooLate = new WeakSet<Unknown>();
  /** By `performance.now()`: until then the provider wants to be left alone by everybody. */
  private restsUntilMs = 0;

  constructor(settings: ExchangeSettings) {
    this.settings = settings;
    this.prefix = new URL(settings.baseUrl).pathname.replace(/\/$/, '');
    this.concurrency = settings.concurrency ?? 32;
    const limit = bulkhead(this.concurrency, this.concurrency * 4);
    const breaker = circuitBreaker(
      handleWhenResult((result) => hasReason(result, breakingReasons)),
      { breaker: new ConsecutiveBreaker(failuresToBreak), halfOpenAfter: breakMs },
    );
    const retries = retry(
      handleWhenResult((result) => this.isWorthRepeating(result as Result)),
      { maxAttempts: retriesMax, backoff: new DelegateBackoff(retryDelay) },
    );
    this.guarded = (repeats, work) => {
      const once = (): Promise<Result> => {
        // One call finds out whether the provider is back; nobody waits behind it.
        if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
        return breaker.execute(work);
      };
      return limit.execute(() => (repeats ? retries.execute(once) : once()));
    };
  }

  async send(request: ExchangeRequest, call?: ExternalCall): Promise<Result> {
    if (call?.signal?.aborted) return unknown('aborted', 'no');
    const leftMs = call?.deadlineMs === undefined ? Infinity : call.deadlineMs - clock.nowMs();
    if (leftMs <= 0) return unknown('timeout', 'no', 'the caller has no time left');
    this.retryBudget.earn();
    const timeMs = Math.min(this.settings.timeoutMs, leftMs);
    const attempt = { request, call, deadlineMs: performance.now() + timeMs };
    let attempts = 0;
    let last: Result | undefined;
    try {
      return await this.guarded(request.idempotent, async () => {
        attempts += 1;
        last = await this.attempt(attempt, last, attempts);
        return last;
      });
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return unknown('bulkhead_full', 'no');
      if (error instanceof BrokenCircuitError) {
        // Opened between two attempts: the first one may have been executed.
        return last?.status === 'unknown' ? last : unknown('breaker_open', 'no');
      }
      throw error;
    }
  }

  /** Waits for what is in flight. */
  async close(): Promise<void> {
    const pool = this.pool;
    this.pool = undefined;
    await pool?.close();
  }

  private async attempt(
    attempt: Attempt,
    before: Result | undefined,
    attempts: number,
  ): Promise<Result> {
    const remainingMs = attempt.deadlineMs - performance.now();
    const earlier = before?.status === 'unknown' ? before : undefined;
    if (remainingMs <= 0) return earlier ?? unknown('timeout', 'no', 'waited in the queue');
    const result = this.resting() ?? (await this.once(attempt, remainingMs));
    if (result.status !== 'unknown') return result;
    this.heed(result, attempt.deadlineMs);
    // A later attempt that certainly did nothing does not undo an earlier one that may have.
    const executed = earlier?.executed === 'maybe' ? 'maybe' : result.executed;
    if (attempts === 1 || executed === result.executed) return result;
    const reported = { ...result, executed };
    if (this.tooLate.has(result)) this.tooLate.add(reported);
    return reported;
  }

  private isWorthRepeating(result: Result): boolean {
    if (result.status !== 'unknown' || this.tooLate.has(result)) return false;
    return retriedReasons.has(result.reason) && this.retryBudget.take();
  }

  /** What is told instead of asking a provider that wants to be left alone. */
  private resting(): Unknown | undefined {
    const restMs = Math.ceil(this.restsUntilMs - performance.now());
    return restMs > 0 ? unknown('rate_limited', 'no', 'the provider rests', restMs) : undefined;
  }

  private heed(result: Unknown, deadlineMs: number): void {
    const { retryAfterMs } = result;
    if (retryAfterMs === undefined) return;
    const nowMs = performance.now();
    this.restsUntilMs = Math.max(this.restsUntilMs, nowMs + Math.min(retryAfterMs, restCapMs));
    if (nowMs + retryAfterMs >= deadlineMs) this.tooLate.add(result);
  }

  private async once({ request, call }: Attempt, remainingMs: number): Promise<Result> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort('timeout'), remainingMs);
    const onAbort = (): void => controller.abort('aborted');
    call?.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await this.poolOpened().request({
        method: request.method,
        path: this.prefix + request.path,
        headers: {
          ...this.settings.headers,
          ...request.headers,
          ...(call?.traceparent === undefined ? {} : { traceparent: call.traceparent }),
        },
        body: request.body ?? null,
        signal: controller.signal,
      });
      const text = await response.body.text();
      return judge(response.statusCode, response.headers, text);
    } catch (error) {
      if (controller.signal.aborted) {
        return unknown(controller.signal.reason as 'timeout' | 'aborted', 'maybe');
      }
      return judgeError(error);
    } finally {
      clearTimeout(timer);
      call?.signal?.removeEventListener('abort', onAbort);
    }
  }

  private poolOpened(): Pool {
    this.pool ??= new Pool(new URL(this.settings.baseUrl).origin, {
      connections: this.concurrency,
      keepAliveTimeout: 4_000,
      connect: { timeout: Math.min(this.settings.timeoutMs, 5_000) },
      headersTimeout: this.settings.timeoutMs + 1_000,
      bodyTimeout: this.settings.timeoutMs + 1_000,
      maxResponseSize: answerBytesMax,
    });
    return this.pool;
  }
}

function hasReason(result: unknown, reasons: ReadonlySet<UnknownReason>): boolean {
  const candidate = result as Result;
  return candidate.status === 'unknown' && reasons.has(candidate.reason);
}

function retryDelay({ attempt, result }: { attempt: number; result: unknown }): number {
  const { value } = result as { value?: Unknown };
  const ceilingMs = Math.min(retryCapMs, retryBaseMs * 2 ** attempt);
  const jitteredMs = ceilingMs / 2 + (Math.random() * ceilingMs) / 2;
  // The next attempt finds the deadline passed when the provider asks for a longer rest than we have.
  return (value?.retryAfterMs ?? 0) + jitteredMs;
}

function judge(
  statusCode: number,
  headers: Dispatcher.ResponseData['headers'],
  text: string,
): Result {
  if (statusCode === 429) {
    return unknown('rate_limited', 'no', undefined, parseRetryAfter(headers['retry-after']));
  }
  if (statusCode >= 500) {
    const retryAfterMs = parseRetryAfter(headers['retry-after']);
    return unknown('server_error', 'maybe', `status ${statusCode}`, retryAfterMs);
  }
  if (statusCode === 401 || statusCode === 403) {
    return unknown('unauthorized', 'no', `status ${statusCode}: check the configured key`);
  }
  if (statusCode < 200 || (statusCode >= 300 && statusCode < 400)) {
    return unknown('invalid_answer', 'maybe', `status ${statusCode}`);
  }
  return { status: 'answered', statusCode, headers, text };
}

function judgeError(error: unknown): Unknown {
  const code = (error as { code?: string }).code ?? 'unspecified';
  if (untrustedCodes.has(code)) return unknown('untrusted', 'no', code);
  if (neverSentCodes.has(code)) return unknown('connection_failed', 'no', code);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return unknown('invalid_answer', 'maybe', code);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return unknown('timeout', 'maybe', code);
  }
  return unknown('connection_lost', 'maybe', code);
}

function parseRetryAfter(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, Math.round(waitMs)) : undefined;
}

/** Escapes of NUL and of halves of characters: JSON may hold them, a database may not. */
const unstorable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** `undefined` where the text is no JSON. What no database can keep is told as `\ufffd`. */
export function parseJson(text: string): unknown {
  try {
    return unstorable.test(text) ? JSON.parse(text, storable) : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function storable(_name: string, value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [storableText(name), one]);
  return Object.fromEntries(entries) as unknown;
}

function storableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}
