import { sentTemplate } from '#contracts/notification/index.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { becomesWhereItMay } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { partMoves } from '../message-states.ts';
import { messageStory } from './message-store.ts';
import { inChannelsOf, messageColumns, messageNotFound, type MessageView } from './message-view.ts';
import { templateDefinitions } from '../templates/template-definitions.ts';

/** Sends what has failed of a message again. A secret link is not kept, so its mail cannot be. */
export function retryMessage({
  database,
}: ServiceContext<'notification'>): Handler<'notification', 'retryMessage'> {
  return ({ messageId }, invocation) =>
    database.transaction('retryMessage', invocation, async (tx) => {
      const before = await tx.first<MessageView & { isForgotten: boolean }>(sql`
        select ${messageColumns}, data is null as is_forgotten from message
        where id = ${messageId} and ${inChannelsOf(invocation.actor)} for update`);
      if (!before) return messageNotFound();
      const { state, isForgotten } = before;
      if (isForgotten) {
        return fail('message_not_retryable', 'What it said is kept no more.', { state });
      }
      // A template that only a later version knows may have a secret.
      const template = sentTemplate.safeParse(before.template).data;
      if (state !== 'failed' || !template || templateDefinitions[template].secret) {
        const message = 'Only failed messages without a secret link can be sent again.';
        return fail('message_not_retryable', message, { state });
      }
      const after = await tx.first<MessageView>(sql`
        update message set
          ${becomesWhereItMay(partMoves.retry, 'email_state')},
          ${becomesWhereItMay(partMoves.retry, 'sms_state')}
        where id = ${messageId} and state = 'failed'
        returning ${messageColumns}`);
      // Its story has ended; sending again is a new one.
      tx.stories.restart(messageStory, messageId);
      tx.audit({ subject: `message:${messageId}` });
      return ok(after!);
    });
}
