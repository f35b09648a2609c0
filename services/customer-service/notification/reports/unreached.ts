import { newId } from '#kernel/ids.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';

interface Unreached {
  readonly id: string;
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly orderId: string | null;
}

/** Tells the order that a message about it did not reach its customer; nothing where it did. */
export function unreached(
  { id, template, channel, locale, orderId }: Unreached,
  part: 'email' | 'sms',
  reason: string | null,
): EmittedEvent[] {
  if (reason === null || orderId === null) return [];
  return [
    {
      type: 'notification.message_unreached',
      // Each is a thing of its own: none waits for another.
      aggregateId: newId(),
      aggregateVersion: 1,
      channel,
      locale,
      data: { messageId: id, orderId, template, part, reason: reason.slice(0, 100) },
    },
  ];
}
