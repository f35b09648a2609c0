/**
 * Expected failures are values: a stable slug, a sentence for people, and details for programs.
 * Only surprises throw.
 */
export interface Failure<Code extends string = string, Detail = unknown> {
  readonly code: Code;
  readonly message: string;
  readonly detail: Detail;
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
