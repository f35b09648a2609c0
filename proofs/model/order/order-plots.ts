import {
  cancellingEffectsOf,
  type CancellingEffects,
} from '../../../services/order-processing/order/cancelling/cancelling-effects.ts';
import type { cancellingPlot } from '../../../services/order-processing/order/cancelling/cancel-order-process.ts';
import type { placingPlot } from '../../../services/order-processing/order/placing/order-process.ts';
import {
  placingEffectsOf,
  type PlacingEffects,
} from '../../../services/order-processing/order/placing/placing-effects.ts';
import type { Buyer } from '../buyer.ts';
import { moveOrder, settleProgress, startCancelling } from './order.ts';
import type { Payments } from '../payment/payment.ts';
import { paymentCalls } from '../payment/payment-calls.ts';
import type { Rules } from '../rules.ts';
import { askingContext, invoiceCalls, mail, order, warehouseCalls } from './order-calls.ts';
import { nobody, type Effects } from '../told.ts';
import type { Ask, Told } from '../unroll.ts';
import { done, plotProgram, type PlotProgram } from './plot-program.ts';

/**
 * The order story and its cancellation. Their steps are order's own plots and calls; what others do
 * when they are called, and what the moves of the order record, is the model's, by the tables of
 * states.
 */

export type PlacingFound = 'placed' | 'other';
export const findPlacing = ({ order: state }: Buyer): PlacingFound =>
  state === 'placed' ? 'placed' : 'other';

/** By when the payment is captured. */
export async function placingPrograms(plot: typeof placingPlot, payments: Payments) {
  const effects = { ...placing, ...paymentCalls(payments) };
  const programOf = (captureAt: Rules['captureAt']): Promise<PlotProgram<PlacingFound>> =>
    plotProgram(effects, {
      placed: (ask) => plot(askingPlacing(ask, captureAt), { state: 'placed' }),
      other: (ask) => plot(askingPlacing(ask, captureAt), { state: 'cancelling' }),
    });
  return { order: await programOf('order'), shipment: await programOf('shipment') };
}

function askingPlacing(ask: Ask, captureAt: Rules['captureAt']): PlacingEffects {
  const effects = placingEffectsOf(askingContext(ask, captureAt), order, nobody);
  const notifyCustomer = () => ask('notification.sendMessage');
  return { ...effects, call: { ...effects.call, notifyCustomer } };
}

const begun = ({ cancellation }: Buyer) => (cancellation === 'none' ? 'open' : cancellation);
const heldOf = ({ process }: Buyer) => (process === 'open' ? 'held' : process);

function confirm(buyer: Buyer, rules: Rules): Buyer | undefined {
  const confirmed = moveOrder(buyer, 'confirm', rules);
  return confirmed && { ...confirmed, confirmed: true, process: 'finished' };
}

export const placing: Effects = {
  ...invoiceCalls,
  ...warehouseCalls,
  'notification.sendMessage': mail('send the confirmation', {
    sent: () => [{ key: 'sent', kind: 'message_sent', message: 'sent' }],
  }),
  confirm_order: {
    of: ['order', 'confirmed', 'process', 'shippedEvent'],
    moves: true,
    answers: { won: () => ({}), lost: () => undefined },
    does: (buyer, { rules }) => {
      const name = 'confirm the order';
      const confirmed = buyer.shippedEvent === 'heard' ? undefined : confirm(buyer, rules);
      if (!confirmed) return [{ name: 'it cannot be confirmed alone', buyer, answer: 'lost' }];
      return [{ name, buyer: confirmed, answer: 'won' }];
    },
  },
  /** The warehouse was quicker. */
  confirm_progressed: {
    of: ['order', 'confirmed', 'process', 'shippedEvent'],
    moves: true,
    answers: { won: () => true, lost: () => false },
    does: (buyer, { rules }) => {
      const confirmed = buyer.shippedEvent === 'heard' ? confirm(buyer, rules) : undefined;
      if (!confirmed) return [{ name: 'a cancellation was first', buyer, answer: 'lost' }];
      const after = settleProgress(confirmed, rules);
      return [{ name: 'confirm what has left', buyer: after, answer: 'won' }];
    },
  },
  hand_over: {
    of: ['order', 'process', 'cancellation'],
    moves: true,
    answers: done,
    does: (buyer) => {
      const step = (after: Partial<Buyer>) => [
        { name: 'hand over to the cancellation', buyer: { ...buyer, ...after }, answer: 'done' },
      ];
      if (buyer.order === 'placed') return step({});
      if (buyer.order !== 'cancelling') return step({ process: 'finished' });
      return step({ process: heldOf(buyer), cancellation: begun(buyer) });
    },
  },
  refuse_payment: {
    of: ['order', 'process', 'cancellation'],
    moves: true,
    answers: done,
    does: (buyer, { rules }) => {
      const lost = { ...buyer, cancellation: begun(buyer) };
      const after = { ...(startCancelling(buyer, rules) ?? lost), process: heldOf(buyer) };
      return [{ name: 'refuse the payment', buyer: after, answer: 'done' }];
    },
  },
  hold_for_review: {
    of: ['process'],
    moves: true,
    answers: done,
    does: (buyer) => [
      { name: 'hold for review', buyer: { ...buyer, process: heldOf(buyer) }, answer: 'done' },
    ],
  },
};

