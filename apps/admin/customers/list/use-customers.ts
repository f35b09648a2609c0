import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { pageSize, useList } from '../../lists/read-list.ts';

type CustomerRow = Schemas['CustomerSummary'];

/** What the list is asked for, as it stands in the address. */
export interface CustomerSearch {
  /** Where nothing else is asked for. */
  readonly view?: 'everything';
  /** The beginning of an e-mail address, of words of a name, or an order number. */
  readonly q?: string;
  readonly group?: string;
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readCustomerSearch(given: Record<string, unknown>): CustomerSearch {
  const q = typeof given['q'] === 'number' ? String(given['q']) : given['q'];
  const { group, view } = given;
  return {
    ...(view === 'everything' ? { view } : {}),
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 120) } : {}),
    ...(typeof group === 'string' && /^[a-z0-9-]{1,40}$/.test(group) ? { group } : {}),
  };
}

const idOf = ({ customerId }: CustomerRow) => customerId;

function queryOf({ q, group }: CustomerSearch) {
  const search = q?.trim() ?? '';
  return {
    ...(search.length > 1 ? { search } : {}),
    ...(group ? { groupCode: group } : {}),
  };
}

/** Parts of the same customers as CSV. */
export function exportCustomers(asked: CustomerSearch) {
  const query = queryOf(asked);
  return (cursor: string | undefined) =>
    told(
      kontor.GET('/v1/admin/exports/customers', {
        params: { query: { ...query, ...(cursor && { cursor }) } },
      }),
    );
}

export function useCustomers(asked: CustomerSearch) {
  const query = { limit: pageSize, ...queryOf(asked) };
  return useList({
    key: ['customers', query],
    idOf,
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/customers', {
          params: { query: { ...query, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

/** Into which customers are put, for prices and taxes of their own. */
export function useGroups() {
  return useQuery({
    queryKey: ['customer groups'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/customer-groups', { signal })),
    staleTime: 60_000,
  });
}

export const nameOf = ({
  firstName,
  lastName,
}: {
  readonly firstName: string | null;
  readonly lastName: string | null;
}): string => [firstName, lastName].filter(Boolean).join(' ');
