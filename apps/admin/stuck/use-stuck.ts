import { told, type QueryOf, type Schemas } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';
import { pageSize, useList } from '../lists/read-list.ts';

export type StuckWork = Schemas['StuckWork'];
type Kind = NonNullable<QueryOf<'adminListStuckWork'>['kind']>;

export const kinds = ['dead_letter', 'story'] as const satisfies readonly Kind[];

/** What the list is asked for, as it stands in the address. */
export interface StuckSearch {
  readonly kind?: Kind;
  readonly service?: string;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readStuckSearch(given: Record<string, unknown>): StuckSearch {
  const { service } = given;
  const kind = kinds.find((each) => each === given['kind']);
  return {
    ...(kind && { kind }),
    ...(typeof service === 'string' && /^[a-z-]{1,40}$/.test(service) ? { service } : {}),
  };
}

/** One event may wait for several services. */
export const idOf = ({ kind, service, type, id, consumer }: StuckWork) =>
  [kind, service, type, id, consumer].join(' ');

export function useStuckWork({ kind, service }: StuckSearch) {
  const query = { limit: pageSize, ...(kind && { kind }), ...(service && { service }) };
  const list = useList({
    key: ['stuck work', query],
    idOf,
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/stuck-work', {
          params: { query: { ...query, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
  const last = list.data?.pages.at(-1) as Schemas['StuckWorkPage'] | undefined;
  /** Services that could not tell. */
  return { ...list, unanswered: last?.unanswered ?? [] };
}

interface Replay {
  readonly work: StuckWork;
  /** All of its type that the same service could not take. */
  readonly isAll: boolean;
}

/** It is due at once; whoever delivers finds it within 10 s. */
export function useReplay() {
  return useMutation({
    mutationFn: ({ work: { service, id, type, consumer }, isAll }: Replay) =>
      told(
        kontor.POST('/v1/admin/dead-letters/replay', {
          body: {
            service,
            ...(consumer === null ? {} : { consumer }),
            ...(isAll ? { type } : { eventId: id }),
          },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['stuck work'] }),
  });
}
