import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { useMay } from '../session/use-session.ts';
import { afterUndoneAnswer } from './undone-answer.ts';

export type Outgoing = Schemas['Outgoing'];

const queryKey = ['outgoing'];
/** What was started is looked for so long after its time. */
const lookAfterMs = 400;

/** What the member of the staff asked for and waits: as the shop tells it, on every page and device. */
export function useOutgoing() {
  const may = useMay();
  return useQuery({
    queryKey,
    queryFn: async () => {
      const { items } = await told(kontor.GET('/v1/admin/outgoing'));
      const before = queryClient.getQueryData<readonly Outgoing[]>(queryKey) ?? [];
      const still = new Set(items.filter(isWaiting).map(({ outgoingId }) => outgoingId));
      // What waited and does not any more has changed what it is of.
      const gone = before.filter((one) => isWaiting(one) && !still.has(one.outgoingId));
      for (const one of gone) void readSubjectAnew(one);
      return items;
    },
    enabled: may('orders:read') || may('notifications:read') || may('support:read'),
    refetchInterval: ({ state }) => nextLookMs(state.data ?? []),
    refetchOnWindowFocus: 'always',
    staleTime: 0,
  });
}

export const isWaiting = ({ state }: Outgoing) => state === 'waiting';

function nextLookMs(items: readonly Outgoing[]): number | false {
  const starts = items.filter(isWaiting).map(({ startsAt }) => Date.parse(startsAt));
  if (starts.length === 0) return false;
  return Math.max(lookAfterMs, Math.min(...starts) - Date.now() + lookAfterMs);
}

/** After a command that may wait. */
export function noteOutgoing(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey });
}

/** What pages have asked for of it, by the first word of the key. */
const shownAs = { refund: 'order', cancellation: 'order', message: 'message', answer: 'ticket' };

async function readSubjectAnew({ kind, subjectId }: Outgoing): Promise<void> {
  const one = shownAs[kind];
  void queryClient.invalidateQueries({ queryKey: [`${one}s`] });
  await queryClient.invalidateQueries({ queryKey: [one, subjectId] });
}

/** Wins or loses against its start; what it is of is read anew either way. */
export function useUndo(staffId: string) {
  return useMutation({
    mutationFn: async (one: Outgoing) => {
      const params = {
        path: { outgoingId: one.outgoingId },
        header: { 'If-Match': `"${one.version}"` },
      };
      await told(undo[one.kind](params));
      if (one.kind === 'answer') await afterUndoneAnswer(one, staffId);
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
