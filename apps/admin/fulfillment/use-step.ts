import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isRefused, kontor } from '../asking/kontor.ts';
import { noteFulfillment, readFulfillmentAnew, type Fulfillment } from './use-fulfillments.ts';

/** What a person does with it next. */
export type Step =
  | { readonly name: 'begin' }
  | { readonly name: 'picked'; readonly lines: { lineId: string; quantity: number }[] }
  | { readonly name: 'pack' }
  | { readonly name: 'ship' }
  | { readonly name: 'resume' };

/**
 * A step is taken once, however often it is sent: its key is kept until it was answered or refused,
 * also for a label that is still being bought. What was refused may be tried again under a new one.
 */
export function useStep(fulfillment: Fulfillment) {
  const { fulfillmentId, state } = fulfillment;
  const keys = useRef(new Map<string, string>());
  useEffect(() => {
    if (state !== 'shipping') return undefined;
    const { current } = keys;
    // Whether it left or was packed again: that attempt is over.
    return () => current.clear();
  }, [state]);
  return useMutation({
    mutationFn: async (step: Step) => {
      const { current } = keys;
      const intention = JSON.stringify(step);
      const key = current.get(intention) ?? newIdempotencyKey();
      current.set(intention, key);
      try {
        const answered = await take(step, fulfillmentId, key);
        if (answered.state !== 'shipping') current.delete(intention);
        return answered;
      } catch (error) {
        if (isRefused(error)) current.delete(intention);
        throw error;
      }
    },
    onSuccess: noteFulfillment,
    // Refused, it often is no longer as it was shown; unanswered, it may have been done.
    onError: () => readFulfillmentAnew(fulfillment),
  });
}

function take(step: Step, fulfillmentId: string, key: string): Promise<Fulfillment> {
  const params = { path: { fulfillmentId }, header: { 'Idempotency-Key': key } };
  const one = '/v1/admin/fulfillments/{fulfillmentId}' as const;
  switch (step.name) {
    case 'begin':
      return told(kontor.POST(`${one}/pick`, { params, body: {} }));
    case 'picked':
      return told(kontor.POST(`${one}/pick`, { params, body: { lines: step.lines } }));
    case 'pack':
      return told(kontor.POST(`${one}/pack`, { params }));
    case 'ship':
      return told(kontor.POST(`${one}/ship`, { params, body: {} }));
    case 'resume':
      return told(kontor.POST(`${one}/resume`, { params }));
  }
}
