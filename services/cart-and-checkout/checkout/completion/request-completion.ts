import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { answerUnder } from '#platform/resting/reply.ts';
import { keyInFlight, keyRequired, requestKey } from '#platform/resting/request-key.ts';
import { whileLeased } from '#platform/stories/while-leased.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { beginCompletion, completionInProgress, replayOf } from './begin-completion.ts';
import { runCompletion } from './complete-checkout.ts';
import type { CompletionGate, CompletionRequest } from './completion-gate.ts';
import type { CompletionReply } from './completion-reply.ts';
import {
  completionReply,
  completionStory,
  readPriorUse,
  type KeyUse,
  type PriorUse,
} from './completion-store.ts';

/**
 * A client's request to complete its checkout. The risk assessment is not part of the body that a
 * key stands for: the gateway adds it, and it may differ when the client asks again.
 */
export function completeCheckout(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
): Handler<'checkout', 'completeCheckout'> {
  return async (input, invocation) => {
    const { risk: _risk, ...body } = input;
    const use = requestKey('completeCheckout', body, invocation);
    if (!use) return keyRequired();
    const running = gate.requestOf(use.scope, input.checkoutId);
    if (running) return meetRunning(context, running, use);
    const leave = gate.admit(use.scope, input.checkoutId, use);
    try {
      return await completeOnce(context, gate, input, use, invocation);
    } finally {
      leave();
    }
  };
}

/** Whatever ends this before the attempt is at rest, the attempt's story goes on with it. */
async function completeOnce(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
  input: InputOf<'checkout', 'completeCheckout'>,
  use: KeyUse,
  invocation: Invocation,
): Promise<CompletionReply> {
  const paymentId = newId();
  const end = gate.begin(paymentId);
  let rests = false;
  try {
    const beginning = await beginCompletion(context, input, use, paymentId, invocation);
    const { attempt } = beginning;
    const outcome = attempt
      ? await runCompletion({ context, attempt, invocation, fresh: true })
      : { reply: beginning.reply, rests: true };
    rests = outcome.rests;
    return outcome.reply;
  } finally {
    end();
    // Should even this not be written, the story's row is there and the sweep takes it up.
    if (!rests) void wakeStory(context, paymentId, invocation);
  }
}

/** Twins and rivals of a request that runs here are told so without waiting for it. */
async function meetRunning(
  context: ServiceContext<'checkout'>,
  running: CompletionRequest,
  use: KeyUse,
): Promise<CompletionReply> {
  if (running.key === use.key) {
    return answerUnder(completionReply, use, { ...running, reply: null }, keyInFlight);
  }
  const prior = await context.database.first<PriorUse>(readPriorUse(use));
  return prior ? replayOf(context, prior, use) : completionInProgress();
}

async function wakeStory(
  context: ServiceContext<'checkout'>,
  paymentId: string,
  invocation: Invocation,
): Promise<void> {
  try {
    await whileLeased(() =>
      context.database.transaction('wake_completion', invocation, async (tx) => {
        tx.stories.begin(completionStory, paymentId);
      }),
    );
  } catch (error) {
    context.log.warn(
      { invocation, payment: paymentId, error: String(error) },
      'the sweep will go on with it',
    );
  }
}
