import { KontorProblem, newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isRefused, kontor } from '../../asking/kontor.ts';
import { wishToWait } from '../../outgoing/undo-seconds.ts';
import { noteOutgoing } from '../../outgoing/use-outgoing.ts';
import { keepDraft, keptDraft, type Draft, type Sending } from './drafts.ts';
import { noteTicket, readTicket, type Ticket } from '../use-ticket.ts';

/** A draft that goes out, under the key and version that any repeat of it has too. */
type SentDraft = Draft & { readonly sending: Sending };

/**
 * What is written on a ticket. It is sent as an answer to what was seen when it was begun: where
 * somebody wrote since, that is shown first, and nothing is sent until it was taken note of. What
 * went out without a reply goes out again as it was, also after one left and came back.
 */
export function useAnswer(ticket: Ticket, staffId: string) {
  const { ticketId } = ticket;
  const seenNow = seenOf(ticket);
  const { draft, keep, begin } = useDraft(ticket, staffId);
  // Two presses may come before anything is drawn anew.
  const isBusy = useRef(false);
  const sent = useMutation({
    mutationFn: async (outgoing: SentDraft) => {
      const answered = await post(ticketId, staffId, await waiting(outgoing, keep), keep);
      void noteOutgoing();
      return answered;
    },
    onSuccess: async (answered) => {
      begin(answered);
      await noteTicket(answered);
    },
    onError: async (error, { text, internal, version, messages }) => {
      if (isRefused(error)) keep({ text, internal, version, messages });
      if (isChanged(error)) await noteTicket(await readTicket(ticketId));
    },
    onSettled: () => {
      isBusy.current = false;
    },
  });
  const { sending } = draft;
  const isPending = sent.isPending;
  const hasArrived = sending !== undefined && !isPending && isThere(ticket, draft, staffId);
  useEffect(() => {
    if (!hasArrived) return;
    sent.reset();
    begin(ticket);
  });
  const isFree = draft.text === '' || sending !== undefined || isPending;
  const meanwhile = isFree ? [] : ticket.messages.slice(draft.messages);
  return {
    draft,
    sent,
    write: (part: Partial<Pick<Draft, 'text' | 'internal'>>) => {
      if (isPending || sending) return;
      if (sent.error) sent.reset();
      // What one begins now answers what one sees now.
      keep({ ...draft, ...(draft.text === '' ? seenNow : {}), ...part });
    },
    /** It went out, and whether it arrived is not known: it stays as it is until that is. */
    isInDoubt: sending !== undefined && !isPending && !hasArrived,
    /** What others wrote since the draft was begun. */
    meanwhile,
    /** It was seen: what is written goes on as an answer to that too. */
    take: () => {
      sent.reset();
      keep({ ...draft, ...seenNow });
    },
    send: (text: string, solving: boolean) => {
      if (meanwhile.length > 0 || isPending || isBusy.current || hasArrived) return;
      isBusy.current = true;
      const first = { key: newIdempotencyKey(), version: draft.version, solving };
      const outgoing = sending ? { ...draft, sending } : { ...draft, text, sending: first };
      // Known on this device before it is on its way.
      keep(outgoing);
      sent.mutate(outgoing);
    },
  };
}

const seenOf = ({ version, messages }: Ticket) => ({ version, messages: messages.length });

function useDraft(ticket: Ticket, staffId: string) {
  const { ticketId } = ticket;
  const empty = (seen: Ticket): Draft => ({ text: '', internal: false, ...seenOf(seen) });
  const [draft, setDraft] = useState(() => keptDraft(staffId, ticketId) ?? empty(ticket));
  useEffect(() => {
    // An answer that was undone is written here again.
    const look = () => setDraft((now) => keptDraft(staffId, ticketId) ?? now);
    addEventListener('kontor-draft', look);
    return () => removeEventListener('kontor-draft', look);
  }, [staffId, ticketId]);
  const keep = (next: Draft) => {
    setDraft(next);
    keepDraft(staffId, ticketId, next);
  };
  return { draft, keep, begin: (seen: Ticket) => keep(empty(seen)) };
}

const isChanged = (error: unknown) => error instanceof KontorProblem && error.status === 412;

/** Whether the ticket has what was sent, whatever became of the reply. */
function isThere({ messages }: Ticket, draft: Draft, staffId: string): boolean {
  const text = draft.text.trim();
  return messages
    .slice(draft.messages)
    .some(
      ({ authorId, internal, message }) =>
        authorId === staffId && internal === draft.internal && message === text,
    );
}

/** With the wish to wait, which a repeat has too; a note goes nowhere. */
async function waiting(outgoing: SentDraft, keep: (draft: SentDraft) => void): Promise<SentDraft> {
  const { internal, sending } = outgoing;
  if (internal || sending.isKnown) return outgoing;
  const whole = { ...outgoing, sending: { ...sending, ...(await wishToWait()), isKnown: true } };
  keep(whole);
  return whole;
}

/**
 * Another state or assignee is no reason to think again about what one says: only what somebody else
 * said is.
 */
async function post(
  ticketId: string,
  staffId: string,
  outgoing: SentDraft,
  keep: (draft: SentDraft) => void,
): Promise<Ticket> {
  const send = ({ text, internal, sending }: SentDraft) =>
    told(
      kontor.POST('/v1/admin/tickets/{ticketId}/messages', {
        params: {
          path: { ticketId },
          header: { 'Idempotency-Key': sending.key, 'If-Match': `"${sending.version}"` },
        },
        body: {
          message: text.trim(),
          ...(internal ? { internal: true } : {}),
          ...(sending.solving ? { solve: true } : {}),
          ...(sending.waitSeconds !== undefined && { waitSeconds: sending.waitSeconds }),
        },
      }),
    );
  try {
    return await send(outgoing);
  } catch (error) {
    if (!isChanged(error)) throw error;
    const now = await readTicket(ticketId);
    if (isThere(now, outgoing, staffId)) return now;
    if (now.messages.length > outgoing.messages) throw error;
    const { solving } = outgoing.sending;
    const { waitSeconds } = outgoing.sending;
    const wait = waitSeconds === undefined ? {} : { waitSeconds };
    const key = newIdempotencyKey();
    const anew = { key, version: now.version, solving, isKnown: true, ...wait };
    keep({ ...outgoing, sending: anew });
    return send({ ...outgoing, sending: anew });
  }
}
