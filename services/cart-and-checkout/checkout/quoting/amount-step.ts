import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';

type Context = ServiceContext<'checkout'>;

const retentionMs = 300_000;
/** Of each process, by currency: who takes new payments changes with a start alone. */
const known = new WeakMap<object, Map<string, { step: number; untilMs: number }>>();

/**
 * The step of the amounts that whoever takes new payments takes of a currency. Where payment does
 * not answer, what it said last; an amount off the step is then declined when it is to be paid.
 */
export async function amountStepOf(
  { call }: Context,
  currency: string,
  invocation: Invocation,
): Promise<number> {
  const steps = known.get(call) ?? new Map<string, { step: number; untilMs: number }>();
  known.set(call, steps);
  const before = steps.get(currency);
  if (before && clock.nowMs() < before.untilMs) return before.step;
  try {
    const reply = await call.payment.getAmountStep({ currency }, invocation);
    const step = must(reply, 'amount step').stepMinor;
    steps.set(currency, { step, untilMs: clock.nowMs() + retentionMs });
    return step;
  } catch (error) {
    if (!isUnavailability(error)) throw error;
    return before?.step ?? 1;
  }
}
