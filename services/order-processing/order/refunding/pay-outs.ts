import type { Actor } from '#kernel/actor.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';

type Names = 'listPayOuts' | 'settlePayOut' | 'cancelPayOut' | 'listSurpluses' | 'paySurplusBack';

/** Payment keeps what a person has to pay out; it is told in whose channels that person may. */
export function payOuts({ call }: ServiceContext<'order'>): Pick<Handlers<'order'>, Names> {
  const { payment } = call;
  return {
    listPayOuts: (input, invocation) =>
      payment.listPayOuts({ ...input, channels: held(invocation.actor) }, invocation),
    settlePayOut: (input, invocation) =>
      payment.settlePayOut({ ...input, channels: held(invocation.actor) }, invocation),
    cancelPayOut: (input, invocation) =>
      payment.cancelPayOut({ ...input, channels: held(invocation.actor) }, invocation),
    listSurpluses: (input, invocation) =>
      payment.listSurpluses({ ...input, channels: held(invocation.actor) }, invocation),
    paySurplusBack: (input, invocation) =>
      payment.paySurplusBack({ ...input, channels: held(invocation.actor) }, invocation),
  };
}

/** Null: all channels. */
export function held({ channels }: Actor): string[] | null {
  return channels === '*' ? null : [...channels];
}
