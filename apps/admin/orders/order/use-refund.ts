import { newIdempotencyKey, told } from '@kontor/sdk';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { kontor } from '../../asking/kontor.ts';

export interface RefundParts {
  readonly lines?: { lineId: string; quantity: number }[];
  readonly shippingMinor?: number;
  /** Beyond goods and delivery; held back of them where it is below zero. */
  readonly adjustmentMinor?: number;
}

/** What it would give back: asked while it is chosen, writes nothing. */
export function usePreview(orderId: string, parts: RefundParts | undefined) {
  return useQuery({
    queryKey: ['refund preview', orderId, parts],
    queryFn: ({ signal }) =>
      told(
        kontor.POST('/v1/admin/orders/{orderId}/refunds/preview', {
          params: { path: { orderId } },
          body: { ...parts, of: 'refund' },
          signal,
        }),
      ),
    enabled: parts !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

/** Another intention has another key; the same one, sent again after whatever went wrong, has the same. */
export function useRefund(orderId: string) {
  const known = useRef({ intention: '', key: '' });
  return useMutation({
    mutationFn: (asked: { parts: RefundParts; reason: string }) => {
      const intention = JSON.stringify(asked);
      if (known.current.intention !== intention) {
        known.current = { intention, key: newIdempotencyKey() };
      }
      return told(
        kontor.POST('/v1/admin/orders/{orderId}/refunds', {
          params: { path: { orderId }, header: { 'Idempotency-Key': known.current.key } },
          body: { ...asked.parts, reason: asked.reason },
        }),
      );
    },
  });
}
