import { platformFailureKinds, type FailureKind } from '#kernel/contract.ts';
import type { AnyReply, CarriedCall } from '../calls/calls.ts';
import { isUnavailability } from '../ground/unavailability.ts';

/**
 * How something ended: undefined well, the kind of a declared failure, `unavailable` where nobody
 * answered, `surprise` where something threw that should not. The last two are failures of ours.
 */
export type ErrorClass = FailureKind | 'refused' | 'surprise';

export interface Outcome {
  readonly errorClass: ErrorClass | undefined;
  /** The exact code, for the span. */
  readonly code: string | undefined;
}

export const well: Outcome = { errorClass: undefined, code: undefined };

export function isOurs(errorClass: ErrorClass | undefined): boolean {
  return errorClass === 'unavailable' || errorClass === 'surprise';
}

export function outcomeOfReply({ shape }: CarriedCall, reply: AnyReply): Outcome {
  if (reply.ok) return well;
  const { code, kind } = reply.failure;
  const kinds: Readonly<Record<string, FailureKind>> = platformFailureKinds;
  return { errorClass: shape.failures[code]?.kind ?? kinds[code] ?? kind ?? 'surprise', code };
}

const refusals = new Set(['refused', 'rejected', 'declined']);

/** What an external system answered: its own "no" is no fault, an unknown answer is. */
export function outcomeOfAnswer(answer: unknown): Outcome {
  const { status } = (answer ?? {}) as { status?: unknown };
  if (status === 'unknown') return { errorClass: 'unavailable', code: 'unknown' };
  if (typeof status === 'string' && refusals.has(status)) {
    return { errorClass: 'refused', code: status };
  }
  return well;
}

export function outcomeOfThrow(error: unknown): Outcome {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const reported = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  return { errorClass: isUnavailability(error) ? 'unavailable' : 'surprise', code: reported };
}
