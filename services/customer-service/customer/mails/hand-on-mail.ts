import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { must } from '#kernel/result.ts';
import { messageDocument } from '../stored/documents.ts';
import { story } from '#platform/resting/story.ts';

/** By the message's id. */
const mailStory = story({ name: 'hand_on_mail' });

type Message = InputOf<'notification', 'sendMessage'>;

/** A mail that auth needs: it rests here, its secret sealed, until notification has it. */
export async function takeMailRequest(
  event: ReceivedEvent<'auth.mail_requested'>,
  tx: Transaction,
): Promise<void> {
  const { template, customerId, email, sealed, expiresAt, invited } = event.data;
  await rest(tx, {
    messageId: event.id,
    template,
    email,
    customerId,
    phone: null,
    data: { ...(invited && { invited }) },
    ...(sealed === null ? {} : { sealed }),
    ...(expiresAt === null ? {} : { expiresAt }),
  });
}

/** A message on a ticket is told to the other side: to the customer, or to the shop. */
export function takeTicketMessage({ shop }: Settings) {
  return async (event: ReceivedEvent<'support.message_added'>, tx: Transaction): Promise<void> => {
    const { from, customerId, ticketId, ticketNumber, subject, excerpt, guest } = event.data;
    const toStaff = from === 'customer';
    const person = guest ?? (await personOf(tx, customerId));
    const email = toStaff ? shop.email : person?.email;
    // Registered, but not heard of yet: the event waits for its turn to come again.
    if (email === undefined) throw new Error(`no profile of customer ${customerId} yet`);
    await rest(tx, {
      messageId: event.id,
      template: 'ticket_reply',
      email,
      phone: null,
      customerId: toStaff || guest ? null : customerId,
      data: {
        ticketId,
        ticketNumber,
        subject,
        excerpt,
        toStaff,
        customerName: toStaff ? null : (person?.name ?? null),
        byLink: guest !== undefined && !toStaff,
        // The shop opens it by its own rights; what does not reach the shop says nothing of the buyer.
        ...(guest && !toStaff ? { orderId: guest.orderId } : {}),
      },
    });
  };
}

async function personOf(tx: Transaction, customerId: string) {
  return tx.first<{ email: string; name: string | null }>(
    sql`select email, nullif(concat_ws(' ', first_name, last_name), '') as name
        from customer where id = ${customerId}`,
  );
}

async function rest(tx: Transaction, message: Message): Promise<void> {
  await tx.query(sql`
    insert into mail_to_hand_on (message_id, message) values (${message.messageId}, ${messageDocument.write(message)})
    on conflict (message_id) do nothing`);
  tx.stories.begin(mailStory, message.messageId);
}

/** Hands a resting message to notification, which takes it once, and forgets it. */
export function handOnMail({ database, call }: ServiceContext<'customer'>): StoryShape {
  return {
    story: mailStory,
    async advance(messageId, invocation) {
      const row = await database.first<{ message: Message }>(
        sql`select message from mail_to_hand_on where message_id = ${messageId}`,
        invocation,
      );
      if (row) must(await call.notification.sendMessage(row.message, invocation), 'hand on mail');
      await database.transaction('hand_on_mail', invocation, async (tx) => {
        tx.last(sql`delete from mail_to_hand_on where message_id = ${messageId}`);
        tx.stories.finish(mailStory, messageId);
      });
    },
  };
}
