import { newIdempotencyKey, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { kontor } from '../asking/kontor.ts';
import { noteFulfillment, type Fulfillment } from './use-fulfillments.ts';

/** What a person does with it next. */
export type Step =
  | { readonly name: 'begin' }
  | { readonly name: 'picked'; readonly lines: { lineId: string; quantity: number }[] }
  | { readonly name: 'pack' }
  | { readonly name: 'ship' }
  | { readonly name: 'resume' };

/**
 * A step is taken once, however often it is sent: its key is kept until it was answered, also for a
 * label that is still being bought.
 */
export function useStep(fulfillmentId: string) {
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: async (step: Step) => {
      const intention = JSON.stringify(step);
      const key = keys.current.get(intention) ?? newIdempotencyKey();
      keys.current.set(intention, key);
      const answered = await take(step, fulfillmentId, key);
      if (answered.state !== 'shipping') keys.current.delete(intention);
      return answered;
    },
    onSuccess: noteFulfillment,
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
