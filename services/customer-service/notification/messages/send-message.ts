import { ok } from '#kernel/result.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, Handlers, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { MessageState } from '../message-states.ts';
import type { MessageFiles } from './message-files.ts';
import { insertMessage, messageStory } from './message-store.ts';
import { templateDefinitions, type TemplateName } from '../templates/template-definitions.ts';

/**
 * Takes a message and answers once it is durable: one statement and the commit that also holds the
 * story by which it is sent afterwards. The same id again changes nothing and tells its state.
 */
export function sendMessage(
  context: ServiceContext<'notification'>,
  files: MessageFiles,
): Handler<'notification', 'sendMessage'> {
  return takeMessage(context, files);
}

type Taken = Omit<InputOf<'notification', 'sendMessage'>, 'template'> & {
  readonly template: TemplateName;
};

function takeMessage({ database }: ServiceContext<'notification'>, files: MessageFiles) {
  return async (input: Taken, invocation: Invocation) => {
    const { messageId, template, email, phone, customerId, data, sealed, expiresAt } = input;
    const along = files.along(input.attachments ?? []);
    const bySms = phone !== null && templateDefinitions[template].sms;
    const moved = insertMessage({
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
      files: along.hashes,
      emailState: email === null ? 'none' : 'queued',
      smsState: bySms ? 'queued' : 'none',
    });
    const starts = email === null && !bySms ? [] : [{ story: messageStory, id: messageId }];
    const fresh = await database.move<Reported>(
      'sendMessage',
      { moved, parts: along.parts, starts },
      invocation,
    );
    if (fresh) {
      along.kept();
      return ok({ messageId, state: fresh.state });
    }
    const before = await database.first<Reported>(
      sql`select state from message where id = ${messageId}`,
    );
    return ok({ messageId, state: before!.state });
  };
}

interface Reported {
  readonly state: MessageState;
}

/** Messages of templates that the release before cannot send. */
export function sendNewMessages(
  context: ServiceContext<'notification'>,
  files: MessageFiles,
): Pick<
  Handlers<'notification'>,
  'sendWithdrawalMessage' | 'sendPaymentReminder' | 'sendWatchMessage'
> {
  const send = takeMessage(context, files);
  return {
    sendWithdrawalMessage: (input, invocation) => send({ ...input, phone: null }, invocation),
    sendWatchMessage: (input, invocation) => send({ ...input, phone: null }, invocation),
    sendPaymentReminder: (input, invocation) => send({ ...input, phone: null }, invocation),
  };
}
