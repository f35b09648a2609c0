import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { placingEffectsOf } from '../../../services/order-processing/order/placing/placing-effects.ts';
import type { Buyer, Program } from '../buyer.ts';
import { moved } from '../rules.ts';
import { release } from '../stock.ts';
import type { Effect, Effects } from '../told.ts';
import type { Answers, Ask } from '../unroll.ts';

/** What order's stories call, as others answer them in the model. */

/** Of one line; what it is made of makes no difference to the plots. */
export const order = {
  id: 'order',
  paymentId: 'payment',
  totalMinor: 100,
  currency: 'EUR',
  cancelReason: 'changed their mind',
  snapshot: {
    orderId: 'order',
    reservationId: 'reservation',
    owner: { kind: 'guest', id: 'guest' },
    lines: [{ lineId: 'line', quantity: 1, totalMinor: 100, taxMinor: 0 }],
    totals: { currency: 'EUR', totalMinor: 100 },
    authorizationKind: 'card',
  },
} as unknown as Parameters<typeof placingEffectsOf>[1];

/** Others that order calls are asked, and so is its database, by the names of what it writes. */
export function askingContext(
  ask: Ask,
  captureAt: 'order' | 'shipment' = 'order',
): ServiceContext<'order'> {
  const call = {
    payment: {
      capturePayment: (input: object) =>
        ask(`payment.capturePayment${'part' in input ? ' for what has left' : ''}`),
      voidPayment: () => ask('payment.voidPayment'),
      refundPayment: () => ask('payment.refundPayment'),
      getPayment: () => ask('payment.getPayment'),
    },
    invoice: {
      issueInvoice: () => ask('invoice.issueInvoice'),
      withholdInvoice: () => ask('invoice.withholdInvoice'),
      issueCreditNote: () => ask('invoice.issueCreditNote'),
    },
    fulfillment: {
      requestFulfillment: () => ask('fulfillment.requestFulfillment'),
      holdFulfillmentsOfOrder: () => ask('fulfillment.holdFulfillmentsOfOrder'),
      cancelFulfillmentOfOrder: () => ask('fulfillment.cancelFulfillmentOfOrder'),
    },
  };
  const database = {
    move: (name: string) => ask(name),
    transaction: (name: string) => ask(name),
    // There are no other refunds.
    query: async ({ text }: { text: string }) =>
      text.includes('from order_line') ? ask('read what has left') : [],
  };
  return { call, database, settings: { captureAt } } as unknown as ServiceContext<'order'>;
}

const failing = (code: string, detail?: object) => () => fail(code, code, detail);

export const invoiceCalls: Effects = {
  'invoice.issueInvoice': {
    of: ['invoice'],
    calls: true,
    answers: { issued: () => ok({ number: 'I-1' }), withheld: failing('invoice_withheld') },
    does: (buyer) => {
      const name = 'issue the invoice';
      if (buyer.invoice === 'withheld') return [{ name, buyer, answer: 'withheld' }];
      const after = buyer.invoice === 'none' ? { ...buyer, invoice: 'issued' as const } : buyer;
      return [{ name, buyer: after, answer: 'issued' }];
    },
  },
  'invoice.withholdInvoice': {
    of: ['invoice'],
    calls: true,
    answers: { withheld: () => ok({ invoiced: false }), invoiced: () => ok({ invoiced: true }) },
    does: (buyer) => {
      const name = 'withhold the invoice';
      if (buyer.invoice !== 'none' && buyer.invoice !== 'withheld') {
        return [{ name, buyer, answer: 'invoiced' }];
      }
      return [{ name, buyer: { ...buyer, invoice: 'withheld' }, answer: 'withheld' }];
    },
  },
  'invoice.issueCreditNote': {
    of: ['invoice'],
    calls: true,
    answers: { credited: () => ok({ number: 'C-1' }), none: failing('invoice_not_found') },
    does: (buyer) => {
      const isThere = buyer.invoice === 'issued' || buyer.invoice === 'credited';
      if (!isThere) return [{ name: 'nothing to credit', buyer, answer: 'none' }];
      const credited = { ...buyer, invoice: 'credited' as const };
      return [{ name: 'credit the invoice', buyer: credited, answer: 'credited' }];
    },
  },
};

/** The warehouse stops, and then what it held is released: both by fulfillment. */
const stopping: Program = {
  stop: {
    step: (buyer, { rules }) => {
      const name = 'stop the warehouse';
      if (!rules.conduct.stopsWarehouse) return [{ name, buyer, next: 'release' }];
      const stopped = { ...buyer, warehouse: 'cancelled' as const };
      if (hasLeft(buyer)) return [{ name: 'the warehouse refuses', buyer, reply: 'refused' }];
      if (buyer.fulfillment === 'none' || buyer.fulfillment === 'cancelled') {
        return [{ name, buyer: stopped, next: 'release' }];
      }
      const fulfillment = moved(rules.tables.fulfillment, 'cancel', buyer.fulfillment);
      if (!fulfillment) return [{ name: 'cannot be stopped', buyer, reply: 'thrown' }];
      return [{ name, buyer: { ...stopped, fulfillment }, next: 'release' }];
    },
  },
  release: {
    calls: true,
    step: (buyer, { rules }) => {
      const after = rules.conduct.stopReleases ? release(buyer, rules) : buyer;
      return [{ name: 'release the reservation', buyer: after, reply: 'stopped' }];
    },
  },
};

function hasLeft({ fulfillment, departing }: Buyer): boolean {
  return fulfillment === 'shipped' || fulfillment === 'delivered' || departing;
}

function broken(): never {
  throw new Error('it cannot be stopped');
}

export const warehouseCalls: Effects = {
  'fulfillment.requestFulfillment': {
    of: ['warehouse', 'fulfillment'],
    calls: true,
    answers: { requested: () => ok({ fulfillmentIds: ['fulfillment'] }) },
    does: (buyer, { rules }) => {
      const name = 'request fulfillment';
      const isOver = buyer.warehouse === 'cancelled' && rules.conduct.keepsTombstone;
      if (isOver || buyer.warehouse === 'requested') return [{ name, buyer, answer: 'requested' }];
      const made = { ...buyer, warehouse: 'requested', fulfillment: 'open' } as const;
      return [{ name, buyer: made, answer: 'requested' }];
    },
  },
  'fulfillment.cancelFulfillmentOfOrder': {
    of: ['warehouse', 'fulfillment', 'departing', 'reservation'],
    calls: true,
    takesBack: true,
    answers: {
      stopped: () => ok({ cancelled: 1 }),
      refused: failing('already_shipped'),
      thrown: broken,
    },
    does: { program: stopping, begin: 'stop', answerOf: (reply) => reply },
  },
};

/** Nobody waits for a mail, and it is sent once however often it is asked for. */
export function mail(name: string, answers: Answers): Effect {
  const [answer = ''] = Object.keys(answers);
  return { calls: true, answers, does: (buyer) => [{ name, buyer, answer }] };
}
