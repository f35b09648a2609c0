import { newId } from '#kernel/ids.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { LockedTicket } from './ticket-store.ts';

interface NewTicketMessage {
  readonly from: 'customer' | 'staff';
  readonly authorId: string;
  readonly message: string;
  readonly internal: boolean;
  /** A new one unless told. */
  readonly messageId?: string;
}

const excerptCharacters = 300;

export async function insertMessage(
  tx: Transaction,
  ticketId: string,
  { from, authorId, message, internal, messageId = newId() }: NewTicketMessage,
): Promise<string> {
  await tx.query(sql`
    insert into ticket_message (id, ticket_id, author_kind, author_id, body, internal)
    values (${messageId}, ${ticketId}, ${from}, ${authorId}, ${message}, ${internal})`);
  return messageId;
}

/** Tells the other side of a message; `told` counts those and orders the events. */
export function emitMessage(
  tx: Transaction,
  ticket: Pick<
    LockedTicket,
    | 'ticketId'
    | 'number'
    | 'customerId'
    | 'orderId'
    | 'guestEmail'
    | 'guestName'
    | 'subject'
    | 'told'
    | 'channel'
    | 'locale'
  >,
  { messageId, message, from }: { messageId: string; message: string; from: 'customer' | 'staff' },
): void {
  const { ticketId, number, customerId, subject, told, channel, locale } = ticket;
  const { orderId, guestEmail: email, guestName } = ticket;
  const guest =
    email === null || orderId === null ? {} : { guest: { email, name: guestName ?? '', orderId } };
  const characters = Array.from(message);
  const excerpt =
    characters.length > excerptCharacters
      ? `${characters.slice(0, excerptCharacters).join('')}…`
      : message;
  tx.emit({
    type: 'support.message_added',
    aggregateId: ticketId,
    aggregateVersion: told,
    channel,
    locale,
    data: {
      ticketId,
      ticketNumber: number,
      messageId,
      from,
      customerId,
      subject,
      excerpt,
      ...guest,
    },
  });
}
