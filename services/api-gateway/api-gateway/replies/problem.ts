import type { FailureKind } from '#kernel/contract.ts';

/** What is wrong with one field: `field` is a path as in `lines.0.quantity`. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A request that is not served, and how it is told. */
export interface Refusal {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** A sentence for people: what happened and what to do. */
  readonly message: string;
  readonly errors?: readonly FieldProblem[];
  /** The failure's detail, as its contract declares it. */
  readonly details?: unknown;
  readonly retryAfterSeconds?: number;
}

export const statusOfKind: Readonly<Record<FailureKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_many: 429,
  unavailable: 503,
};

/** What RFC 9110 calls the statuses that are told here. */
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export function titleOf(status: number): string {
  return titles[status] ?? 'Problem';
}

export const problemContentType = 'application/problem+json; charset=utf-8';

export function refusal(
  status: number,
  code: string,
  message: string,
  more: Pick<Refusal, 'errors' | 'details' | 'retryAfterSeconds'> = {},
): Refusal {
  return { status, code, message, ...more };
}

/** A refusal as RFC 9457 tells it. */
export function problemOf(refused: Refusal, traceId: string): object {
  const { status, code, message, errors, details } = refused;
  return {
    type: `urn:kontor:problem:${code}`,
    title: titleOf(status),
    status,
    detail: message,
    code,
    traceId,
    ...(errors ? { errors } : {}),
    ...(details === null || details === undefined ? {} : { details }),
  };
}

/** The body of a refusal. */
export function problemText(refused: Refusal, traceId: string): string {
  return JSON.stringify(problemOf(refused, traceId));
}
