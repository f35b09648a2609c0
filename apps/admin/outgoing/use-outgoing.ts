import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useMay } from '../session/use-session.ts';
import { afterUndoneAnswer } from './undone-answer.ts';

export type Outgoing = Schemas['Outgoing'];

interface Look {
  readonly items: readonly Outgoing[];
  /** How far the shop's clock is ahead of the browser's. */
  readonly aheadMs: number;
  /** How often in a row something waited though its time had come. */
  readonly overdueLooks: number;
}

const mine = '';
const keyOf = (subjectId: string) => ['outgoing', subjectId];
/** What was started is looked for so long after its time, and at most so long after the last look. */
const lookAfterMs = 400;
const lookAtMostMs = 5_000;
/** A header says whole seconds; a clock that is right so far is right enough. */
const clockSlackMs = 2_000;

/** By the service that knows of it. */
const kindsOf: Readonly<Record<string, readonly Outgoing['kind'][]>> = {
  order: ['refund', 'cancellation'],
  notification: ['message'],
  support: ['answer'],
};

/**
 * What waits, as the shop tells it, on every page and device: what the member of the staff asked for,
 * or of an order, a message or a ticket what anybody did.
 */
export function useOutgoing(subjectId = mine) {
  const may = useMay();
  return useQuery({
    queryKey: keyOf(subjectId),
    queryFn: () => look(subjectId),
    enabled: may('orders:read') || may('notifications:read') || may('support:read'),
    refetchInterval: ({ state }) => nextLookMs(state.data),
    refetchOnWindowFocus: 'always',
    staleTime: 0,
  });
}

async function look(subjectId: string): Promise<Look> {
  const query = subjectId === mine ? {} : { subjectId };
  const reply = await kontor.GET('/v1/admin/outgoing', { params: { query } });
  const answered = await told(Promise.resolve(reply));
  const before = queryClient.getQueryData<Look>(keyOf(subjectId));
  const known = before?.items.filter(isWaiting) ?? [];
  // Of a service that did not answer nothing is known to have ended.
  const unanswered = answered.unanswered.flatMap((service) => kindsOf[service] ?? []);
  const kept = known.filter(
    ({ kind, outgoingId }) =>
      unanswered.includes(kind) && !answered.items.some((one) => one.outgoingId === outgoingId),
  );
  const items = [...answered.items, ...kept];
  const still = new Set(items.filter(isWaiting).map(({ outgoingId }) => outgoingId));
  // What waited and does not any more has changed what it is of.
  for (const one of known) if (!still.has(one.outgoingId)) void readSubjectAnew(one);
  const aheadMs = aheadOf(reply.response);
  const isOverdue = items.some((one) => isWaiting(one) && leftMs(one, aheadMs) === 0);
  return { items, aheadMs, overdueLooks: isOverdue ? (before?.overdueLooks ?? 0) + 1 : 0 };
}

function aheadOf({ headers }: Response): number {
  const ms = Date.parse(headers.get('date') ?? '') + 500 - Date.now();
  return Math.abs(ms) > clockSlackMs ? ms : 0;
}

export const isWaiting = ({ state }: Outgoing) => state === 'waiting';

/** By the shop's clock; no longer than it was asked to wait, whatever the clocks say. */
export function leftMs({ askedAt, startsAt }: Outgoing, aheadMs: number): number {
  const starts = Date.parse(startsAt);
  const whole = starts - Date.parse(askedAt);
  return Math.min(whole, Math.max(0, starts - Date.now() - aheadMs));
}

function nextLookMs(seen: Look | undefined): number | false {
  const left = (seen?.items ?? []).filter(isWaiting).map((one) => leftMs(one, seen!.aheadMs));
  if (left.length === 0) return false;
  const least = Math.min(...left);
  const after = least === 0 ? lookAfterMs * 2 ** Math.min(seen!.overdueLooks, 6) : lookAfterMs;
  return Math.min(lookAtMostMs, least + after);
}

/** After a command that may wait. */
export function noteOutgoing(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['outgoing'] });
}

/** What pages have asked for of it, by the first word of the key. */
const shownAs = { refund: 'order', cancellation: 'order', message: 'message', answer: 'ticket' };

async function readSubjectAnew({ kind, subjectId }: Outgoing): Promise<void> {
  const one = shownAs[kind];
  void queryClient.invalidateQueries({ queryKey: [`${one}s`] });
  await queryClient.invalidateQueries({ queryKey: [one, subjectId] });
}

/** What this page has undone, known before anything is read anew. */
const undoneHere = new Set<string>();
export const wasUndoneHere = (outgoingId: string) => undoneHere.has(outgoingId);

/** Wins or loses against its start; what it is of is read anew either way. */
export function useUndo(staffId: string) {
  return useMutation({
    mutationFn: async (one: Outgoing) => {
      const params = {
        path: { outgoingId: one.outgoingId },
        header: { 'If-Match': `"${one.version}"` },
      };
      const undone = await told(undo[one.kind](params));
      undoneHere.add(one.outgoingId);
      if (undone.kind === 'answer') await afterUndoneAnswer(undone, staffId);
    },
    onSettled: async (_done, _error, one) => {
      await Promise.all([noteOutgoing(), readSubjectAnew(one)]);
    },
  });
}

interface UndoParams {
  readonly path: { outgoingId: string };
  readonly header: { 'If-Match': string };
}

const undo = {
  refund: (params: UndoParams) =>
    kontor.POST('/v1/admin/outgoing/refunds/{outgoingId}/undo', { params }),
  cancellation: (params: UndoParams) =>
    kontor.POST('/v1/admin/outgoing/cancellations/{outgoingId}/undo', { params }),
  message: (params: UndoParams) =>
    kontor.POST('/v1/admin/outgoing/messages/{outgoingId}/undo', { params }),
  answer: (params: UndoParams) =>
    kontor.POST('/v1/admin/outgoing/answers/{outgoingId}/undo', { params }),
};
