import { newIdempotencyKey, told, type Schemas } from '@kontor/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { isRefused, kontor, queryClient } from '../../asking/kontor.ts';

export type Customer = Schemas['CustomerDetail'];

const keyOf = (customerId: string) => ['customer', customerId] as const;

export function useCustomer(customerId: string) {
  return useQuery({
    queryKey: keyOf(customerId),
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/customers/{customerId}', {
          params: { path: { customerId } },
          signal,
        }),
      ),
  });
}

/** After something was done: all that is shown of the customer is read anew. */
export async function readCustomerAnew(customerId: string): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['customers'] });
  await queryClient.invalidateQueries({ queryKey: keyOf(customerId) });
}

/** What hangs on a customer beside the profile, each asked by itself. */
export function usePart<Answer>(customerId: string, name: string, read: () => Promise<Answer>) {
  return useQuery({ queryKey: [...keyOf(customerId), name], queryFn: read });
}

/**
 * Something that is done to a customer, once for each intention: it goes on under its key while
 * nobody knows whether it was done.
 */
export function useDeed<Given>(
  customerId: string,
  act: (given: Given, key: string) => Promise<unknown>,
) {
  const key = useRef(newIdempotencyKey());
  return useMutation({
    mutationFn: (given: Given) => act(given, key.current),
    onSuccess: () => {
      key.current = newIdempotencyKey();
      return readCustomerAnew(customerId);
    },
    onError: (error) => {
      if (isRefused(error)) key.current = newIdempotencyKey();
    },
  });
}
