import { z } from 'zod';

export type { PostalAddress } from '#kernel/postal-address/postal-address.ts';

/** Given with each call to an external system; adapters forward it and never depend on it. */
export interface ExternalCall {
  /** W3C trace context header value; sent on as `traceparent`. */
  traceparent?: string | undefined;
  /** Epoch milliseconds by `kernel/clock.ts` after which nobody waits for the answer any more. */
  deadlineMs?: number | undefined;
  /** Aborts the wait for an answer. The provider may still have executed: the result is `unknown`. */
  signal?: AbortSignal | undefined;
}

/** Why no trustworthy answer was had. */
export const unknownReasons = [
  'timeout',
  'aborted',
  'connection_failed',
  'connection_lost',
  /** Its certificate ran out, is another host's or nobody's who is believed: nothing was sent. */
  'untrusted',
  'server_error',
  'rate_limited',
  'still_processing',
  'invalid_answer',
  'amount_mismatch',
  'currency_mismatch',
  'unauthorized',
  'breaker_open',
  'bulkhead_full',
  /** Our key was used before with another body: a mistake of ours, held for review. */
  'idempotency_conflict',
  /** It was made at a provider of which this process has no keys. */
  'provider_without_keys',
] as const;

/**
 * No trustworthy answer. `executed: 'no'` means that the request certainly had no effect
 * (never sent, or refused before execution); `'maybe'` means: query before compensating.
 */
export const unknownSchema = z.object({
  status: z.literal('unknown'),
  reason: z.enum(unknownReasons),
  executed: z.enum(['no', 'maybe']),
  /** For logs; holds no personal data and no secrets. */
  detail: z.string().optional(),
  /** What the provider asked for by Retry-After. */
  retryAfterMs: z.number().int().nonnegative().optional(),
});

export type Unknown = z.infer<typeof unknownSchema>;
export type UnknownReason = (typeof unknownReasons)[number];

/** The provider understood and said no; repeating the same request is pointless. */
export const refusedSchema = z.object({
  status: z.literal('refused'),
  /** Stable slug, the provider's own where it has one. */
  code: z.string(),
  detail: z.string().optional(),
});

export type Refused = z.infer<typeof refusedSchema>;

/** What a webhook endpoint hands over, untouched. `nowMs` is the caller's clock in epoch milliseconds. */
export interface WebhookRequest {
  rawBody: Buffer;
  headers: Record<string, string | string[] | undefined>;
  /** Largest accepted age and lead of the signed time; 300 by habit. */
  toleranceSeconds: number;
  /** All secrets that are active during a rotation; one match is enough. */
  secrets: string[];
  nowMs?: number | undefined;
}

export const webhookRefusalSchema = z.object({
  ok: z.literal(false),
  reason: z.enum([
    'signature_missing',
    'signature_malformed',
    'signature_mismatch',
    /** Signed by a key that is not known here: fetch the keys, then look again. */
    'key_unknown',
    'timestamp_outside_tolerance',
    'body_malformed',
  ]),
});

export type WebhookRefusal = z.infer<typeof webhookRefusalSchema>;
