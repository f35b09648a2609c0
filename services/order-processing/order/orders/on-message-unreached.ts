import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { addToTimelines } from './timeline.ts';

/** Staff read on the order that its customer was not reached, and by which message. */
export async function onMessageUnreached(
  event: ReceivedEvent<'notification.message_unreached'>,
  tx: Transaction,
): Promise<void> {
  const { messageId, orderId, template, part, reason } = event.data;
  const { traceparent } = event;
  const what = template.replaceAll('_', ' ');
  const by = part === 'sms' ? 'text message' : 'e-mail';
  const message = `The ${by} “${what}” did not reach the customer (${reason}). Ask for another way to write to them.`;
  const entry = { key: `unreached ${part} ${messageId}`, kind: 'message_unreached', message };
  await tx.change(addToTimelines([{ ...entry, internal: true, orderId, traceparent }]));
}
