import type { Buyer, Place, Program, Scene, Turn } from './buyer.ts';
import { capture, inside, refund, voidPayment } from './payment.ts';
import { moved, type OrderState, type Rules } from './rules.ts';
import { depart, release } from './stock.ts';

/** The order story, its cancellation and the shipping story. */

const end = (name: string, buyer: Buyer): Turn[] => [{ name, buyer }];
const on = (name: string, buyer: Buyer, next: string): Turn[] => [{ name, buyer, next }];

type OrderMoveName = keyof Rules['tables']['order'];

function moveOrder(buyer: Buyer, name: OrderMoveName, { tables }: Rules): Buyer | undefined {
  const order: OrderState | undefined = moved(tables.order, name, buyer.order);
  return order && { ...buyer, order };
}

/** What the warehouse told of before the order was ready for it moves it on. */
export function settleProgress(buyer: Buyer, rules: Rules): Buyer {
  if (!buyer.confirmed || buyer.shippedEvent !== 'heard') return buyer;
  if (buyer.order === 'cancelling' || buyer.order === 'cancelled') return buyer;
  return moveOrder(buyer, 'ship_all', rules) ?? buyer;
}

/** `checkout.completed` makes the order once, however often it is delivered. */
export function onCompleted(buyer: Buyer): Buyer {
  const received = { ...buyer, completedEvent: 'heard' as const };
  return buyer.order === 'none' ? { ...received, order: 'placed', process: 'open' } : received;
}

/** A person cancels: whoever wins the move acts, in a story. */
export function startCancelling(buyer: Buyer, rules: Rules): Buyer | undefined {
  const cancelling = moveOrder(buyer, 'start_cancelling', rules);
  return cancelling && { ...cancelling, cancellation: 'open' };
}

const begin: Place = {
  step: (buyer) =>
    buyer.order === 'placed'
      ? on('read the order', buyer, 'capture')
      : on('read the order', buyer, 'hand_over'),
};

function afterCapture(reply: string, buyer: Buyer): Pick<Turn, 'next' | 'buyer'> {
  if (reply === 'captured') return { buyer, next: 'invoice_and_warehouse' };
  const refused = reply === 'authorized' || reply === 'failed' || reply === 'voided';
  return { buyer, next: refused ? 'refuse' : undefined };
}

const issueInvoice = (next: string): Place => ({
  calls: true,
  step: (buyer) => {
    if (buyer.invoice === 'withheld') return end('the invoice is withheld', buyer);
    const issued = { ...buyer, invoice: 'issued' as const };
    return on('issue the invoice', buyer.invoice === 'none' ? issued : buyer, next);
  },
});

const requestFulfillment = (next: string): Place => ({
  calls: true,
  step: (buyer, { rules }) => {
    const refused = buyer.warehouse === 'cancelled' && rules.conduct.keepsTombstone;
    const asked = buyer.warehouse === 'requested' || refused;
    const made = { ...buyer, warehouse: 'requested' as const, fulfillment: 'open' as const };
    return on('request fulfillment', asked ? buyer : made, next);
  },
});

const confirmOrder: Place = {
  step: (buyer, { rules }) => {
    const confirmed = moveOrder(buyer, 'confirm', rules);
    if (!confirmed) return on('confirm: a cancellation was first', buyer, 'hand_over');
    const finished = { ...confirmed, confirmed: true, process: 'finished' as const };
    return end('confirm the order', settleProgress(finished, rules));
  },
};

/** A cancellation has won: the process lays itself aside. */
const handOver: Place = {
  step: (buyer) => {
    const name = 'hand over to the cancellation';
    if (buyer.order === 'cancelling') {
      const held = buyer.process === 'open' ? ('held' as const) : buyer.process;
      return end(name, { ...buyer, process: held });
    }
    if (buyer.order === 'placed') return end(name, buyer);
    return end(name, { ...buyer, process: 'finished' });
  },
};

const credit = (next: string): Place => ({
  calls: true,
  step: (buyer) =>
    buyer.invoice === 'issued'
      ? on('credit the invoice', { ...buyer, invoice: 'credited' }, next)
      : on('nothing to credit', buyer, next),
});

const refuse: Place = {
  step: (buyer, { rules }) => {
    const cancelling = startCancelling(buyer, rules) ?? buyer;
    const held = buyer.process === 'open' ? ('held' as const) : buyer.process;
    return end('refuse the payment', { ...cancelling, process: held });
  },
};

export const orderProgram: Program = {
  begin,
  ...inside('capture', capture, afterCapture),
  invoice_and_warehouse: {
    calls: true,
    step: (buyer, scene) => [
      ...issueInvoice('warehouse').step(buyer, scene),
      ...requestFulfillment('invoice').step(buyer, scene),
    ],
  },
  invoice: issueInvoice('mail'),
  warehouse: requestFulfillment('mail'),
  mail: { calls: true, step: (buyer) => on('send the confirmation', buyer, 'confirm_order') },
  confirm_order: confirmOrder,
  hand_over: handOver,
  refuse,
};

const beginCancelling: Place = {
  step: (buyer, { rules }) => {
    const name = 'read the order';
    if (buyer.order !== 'cancelling') {
      return end('nothing to cancel', { ...buyer, cancellation: 'finished' });
    }
    if (buyer.process === 'open' && rules.conduct.waitsForProcess) return end(name, buyer);
    return on(name, buyer, placeOfCancelling(0, rules) ?? 'report');
  },
};

