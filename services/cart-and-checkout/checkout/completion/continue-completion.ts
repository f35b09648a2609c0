import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { runCompletion } from './complete-checkout.ts';
import type { CompletionGate } from './request-completion.ts';
import { completionStory, readAttempt, type Attempt } from './completion-store.ts';

/**
 * Goes on with an attempt that its request left: the process died, the gateway's answer was lost,
 * a person is at the bank. Its id is the attempt's payment id. It is woken by what payment tells,
 * and otherwise looks by itself.
 */
export function continueCompletion(
  context: ServiceContext<'checkout'>,
  gate: CompletionGate,
): StoryShape {
  return {
    story: completionStory,
    advance: async (paymentId, invocation) => {
      const end = await gate.beginAlone(paymentId);
      try {
        const attempt = await context.database.first<Attempt>(readAttempt(paymentId));
        if (!attempt || attempt.state === 'completed' || attempt.state === 'undone') {
          await context.database.transaction('end_completion', invocation, async (tx) =>
            tx.stories.finish(completionStory, paymentId),
          );
          return;
        }
        const { rests, reply } = await runCompletion({
          context,
          attempt,
          invocation,
          fresh: false,
        });
        if (!rests && !reply.ok) throw new Error(`not settled: ${reply.failure.code}`);
      } finally {
        end();
      }
    },
  };
}
