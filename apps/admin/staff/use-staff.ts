import { told, type Schemas } from '@kontor/sdk';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';

export type Member = Schemas['StaffMember'];
export type Role = Schemas['Role'];
export type ApiKey = Schemas['ApiKey'];

const rolesKey = ['staff', 'roles'] as const;

export function useMembers() {
  return useInfiniteQuery({
    queryKey: ['staff', 'members'],
    queryFn: ({ pageParam, signal }) =>
      told(
        kontor.GET('/v1/admin/staff', {
          params: { query: { limit: 100, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

export function useRoles() {
  return useQuery({
    queryKey: rolesKey,
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/roles', { signal })),
  });
}

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: ['staff', 'keys'],
    queryFn: ({ pageParam, signal }) =>
      told(
        kontor.GET('/v1/admin/api-keys', {
          params: { query: { limit: 100, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What one changed of staff may show in each of their lists. */
export function staffAnew(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['staff'] });
}

/** Where an invited member chooses a password; the secret stands where no server reads it. */
export function linkOf({ email, token }: Schemas['StaffLink']): string {
  return `${location.origin}/admin/welcome#${new URLSearchParams({ email, token })}`;
}
