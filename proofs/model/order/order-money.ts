import {
  shipmentCaptureEffectsOf,
  type ShipmentCaptureEffects,
  type shipmentCapturePlot,
} from '../../../services/order-processing/order/paying/capture-at-shipment.ts';
import type { refundingPlot } from '../../../services/order-processing/order/refunding/refund-order-process.ts';
import {
  refundingEffectsOf,
  type RefundingEffects,
} from '../../../services/order-processing/order/refunding/refunding-effects.ts';
import type { Buyer } from '../buyer.ts';
import type { Payments } from '../payment/payment.ts';
import { paymentCalls } from '../payment/payment-calls.ts';
import { nobody, type Effects } from '../told.ts';
import type { Ask } from '../unroll.ts';
import { askingContext, invoiceCalls, mail, order } from './order-calls.ts';
import { done, plotProgram, type PlotProgram } from './plot-program.ts';

/**
 * The stories that move an order's money beside its placing and its cancellation: the capture of what
 * has left, and a refund that staff ask for. All of the one unit, or nothing.
 */

export function shipmentCaptureProgram(
  plot: typeof shipmentCapturePlot,
  payments: Payments,
): Promise<PlotProgram<'due'>> {
  const effects = { ...shipmentCapture, ...invoiceCalls, ...paymentCalls(payments) };
  return plotProgram(effects, { due: (ask) => plot(askingCapture(ask), order) });
}

function askingCapture(ask: Ask): ShipmentCaptureEffects {
  const effects = shipmentCaptureEffectsOf(askingContext(ask), order, nobody);
  const end: ShipmentCaptureEffects['move']['end'] = ({ due, paid }) => {
    const isPaid = paid.capturedMinor >= due.dueMinor;
    return ask(isPaid ? 'capture_at_shipment' : 'capture_at_shipment refused');
  };
  return { ...effects, move: { end } };
}

function endingCapture(name: string, shipmentCapture: 'finished' | 'refused'): Effects[string] {
  return {
    moves: true,
    of: ['shipmentCapture'],
    answers: done,
    does: (buyer) => [{ name, buyer: { ...buyer, shipmentCapture }, answer: 'done' }],
  };
}

const line = { lineId: 'line', cancelled: 0 };

export const shipmentCapture: Effects = {
  'read what has left': {
    answers: { all: () => [{ ...line, shipped: 1 }], nothing: () => [] },
    does: (buyer) => {
      const answer = buyer.shippedEvent === 'heard' ? 'all' : 'nothing';
      return [{ name: 'read what has left', buyer, answer }];
    },
  },
  'fulfillment.holdFulfillmentsOfOrder': {
    calls: true,
    answers: { held: () => ({ ok: true, value: {} }) },
    does: (buyer) => [{ name: 'hold what has not left', buyer, answer: 'held' }],
  },
  capture_at_shipment: endingCapture('record what was captured', 'finished'),
  'capture_at_shipment refused': endingCapture('tell staff that nothing was captured', 'refused'),
};

export type RefundFound = 'pending' | 'other';
export const findRefund = ({ staffRefund }: Buyer): RefundFound =>
  staffRefund === 'pending' ? 'pending' : 'other';

export function refundingProgram(
  plot: typeof refundingPlot,
  payments: Payments,
): Promise<PlotProgram<RefundFound>> {
  const effects = { ...refunding, ...invoiceCalls, ...paymentCalls(payments) };
  const cause = 'staff' as const;
  return plotProgram(effects, {
    pending: (ask) => plot(askingRefund(ask), { state: 'pending', cause, amountMinor: 100 }),
    other: (ask) => plot(askingRefund(ask), { state: 'refunded', cause, amountMinor: 100 }),
  });
}

const refund = {
  id: 'refund',
  orderId: 'order',
  paymentId: 'payment',
  amountMinor: 100,
  currency: 'EUR',
  reason: 'damaged',
  cause: 'staff',
  lines: null,
  shippingMinor: 0,
} as unknown as Parameters<typeof refundingEffectsOf>[1];

function askingRefund(ask: Ask): RefundingEffects {
  const effects = refundingEffectsOf(askingContext(ask), refund, undefined, nobody);
  const notify = () => ask('notification.sendMessage');
  const call = { ...effects.call, notifyOfRefund: notify, notifyOfCredit: notify };
  const move = { ...effects.move, restUntilPaid: () => ask('rest until paid') };
  return { ...effects, call, move };
}

function ending(name: string, state: 'refunded' | 'failed'): Effects[string] {
  return {
    moves: true,
    of: ['staffRefund', 'refundStory'],
    answers: done,
    does: (buyer) => {
      const staffRefund = buyer.staffRefund === 'pending' ? state : buyer.staffRefund;
      const after = { ...buyer, staffRefund, refundStory: 'finished' } as const;
      return [{ name, buyer: after, answer: 'done' }];
    },
  };
}

const over = (name: string): Effects[string] => ({
  moves: true,
  of: ['refundStory'],
  answers: done,
  does: (buyer) => [{ name, buyer: { ...buyer, refundStory: 'finished' }, answer: 'done' }],
});

export const refunding: Effects = {
  'notification.sendMessage': mail('tell of the refund', done),
  complete_refund: ending('complete the refund', 'refunded'),
  fail_refund: ending('fail the refund', 'failed'),
  end_refund_order: over('end the refunding'),
  'rest until paid': over('rest until it is paid'),
};
