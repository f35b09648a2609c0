import { isUnavailability } from '#platform/ground/unavailability.ts';
import type { Failure } from '#kernel/result.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { noteDecline } from '../admission/admit.ts';
import type { RateLimits } from '../admission/rate-limits.ts';
import { InputRefused, validateInput } from '../bodies/validate-request.ts';
import { refusal, statusOfKind, type Refusal } from '../replies/problem.ts';
import { databaseUnavailable, internalError } from '../replies/refusals.ts';
import type { Offer } from './prepared-use-case.ts';
import type { Asking, Gateway } from './use-case.ts';

export interface Performing {
  readonly gateway: Gateway;
  readonly limits: RateLimits | undefined;
}

export type Performed = { readonly value: unknown } | { readonly refused: Refusal };

/**
 * Performs for somebody who was let in what they gave the input of, which is checked against all
 * that the contract knows. A declined payment is counted against who tried it, whatever the door.
 * @param version of the thing as the caller read it, where they named one
 */
export async function performOffer(
  { gateway, limits }: Performing,
  offer: Offer,
  given: unknown,
  asking: Asking,
  version: number | undefined,
): Promise<Performed> {
  const whole =
    offer.takesVersion && version !== undefined
      ? { ...(given as object), expectedVersion: version }
      : given;
  const input = validateInput(offer.inputSchema, whole);
  if (input instanceof InputRefused) return { refused: input.refused };
  const result = await offer.perform(input as never, asking, gateway);
  if (result.ok) return { value: result.value };
  if (result.failure.code === 'payment_declined') {
    noteDecline(limits, asking.client, asking.invocation.actor.id);
  }
  return { refused: refusalOf(offer, result.failure, version) };
}

function refusalOf(
  { statuses }: Offer,
  { code, message, detail: details, kind }: Failure,
  version: number | undefined,
): Refusal {
  // A newer service may refuse with a slug that is not known here: its kind is.
  const declared = statuses.get(code) ?? (kind && statusOfKind[kind]);
  if (declared === undefined) throw new Error(`undeclared failure ${code}: ${message}`);
  // If-Match asked for a precondition, and RFC 9110 has a status of its own for that.
  const precondition = code === 'version_conflict' && version !== undefined;
  const status = precondition ? 412 : declared;
  const waits = status === 503 || status === 429 ? { retryAfterSeconds: 2 } : {};
  return refusal(status, code, message, { details, ...waits });
}

/** A surprise: told without its inside, logged once with the trace id and without data. */
export function refusalOfSurprise(
  log: Logger,
  about: { traceparent: string; operation: string | undefined },
  error: unknown,
): Refusal {
  const { name, message, stack, code } = error as Error & { code?: unknown };
  const reported = { ...about, error: { name, code, message, stack } };
  if (isUnavailability(error)) {
    log.warn(reported, 'request refused: a part does not answer');
    return databaseUnavailable;
  }
  log.error(reported, 'request failed');
  return internalError;
}
