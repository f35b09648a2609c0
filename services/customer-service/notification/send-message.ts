import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import type { MessageState } from './message-states.ts';
import { insertMessage } from './message-store.ts';
import { templateDefinitions } from './template-definitions.ts';

/**
 * Takes a message and answers once it is durable: one statement and the commit that also holds the
 * story by which it is sent afterwards. The same id again changes nothing and tells its state.
 */
export function sendMessage({
  database,
}: ServiceContext<'notification'>): Handler<'notification', 'sendMessage'> {
  return async (input, invocation) => {
    const { messageId, template, email, phone, customerId, data, sealed, expiresAt } = input;
    const bySms = phone !== null && templateDefinitions[template].sms;
    return database.transaction('sendMessage', invocation, async (tx) => {
      const row = await tx.first<{ fresh: boolean; state: MessageState }>(
        insertMessage({
          messageId,
          template,
          email,
          phone,
          customerId,
          data,
          channel: invocation.channel,
          locale: invocation.locale,
          sealed: sealed ?? null,
          expiresAt: expiresAt ?? null,
          emailState: email === null ? 'none' : 'queued',
          smsState: bySms ? 'queued' : 'none',
        }),
      );
      // Two at once with one id: the later one saw neither its own row nor, yet, the other's.
      if (!row) return ok({ messageId, state: 'queued' as const });
      if (row.fresh && row.state === 'queued') tx.startStory('send_message', messageId);
      return ok({ messageId, state: row.state });
    });
  };
}