export type CancellingFound = 'cancelling' | 'waiting' | 'other';
export function findCancelling({ order: state, process }: Buyer): CancellingFound {
  if (state !== 'cancelling') return 'other';
  return process === 'open' ? 'waiting' : 'cancelling';
}

export function cancellingProgram(
  plot: typeof cancellingPlot,
  payments: Payments,
): Promise<PlotProgram<CancellingFound>> {
  const told =
    (state: 'cancelling' | 'confirmed', processIsOpen: boolean): Told =>
    (ask) =>
      plot(askingCancelling(ask), { state, processIsOpen });
  return plotProgram(
    { ...cancelling, ...paymentCalls(payments) },
    {
      cancelling: told('cancelling', false),
      waiting: told('cancelling', true),
      other: told('confirmed', false),
    },
  );
}

function askingCancelling(ask: Ask): CancellingEffects {
  const effects = cancellingEffectsOf(askingContext(ask), order, nobody);
  const notifyCustomer = () => ask('notification.sendMessage');
  return { ...effects, call: { ...effects.call, notifyCustomer } };
}

const claimed = (state: Buyer['rest']) => () => ({
  refund: { id: 'refund', state, amountMinor: 100, cause: 'cancellation' },
  refundedMinor: 0,
  pendingMinor: 0,
});

export const cancelling: Effects = {
  ...invoiceCalls,
  ...warehouseCalls,
  'notification.sendMessage': mail('send the cancellation', done),
  end_cancel_order: {
    of: ['cancellation'],
    moves: true,
    answers: done,
    does: (buyer) => {
      const after = { ...buyer, cancellation: 'finished' } as const;
      return [{ name: 'nothing to cancel', buyer: after, answer: 'done' }];
    },
  },
  /** Back to where the order was, as far as its shipments have come. */
  resume_order: {
    of: ['order', 'confirmed', 'process', 'cancellation', 'shippedEvent'],
    moves: true,
    answers: done,
    does: (buyer, { rules }) => {
      const step = (after: Buyer) => [{ name: 'resume the order', buyer: after, answer: 'done' }];
      const over = { ...buyer, cancellation: 'finished' } as const;
      if (buyer.order !== 'cancelling') return step(over);
      if (buyer.confirmed) {
        return step(settleProgress(moveOrder(over, 'resume_confirmed', rules) ?? over, rules));
      }
      const placed = moveOrder(over, 'resume_placed', rules) ?? over;
      return step({ ...placed, process: buyer.process === 'finished' ? 'finished' : 'open' });
    },
  },
  claim_rest: {
    of: ['rest', 'staffRefund'],
    moves: true,
    answers: {
      pending: claimed('pending'),
      refunded: claimed('refunded'),
      failed: claimed('failed'),
      nothing_left: () => ({ refund: undefined, refundedMinor: 100, pendingMinor: 0 }),
      under_way() {
        throw new Error('another refund of the order is still under way');
      },
    },
    does: (buyer) => {
      const name = 'claim the rest';
      if (buyer.rest !== 'none') return [{ name, buyer, answer: buyer.rest }];
      if (buyer.staffRefund === 'pending') return [{ name, buyer, answer: 'under_way' }];
      if (buyer.staffRefund === 'refunded') return [{ name, buyer, answer: 'nothing_left' }];
      return [{ name, buyer: { ...buyer, rest: 'pending' }, answer: 'pending' }];
    },
  },
  fail_refund: {
    of: ['rest'],
    moves: true,
    answers: done,
    does: (buyer) => {
      const rest = buyer.rest === 'pending' ? 'failed' : buyer.rest;
      return [{ name: 'fail the refund', buyer: { ...buyer, rest }, answer: 'done' }];
    },
  },
  follow_refund: {
    of: ['rest'],
    moves: true,
    answers: done,
    does: (buyer) => [{ name: 'follow the refund', buyer, answer: 'done' }],
  },
  complete_refund: {
    of: ['rest'],
    moves: true,
    answers: done,
    does: (buyer) => {
      const rest = buyer.rest === 'pending' ? 'refunded' : buyer.rest;
      return [{ name: 'complete the refund', buyer: { ...buyer, rest }, answer: 'done' }];
    },
  },
  finish_cancelling: {
    of: ['order', 'process', 'cancellation'],
    moves: true,
    answers: done,
    does: (buyer, { rules }) => {
      const cancelled = moveOrder(buyer, 'finish_cancelling', rules) ?? buyer;
      const after = { ...cancelled, cancellation: 'finished', process: 'finished' } as const;
      return [{ name: 'finish cancelling', buyer: after, answer: 'done' }];
    },
  },
};
