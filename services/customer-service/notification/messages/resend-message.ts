import { sentTemplate } from '#contracts/notification/index.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { holdBack, refuseWhileWaiting, startOutgoing } from '#platform/stories/outgoing.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { templateDefinitions } from '../templates/template-definitions.ts';
import { usedAgain } from './message-files.ts';
import { messageStory } from './message-store.ts';
import { inChannelsOf, messageColumns, messageNotFound, type MessageView } from './message-view.ts';

type Context = ServiceContext<'notification'>;
type Reply = Awaited<ReturnType<Handler<'notification', 'resendMessage'>>>;

/**
 * Sends a message once more, as one of its own that names the first: of its parts those that did not
 * arrive, or all where nothing is known of any. Once for each key, never by itself, and not while
 * somebody's repeat of it is on its way, or waits to be.
 */
export function resendMessage(context: Context): Handler<'notification', 'resendMessage'> {
  return (input, invocation) =>
    context.database.command('resendMessage', input, invocation, async (tx): Promise<Reply> => {
      const { messageId, waitSeconds = 0 } = input;
      const before = await lockResendable(tx, messageId);
      if (!before.ok) return before;
      const refused = await refuseWhileWaiting(tx, messageId, ['message']);
      if (refused) return refused;
      const id = newId();
      tx.audit({ subject: `message:${messageId}`, after: { resentAs: id } });
      if (waitSeconds > 0) {
        const { isForgotten: _, ...message } = before.value;
        const held = { id, kind: 'message', subjectId: messageId } as const;
        const whole = { ...held, channel: message.channel };
        return ok({ ...message, outgoing: await holdBack(context, tx, whole, waitSeconds) });
      }
      await repeat(tx, messageId, id);
      const after = await tx.first<MessageView>(
        sql`select ${messageColumns} from message where id = ${id}`,
      );
      return ok(after!);
    });
}

/** What had to be so when it was asked for has to be so when its time comes. */
export function repeatWaiting(context: Context): StoryShape {
  return startOutgoing(context, {
    async message(tx, { id, subjectId }) {
      const before = await lockResendable(tx, subjectId);
      if (!before.ok) return before;
      await repeat(tx, subjectId, id);
      return undefined;
    },
  });
}

async function lockResendable(tx: Transaction, messageId: string) {
  const before = await tx.first<MessageView & { isForgotten: boolean }>(sql`
    select ${messageColumns}, data is null as is_forgotten from message
    where id = ${messageId} and ${inChannelsOf(tx.invocation.actor)} for update`);
  if (!before) return messageNotFound();
  const { state, isForgotten } = before;
  const refused = (why: string) => fail('message_not_resendable', why, { state });
  if (state === 'queued') return refused('It is on its way already.');
  if (state === 'failed') return refused('It was not sent: retry it.');
  // Asked once the row is locked: what another has begun meanwhile is seen.
  const repeats = await tx.query(sql`
    select id from message where resent_of = ${messageId} and state = 'queued' limit 1`);
  if (repeats.length > 0) {
    const why = 'It is being sent once more already: see how that comes out.';
    return fail('message_not_resendable', why, { state: 'queued' as const });
  }
  // A template that only a later version knows may have a secret.
  const template = sentTemplate.safeParse(before.template).data;
  if (isForgotten || !template || templateDefinitions[template].secret) {
    return refused('What it said is kept no more, or has a secret link.');
  }
  return ok(before);
}

async function repeat(tx: Transaction, messageId: string, id: string): Promise<void> {
  await tx.change(sql`
    insert into message (id, template, channel, locale, customer_id, email, phone, data, files,
                         email_state, sms_state, resent_of)
    select ${id}, template, channel, locale, customer_id, email, phone, data, files,
      case when email_state <> 'none'
            and (email_delivery_state = 'undelivered' or sms_delivery_state <> 'undelivered')
        then 'queued' else 'none' end,
      case when sms_state <> 'none'
            and (sms_delivery_state = 'undelivered' or email_delivery_state <> 'undelivered')
        then 'queued' else 'none' end,
      id
    from message where id = ${messageId}`);
  await tx.change(sql`
    insert into message_attachment (message_id, position, file_name, content_type, bytes, content)
    select ${id}, position, file_name, content_type, bytes, content from message_attachment
    where message_id = ${messageId}`);
  await tx.change(usedAgain(messageId));
  tx.stories.begin(messageStory, id);
}
