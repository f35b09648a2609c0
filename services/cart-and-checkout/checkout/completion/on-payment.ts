import { each } from '#platform/calls/service.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { completionStory } from './completion-store.ts';

/** What payment tells of an authorization wakes the story that waits for it. */
export const wakeCompletion = each<ReceivedEvent<'payment.authorized' | 'payment.failed'>>(
  async ({ data }, tx) => {
    tx.stories.begin(completionStory, data.paymentId);
  },
);
