import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';

export type LiveArrow = Schemas['LiveArrow'];
export type Span = Schemas['KeptSpan'];
export type StoredStep = Schemas['StoredStep'];
export type OrderPath = Schemas['OrderPath'];

/** Who does not look at the page does not ask either: what is hidden is not read anew. */
const everyMs = 1_000;

/** @param live whether it is asked again each second */
export function useArrows(live: boolean) {
  return useQuery({
    queryKey: ['arrows'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/arrows', { signal })),
    refetchInterval: live && everyMs,
  });
}

export function useFailures(from: string, to: string, live: boolean) {
  return useQuery({
    queryKey: ['arrow-failures', from, to],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/arrows/{from}/{to}/failures', {
          params: { path: { from, to } },
          signal,
        }),
      ),
    refetchInterval: live && everyMs,
  });
}

export function useTrace(traceId: string) {
  return useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/traces/{traceId}', { params: { path: { traceId } }, signal })),
  });
}

/** The way of the order of this number; null where there is none. */
export function useOrderPath(number: string) {
  return useQuery({
    queryKey: ['order-path', number],
    enabled: number !== '',
    queryFn: async ({ signal }): Promise<OrderPath | null> => {
      const query = { query: number, limit: 1 };
      const found = await told(kontor.GET('/v1/admin/orders', { params: { query }, signal }));
      const order = found.items.find(
        ({ orderNumber }) => orderNumber.toLowerCase() === number.toLowerCase(),
      );
      if (!order) return null;
      const { orderId } = order;
      return told(
        kontor.GET('/v1/admin/orders/{orderId}/path', { params: { path: { orderId } }, signal }),
      );
    },
  });
}
