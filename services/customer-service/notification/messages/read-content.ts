import { sentTemplate } from '#contracts/notification/index.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { withoutOrderLinks } from '#platform/ground/order-links.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Words } from '../templates/mail-scope.ts';
import type { Renderer } from '../templates/render-message.ts';
import { digestOf } from '../templates/shown-message.ts';
import { inChannelsOf, messageNotFound } from './message-view.ts';

interface Kept {
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly timeZone: string | null;
  readonly digest: string | null;
  readonly smsText: string | null;
  readonly orderId: string | null;
  readonly words: Words | null;
}

/** What was sent, of the words and the data that it was made of; links that open something are hidden. */
export function getMessageContent(
  { database }: ServiceContext<'notification'>,
  renderer: Renderer,
): Handler<'notification', 'getMessageContent'> {
  return async ({ messageId }, invocation) => {
    const message = await database.first<Kept>(
      sql`
        select m.template, m.channel, m.locale, m.data, m.words_time_zone as time_zone, m.digest,
          m.sms_text, m.data ->> 'orderId' as order_id,
          (select w.words from message_words w where w.hash = m.words) as words
        from message m where m.id = ${messageId} and ${inChannelsOf(invocation.actor)}`,
      invocation,
    );
    if (!message) return messageNotFound();
    const { channel, locale, data, timeZone, digest, words, smsText, orderId } = message;
    // A template that only a later version knows.
    const template = sentTemplate.safeParse(message.template).data;
    if (!data || !words || !template) {
      return fail('content_gone', 'Nothing of it was sent, or what was sent is kept no more.');
    }
    const shown = renderer.repeat(template, words, { channel, locale, data, timeZone });
    const asSent = digestOf(shown) === digest;
    const text = smsText && orderId ? withoutOrderLinks(smsText, orderId) : smsText;
    return ok({ ...shown, sms: text ?? shown.sms, asSent });
  };
}
