import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertMessage, messageStory } from '../messages/message-store.ts';

/** Sends the link to the address that is to be an account's, in the language of the account. */
export async function onEmailChangeRequested(
  event: ReceivedEvent<'auth.email_change_requested'>,
  tx: Transaction,
): Promise<void> {
  const { id: messageId, channel, locale, data } = event;
  const { customerId, email, sealed, expiresAt } = data;
  await tx.query(
    insertMessage({
      messageId,
      template: 'email_change',
      channel,
      locale,
      email,
      phone: null,
      customerId,
      data: {},
      sealed,
      expiresAt,
      emailState: 'queued',
      smsState: 'none',
    }),
  );
  tx.stories.begin(messageStory, messageId);
}
