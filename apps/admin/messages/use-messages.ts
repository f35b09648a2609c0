import { newIdempotencyKey, told, type QueryOf, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { isRefused, kontor, queryClient } from '../asking/kontor.ts';
import { wishToWait } from '../outgoing/undo-seconds.ts';
import { noteOutgoing } from '../outgoing/use-outgoing.ts';
import { isLive } from '../live/hints.ts';
import { pageSize, useList } from '../lists/read-list.ts';

export type Message = Schemas['Message'];
type ListQuery = QueryOf<'adminListMessages'>;

export const states = [
  'queued',
  'sent',
  'suppressed',
  'failed',
] as const satisfies readonly NonNullable<ListQuery['state']>[];

export const kinds = [
  'order_confirmation',
  'order_cancelled',
  'order_refunded',
  'order_credited',
  'parcel_shipped',
  'parcel_out_for_delivery',
  'parcel_delivered',
  'parcel_exception',
  'ticket_reply',
  'verify_email',
  'reset_password',
  'account_exists',
  'password_changed',
  'low_stock',
] as const satisfies readonly NonNullable<ListQuery['template']>[];

/** What the list is asked for, as it stands in the address. */
export interface MessageSearch {
  /** An e-mail address, whole. */
  readonly to?: string;
  readonly state?: (typeof states)[number];
  readonly kind?: (typeof kinds)[number];
  /** What was reported not to have reached its reader. */
  readonly lost?: true;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readMessageSearch(given: Record<string, unknown>): MessageSearch {
  const { to } = given;
  const read = {
    to: typeof to === 'string' && to.trim() !== '' ? to.slice(0, 254) : undefined,
    state: states.find((each) => each === given['state']),
    kind: kinds.find((each) => each === given['kind']),
    lost: given['lost'] === true ? true : undefined,
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as MessageSearch;
}

const idOf = ({ messageId }: Message) => messageId;
/** The API looks for whole addresses. */
const isWhole = (address: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address);

export function useMessages({ to, state, kind, lost }: MessageSearch) {
  const email = to?.trim() ?? '';
  const query = {
    limit: pageSize,
    ...(isWhole(email) ? { email } : {}),
    ...(state ? { state } : {}),
    ...(kind ? { template: kind } : {}),
    ...(lost ? { delivery: 'undelivered' as const } : {}),
  };
  return useList({
    key: ['messages', query],
    idOf,
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/messages', {
          params: { query: { ...query, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

/** How it stands; looked at again while it is on its way. */
export function useMessage(messageId: string) {
  return useQuery({
    queryKey: ['message', messageId],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/messages/{messageId}', { params: { path: { messageId } }, signal }),
      ),
    refetchInterval: ({ state: { data } }) => {
      if (!isLive()) return false;
      return data?.state === 'queued' ? 1_000 : 15_000;
    },
  });
}

/** What it said, as it went out: there is none before any part of it did. */
export function useContent({ messageId, state, emailPart, smsPart }: Message) {
  const isOut = emailPart.state === 'sent' || smsPart.state === 'sent';
  return useQuery({
    enabled: isOut || state !== 'queued',
    queryKey: ['message', messageId, 'content', state],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/messages/{messageId}/content', {
          params: { path: { messageId } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });
}

/** Sends it once more as a message of its own, or what failed again; once for each intention. */
export function useResend({ messageId, state }: Message) {
  const key = useRef(newIdempotencyKey());
  // A repeat under the same key says the same.
  const waits = useRef<Awaited<ReturnType<typeof wishToWait>>>(undefined);
  return useMutation({
    mutationFn: async () => {
      waits.current ??= await wishToWait();
      const path = { messageId };
      return state === 'failed'
        ? told(kontor.POST('/v1/admin/messages/{messageId}/retry', { params: { path } }))
        : told(
            kontor.POST('/v1/admin/messages/{messageId}/resend', {
              params: { path, header: { 'Idempotency-Key': key.current } },
              body: waits.current,
            }),
          );
    },
    onSuccess: () => {
      key.current = newIdempotencyKey();
      waits.current = undefined;
      void noteOutgoing();
      void queryClient.invalidateQueries({ queryKey: ['messages'] });
      return queryClient.invalidateQueries({ queryKey: ['message', messageId] });
    },
    onError: (error) => {
      if (!isRefused(error)) return;
      key.current = newIdempotencyKey();
      waits.current = undefined;
    },
  });
}
