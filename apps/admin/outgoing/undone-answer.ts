import { told, type Schemas } from '@kontor/sdk';
import { kontor, queryClient } from '../asking/kontor.ts';
import { keepDraft, keptDraft } from '../tickets/answering/drafts.ts';

type Ticket = Schemas['Ticket'];

/**
 * What was written, as the shop tells it, is in the field again, behind what was begun there since. It
 * stands there as an answer to what is there now.
 */
export async function afterUndoneAnswer(
  { subjectId: ticketId, words }: Schemas['Outgoing'],
  staffId: string,
): Promise<void> {
  if (!words) return;
  keepAgain(ticketId, staffId, words);
  const path = { ticketId };
  const ticket = await told(kontor.GET('/v1/admin/tickets/{ticketId}', { params: { path } }));
  const draft = keptDraft(staffId, ticketId);
  if (draft?.text !== words) return;
  const { version, messages } = ticket;
  keepDraft(staffId, ticketId, { ...draft, version, messages: messages.length });
  dispatchEvent(new Event('kontor-draft'));
}

function keepAgain(ticketId: string, staffId: string, words: string) {
  const begun = keptDraft(staffId, ticketId);
  const seen = queryClient.getQueryData<Ticket>(['ticket', ticketId]);
  // What is on its way already, or is a note among staff, is left as it is.
  if (begun?.sending || begun?.internal) return;
  const { version = 0, messages = [] } = seen ?? {};
  const empty = { internal: false, version, messages: messages.length };
  const draft = begun ? { ...begun, text: `${begun.text}\n\n${words}` } : { ...empty, text: words };
  keepDraft(staffId, ticketId, draft);
  dispatchEvent(new Event('kontor-draft'));
}
