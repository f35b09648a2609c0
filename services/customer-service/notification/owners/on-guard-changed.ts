import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertMessage, messageStory } from '../messages/message-store.ts';

/** Writes to the owner of an account, in the language of the account: once for each change. */
export async function onGuardChanged(
  event: ReceivedEvent<'auth.guard_changed'>,
  tx: Transaction,
): Promise<void> {
  const { id: messageId, occurredAt: at, channel, locale, data } = event;
  const { customerId, email, change, device = null } = data;
  await tx.query(
    insertMessage({
      messageId,
      template: 'guard_changed',
      channel,
      locale,
      email,
      phone: null,
      customerId,
      data: { change, at, device },
      sealed: null,
      expiresAt: null,
      emailState: 'queued',
      smsState: 'none',
    }),
  );
  tx.stories.begin(messageStory, messageId);
}
