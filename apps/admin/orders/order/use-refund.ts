import { newIdempotencyKey, told } from '@kontor/sdk';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { wishToWait } from '../../outgoing/undo-seconds.ts';
import { noteOutgoing } from '../../outgoing/use-outgoing.ts';
import type { useStepUp } from '../../session/step-up.tsx';

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

export interface AskedRefund {
  readonly parts: RefundParts;
  readonly reason: string;
  /** As the preview said it. */
  readonly amountMinor: number;
}
interface SentRefund extends AskedRefund {
  readonly key: string;
  /** For how long it was asked to wait. */
  readonly waits?: { readonly waitSeconds?: number };
  /** That was not decided, so it was not sent either. */
  readonly isUndecided?: boolean;
}

const keptAs = (orderId: string) => `kontor-refund-${orderId}`;

/**
 * The refund of an order whose outcome nobody knows, since no answer came. It is sent again as it was or
 * not at all: another one beside it could give the same money back twice.
 */
export function unclearRefund(orderId: string): SentRefund | undefined {
  const kept = sessionStorage.getItem(keptAs(orderId));
  return kept === null ? undefined : (JSON.parse(kept) as SentRefund);
}

function keep(orderId: string, refund: SentRefund): SentRefund {
  sessionStorage.setItem(keptAs(orderId), JSON.stringify(refund));
  return refund;
}

/**
 * Under the key of before, or kept under one of its own before anything is waited for: a second press
 * meets it. A page that is closed meanwhile knows of it when it is opened again.
 */
const begun = (orderId: string, asked: AskedRefund): SentRefund =>
  unclearRefund(orderId) ??
  keep(orderId, { ...asked, key: newIdempotencyKey(), isUndecided: true });

/** With how long it waits, which is decided once. */
async function decided(orderId: string, refund: SentRefund): Promise<SentRefund> {
  if (!refund.isUndecided) return refund;
  const { isUndecided: _, ...begins } = refund;
  return keep(orderId, { ...begins, waits: await wishToWait() });
}

/**
 * Another intention has another key; one whose outcome is unclear goes on under its own.
 * @param proven asks who it is where the shop wants to know; the refund goes on under its key
 */
export function useRefund(orderId: string, proven: ReturnType<typeof useStepUp>['proven']) {
  return useMutation({
    mutationFn: async (asked: AskedRefund) => {
      const sent = await decided(orderId, begun(orderId, asked));
      try {
        const answer = await proven(() =>
          told(
            kontor.POST('/v1/admin/orders/{orderId}/refunds', {
              params: { path: { orderId }, header: { 'Idempotency-Key': sent.key } },
              body: { ...sent.parts, reason: sent.reason, ...sent.waits },
            }),
          ),
        );
        sessionStorage.removeItem(keptAs(orderId));
        void noteOutgoing();
        return answer;
      } catch (error) {
        // What a colleague has waiting may be why.
        void noteOutgoing();
        if (!isUnclear(error)) sessionStorage.removeItem(keptAs(orderId));
        throw error;
      }
    },
  });
}
