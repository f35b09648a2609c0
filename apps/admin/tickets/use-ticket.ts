import { told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { isLive } from '../live/hints.ts';

export type Ticket = Schemas['Ticket'];

const keyOf = (ticketId: string) => ['ticket', ticketId] as const;

/** Read again and again: a customer or a colleague may write while one looks. */
export function useTicket(ticketId: string) {
  return useQuery({
    queryKey: keyOf(ticketId),
    queryFn: ({ signal }) => readTicket(ticketId, signal),
    refetchInterval: () => (isLive() ? 5_000 : false),
  });
}

export function readTicket(ticketId: string, signal?: AbortSignal): Promise<Ticket> {
  const params = { path: { ticketId } };
  return told(kontor.GET('/v1/admin/tickets/{ticketId}', { params, ...(signal && { signal }) }));
}

/** As the shop told it after a change; the lists that it stands in are read anew. */
export async function noteTicket(ticket: Ticket): Promise<void> {
  const queryKey = keyOf(ticket.ticketId);
  // What was asked before it came may be older than it.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Ticket>(queryKey, (known) =>
    known && known.version > ticket.version ? known : ticket,
  );
  void queryClient.invalidateQueries({ queryKey: ['tickets'] });
}

interface TicketChange {
  readonly state?: Ticket['state'];
  readonly priority?: Ticket['priority'];
  readonly assigneeId?: string | null;
}

/** Changes the ticket as it was read; refused with 412 where somebody else changed it since. */
export function useChange({ ticketId, version }: Pick<Ticket, 'ticketId' | 'version'>) {
  return useMutation({
    mutationFn: (change: TicketChange) =>
      told(
        kontor.PATCH('/v1/admin/tickets/{ticketId}', {
          params: { path: { ticketId }, header: { 'If-Match': `"${version}"` } },
          body: change,
        }),
      ),
    onSuccess: noteTicket,
    onError: () => void queryClient.invalidateQueries({ queryKey: keyOf(ticketId) }),
  });
}
