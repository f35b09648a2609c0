import type { z } from 'zod';
import type { Invocation } from '#kernel/invocation.ts';
import { routeOf, together } from '#platform/events/stored-steps.ts';
import { inTime, whereAnswered } from '#platform/ground/unavailability.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import type { storedStep } from './shapes.ts';

type Step = z.output<typeof storedStep>;

/** Whom each neighbour answers for, besides itself. */
const behind = {
  cart: [],
  checkout: ['tax'],
  order: ['payment', 'invoice'],
  fulfillment: ['inventory-sync', 'tracking'],
  customer: [],
} as const;
const neighbours = ['cart', 'checkout', 'order', 'fulfillment', 'customer'] as const;

export const storedStepsCalls = neighbours.map(
  (neighbour) => [neighbour, 'listStoredSteps'] as const,
);

/** A page that shows what is known is not held up by one that hangs. */
const withinMs = 1_000;
/** The contract takes as many; an order has far fewer. */
const eventsAsked = 500;

interface StoredSteps {
  /** In order of time. */
  readonly steps: Step[];
  readonly unanswered: string[];
}

/** What outboxes, inboxes and stories have of an order: who told it is asked first, then who heard it. */
export async function readStoredSteps(
  orderId: string,
  invocation: Invocation,
  call: GatewayCalls,
): Promise<StoredSteps> {
  const ask = async (about: string[], events: string[]) => {
    const replies = await Promise.all(
      neighbours.map(async (neighbour) => {
        const asked = call[neighbour].listStoredSteps({ about, events }, invocation);
        const reply = await inTime(whereAnswered(asked), withinMs);
        const away = {
          told: [],
          heard: [],
          stories: [],
          unanswered: [neighbour, ...behind[neighbour]],
        };
        return reply?.ok ? reply.value : away;
      }),
    );
    return together(replies);
  };
  const { told, stories, unanswered } = await ask([orderId], []);
  const events = told.map(({ eventId }) => eventId).slice(0, eventsAsked);
  const { heard, unanswered: unheard } = await ask([], events);
  const heardAt = new Map(heard.map(({ eventId, service, at }) => [`${eventId} ${service}`, at]));
  const steps: Step[] = stories.map(({ service, name, startedAt, endedAt, traceId }) => ({
    kind: 'story',
    from: service,
    to: service,
    operation: name,
    startedAt,
    endedAt,
    traceId,
  }));
  for (const { eventId, type, at, traceId } of told) {
    const route = routeOf(type);
    for (const to of route?.consumers ?? []) {
      const endedAt = heardAt.get(`${eventId} ${to}`) ?? null;
      const { producer: from } = route!;
      steps.push({ kind: 'event', from, to, operation: type, startedAt: at, endedAt, traceId });
    }
  }
  return {
    steps: steps.toSorted((one, other) => one.startedAt.localeCompare(other.startedAt)),
    unanswered: [...new Set([...unanswered, ...unheard])],
  };
}
