/**
 * How a declared failure is told over HTTP: `invalid` 422, `unauthenticated` 401, `forbidden` 403,
 * `not_found` 404, `conflict` 409, `gone` 410, `payment_required` 402, `too_many` 429,
 * `unavailable` 503.
 */
export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'payment_required'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_many'
  | 'unavailable';

/**
 * Expected failures are values: a stable slug, a sentence for people, and details for programs.
 * Only surprises throw.
 */
export interface Failure<Code extends string = string, Detail = unknown> {
  readonly code: Code;
  readonly message: string;
  readonly detail: Detail;
  /** Of a failure that a newer neighbour declares and this version does not know. */
  readonly kind?: FailureKind;
}

export interface Ok<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Failed<F extends Failure = Failure> {
  readonly ok: false;
  readonly failure: F;
}

export type Result<Value, F extends Failure = never> = Ok<Value> | Failed<F>;

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

/** A declared failure. `message` says what happened and what to do, without personal data. */
export function fail<const Code extends string>(
  code: Code,
  message: string,
): Failed<Failure<Code, null>>;
export function fail<const Code extends string, Detail>(
  code: Code,
  message: string,
  detail: Detail,
): Failed<Failure<Code, Detail>>;
export function fail(code: string, message: string, detail: unknown = null): Failed {
  return { ok: false, failure: { code, message, detail } };
}

/** Takes the value of a result that cannot have failed here; a failure is then a surprise and throws. */
export function must<Value>(result: Result<Value, Failure>, doing: string): Value {
  if (result.ok) return result.value;
  throw new Error(`${doing}: ${result.failure.code}: ${result.failure.message}`);
}
