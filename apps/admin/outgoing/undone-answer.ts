import { told, type Schemas } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { keepDraft, keptDraft } from '../tickets/answering/drafts.ts';

/**
 * What was written is in the field again, unless something else was begun there since. A ticket that
 * was solved with it is open again: nobody has answered it.
 */
export async function afterUndoneAnswer(
  { subjectId: ticketId, words }: Schemas['Outgoing'],
  staffId: string,
): Promise<void> {
  const path = { ticketId };
  const ticket = await told(kontor.GET('/v1/admin/tickets/{ticketId}', { params: { path } }));
  if (words && !keptDraft(staffId, ticketId)) {
    const { version, messages } = ticket;
    const draft = { text: words, internal: false, version, messages: messages.length };
    keepDraft(staffId, ticketId, draft);
    dispatchEvent(new Event('kontor-draft'));
  }
  if (ticket.state !== 'solved') return;
  await told(
    kontor.PATCH('/v1/admin/tickets/{ticketId}', {
      params: { path, header: { 'If-Match': `"${ticket.version}"` } },
      body: { state: 'open' },
    }),
  );
}
