import { KontorProblem, newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isRefused, kontor } from '../../asking/kontor.ts';
import { keepDraft, keptDraft, type Draft } from './drafts.ts';
import { noteTicket, readTicket, type Ticket } from '../use-ticket.ts';

/**
 * What is written on a ticket. It is sent as an answer to what was seen when it was begun: where
 * somebody wrote since, that is shown first, and nothing is sent until it was taken note of.
 */
export function useAnswer(ticket: Ticket, staffId: string) {
  const { ticketId } = ticket;
  const seenNow = { version: ticket.version, messages: ticket.messages.length };
  const [draft, setDraft] = useState<Draft>(
    () => keptDraft(staffId, ticketId) ?? { text: '', internal: false, ...seenNow },
  );
  const key = useRef(newIdempotencyKey());
  const keep = (next: Draft) => {
    setDraft(next);
    keepDraft(staffId, ticketId, next);
  };
  const write = (part: Partial<Pick<Draft, 'text' | 'internal'>>) =>
    // What one begins now answers what one sees now.
    keep({ ...draft, ...(draft.text === '' ? seenNow : {}), ...part });

  const sent = useMutation({
    mutationFn: async (solving: boolean) => {
      const answered = await post(ticketId, draft, key.current);
      return solving ? solved(answered) : answered;
    },
    onSuccess: (answered) => {
      key.current = newIdempotencyKey();
      noteTicket(answered);
      const { version, messages } = answered;
      keep({ text: '', internal: false, version, messages: messages.length });
    },
    onError: async (error) => {
      if (isRefused(error)) key.current = newIdempotencyKey();
      if (isChanged(error)) noteTicket(await readTicket(ticketId));
    },
  });
  const meanwhile = draft.text === '' ? [] : ticket.messages.slice(draft.messages);
  return {
    draft,
    write,
    sent,
    /** What others wrote since the draft was begun. */
    meanwhile,
    /** It was seen: what is written goes on as an answer to that too. */
    take: () => {
      sent.reset();
      keep({ ...draft, ...seenNow });
    },
    send: (solving: boolean) => {
      if (meanwhile.length === 0) sent.mutate(solving);
    },
  };
}

const isChanged = (error: unknown) => error instanceof KontorProblem && error.status === 412;

/**
 * Another state or assignee is no reason to think again about what one says: only what somebody else
 * said is.
 */
async function post(ticketId: string, draft: Draft, key: string): Promise<Ticket> {
  const send = (version: number, sentKey: string) =>
    told(
      kontor.POST('/v1/admin/tickets/{ticketId}/messages', {
        params: {
          path: { ticketId },
          header: { 'Idempotency-Key': sentKey, 'If-Match': `"${version}"` },
        },
        body: { message: draft.text.trim(), ...(draft.internal ? { internal: true } : {}) },
      }),
    );
  try {
    return await send(draft.version, key);
  } catch (error) {
    if (!isChanged(error)) throw error;
    const now = await readTicket(ticketId);
    if (now.messages.length > draft.messages) throw error;
    return send(now.version, newIdempotencyKey());
  }
}

/** The answer is there already: that it could not be solved besides is no reason to send it again. */
async function solved(answered: Ticket): Promise<Ticket> {
  const { ticketId, version } = answered;
  try {
    return await told(
      kontor.PATCH('/v1/admin/tickets/{ticketId}', {
        params: { path: { ticketId }, header: { 'If-Match': `"${version}"` } },
        body: { state: 'solved' },
      }),
    );
  } catch {
    return answered;
  }
}
