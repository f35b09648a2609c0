import { z } from 'zod';
import { timelineEntry } from '#contracts/order/shapes.ts';
import { id } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { readStoredSteps, storedStepsCalls } from './read-stored-steps.ts';
import { span, storedStep, unanswered } from './shapes.ts';
import { shownSpan } from './shown-span.ts';

/** An order that was changed again and again has more; the first ones made it. */
const tracesLooked = 100;

/**
 * The way of an order: what happened by its timeline, what outboxes, inboxes and stories have of it,
 * and what went along the arrows meanwhile.
 */
export const readOrderPath = useCase({
  name: 'adminGetOrderPath',
  kind: 'query',
  audience: 'admin',
  access: ['orders:read'],
  calls: [['order', 'getTimeline'], ...storedStepsCalls],
  input: z.strictObject({ orderId: id }),
  output: z
    .strictObject({
      orderId: id,
      entries: z.array(timelineEntry),
      spans: z.array(span),
      steps: z.array(storedStep).meta({
        description:
          'What is stored of it: events from who told them to who heard them, and stories. Kept for a week or so, whatever is restarted',
      }),
      remembered: z.boolean().meta({
        description:
          'Whether how it was placed is still in memory. Of older orders it is not, nor after a restart: `spans` lacks it, and only the times of `entries` are known',
        examples: [true],
      }),
      unanswered,
    })
    .meta({ id: 'OrderPath' }),
  perform: async ({ orderId }, { invocation }, { call, picture }) => {
    const timeline = await call.order.getTimeline({ orderId }, invocation);
    if (!timeline.ok) return timeline;
    const entries = timeline.value.items;
    const stored = await readStoredSteps(orderId, invocation, call);
    const all = [...entries, ...stored.steps].map(({ traceId }) => traceId);
    const traces = [...new Set(all)].slice(0, tracesLooked);
    const { value, unanswered } = await picture.spansOf(traces);
    return ok({
      orderId,
      entries,
      spans: value.map(shownSpan),
      steps: stored.steps,
      // It began at a gateway, so what is known of elsewhere alone is not all of it.
      remembered: value.some(
        ({ traceId, from }) => traceId === traces[0] && from === 'api-gateway',
      ),
      unanswered: [...new Set([...unanswered, ...stored.unanswered])],
    });
  },
});