function placeOfCancelling(index: number, { conduct }: Rules): string | undefined {
  return conduct.cancellationSteps[index];
}

function afterCancelling(
  step: Rules['conduct']['cancellationSteps'][number],
  rules: Rules,
): string {
  const index = rules.conduct.cancellationSteps.indexOf(step);
  return placeOfCancelling(index + 1, rules) ?? 'report';
}

const stop: Place = {
  calls: true,
  step: (buyer, { rules }) => {
    const gone = ['shipped', 'delivered'].includes(buyer.fulfillment) || buyer.departing;
    if (gone) return on('the warehouse refuses', { ...buyer, warehouse: 'cancelled' }, 'resume');
    const state = moved(rules.tables.fulfillment, 'cancel', buyer.fulfillment);
    const fulfillment = buyer.fulfillment === 'none' ? 'none' : state;
    const next = afterCancelling('stop', rules);
    if (fulfillment === undefined) {
      const stopped = buyer.fulfillment === 'cancelled';
      return stopped ? on('stop the warehouse', buyer, next) : end('cannot be stopped', buyer);
    }
    return on('stop the warehouse', { ...buyer, warehouse: 'cancelled', fulfillment }, next);
  },
};

function payBack(rules: Rules): Program {
  const next = afterCancelling('pay_back', rules);
  return {
    ...inside('pay_back', voidPayment, (reply, buyer) => ({ buyer, next: whatNext(reply) })),
    credit: credit(next),
    claim: {
      step: (buyer) => {
        if (buyer.refund !== 'none') return on('claimed already', buyer, 'refund');
        return on('claim the rest', { ...buyer, refund: 'claimed' }, 'refund');
      },
    },
    ...inside('refund', refund, (reply, buyer) => ({
      buyer,
      next: reply === 'refunded' ? 'credit' : undefined,
    })),
  };
}

function whatNext(reply: string): string | undefined {
  if (reply === 'voided' || reply === 'failed') return 'credit';
  return reply === 'captured' ? 'claim' : undefined;
}

const finish: Place = {
  step: (buyer, { rules }) => {
    const cancelled = moveOrder(buyer, 'finish_cancelling', rules) ?? buyer;
    return end('finish cancelling', {
      ...cancelled,
      cancellation: 'finished',
      process: 'finished',
    });
  },
};

/** Something has left: back to where the order was, as far as its shipments have come. */
const resume: Place = {
  step: (buyer, { rules }) => {
    const name = 'resume the order';
    const over = { ...buyer, cancellation: 'finished' as const };
    if (buyer.order !== 'cancelling') return end(name, over);
    if (buyer.confirmed) {
      return end(name, settleProgress(moveOrder(over, 'resume_confirmed', rules) ?? over, rules));
    }
    const placed = moveOrder(over, 'resume_placed', rules) ?? over;
    return end(name, { ...placed, process: buyer.process === 'finished' ? 'finished' : 'open' });
  },
};

export function cancellingProgram(rules: Rules): Program {
  return {
    begin: beginCancelling,
    stop,
    release: {
      calls: true,
      step: (buyer, scene) => releaseForGood(buyer, scene),
    },
    withhold: {
      calls: true,
      step: (buyer) => {
        const withheld = { ...buyer, invoice: 'withheld' as const };
        const next = afterCancelling('withhold', rules);
        return on('withhold the invoice', buyer.invoice === 'none' ? withheld : buyer, next);
      },
    },
    ...payBack(rules),
    report: { calls: true, step: (buyer) => on('send the cancellation', buyer, 'finish') },
    finish,
    resume,
  };
}

function releaseForGood(buyer: Buyer, { rules }: Scene): Turn[] {
  const released = release(buyer, rules);
  return on('release the reservation', released, afterCancelling('release', rules));
}

export const shippingProgram: Program = {
  begin: {
    step: (buyer) =>
      on('read the fulfillment', buyer, buyer.fulfillment === 'shipping' ? 'win' : 'give_up'),
  },
  win: {
    step: (buyer) =>
      buyer.fulfillment === 'shipping'
        ? on('win the departure', { ...buyer, departing: true }, 'depart')
        : on('a cancellation was first', buyer, 'give_up'),
  },
  depart: {
    calls: true,
    step: (buyer, { rules }) => {
      const departed = depart(buyer, rules);
      return departed
        ? on('the stock departs', departed, 'shipped')
        : on('the stock does not depart', buyer, 'back_out');
    },
  },
  shipped: {
    step: (buyer, { rules }) => {
      const state = moved(rules.tables.fulfillment, 'finish_shipping', buyer.fulfillment);
      const over = { ...buyer, shippingStory: false };
      if (!state) return end('shipped already', over);
      return end('finish shipping', { ...over, fulfillment: state, shippedEvent: 'told' });
    },
  },
  back_out: {
    step: (buyer, { rules }) => {
      const state = moved(rules.tables.fulfillment, 'unpack', buyer.fulfillment);
      const over = { ...buyer, shippingStory: false };
      return end('back out', state ? { ...over, fulfillment: state, departing: false } : over);
    },
  },
  give_up: { step: (buyer) => end('give up shipping', { ...buyer, shippingStory: false }) },
};
