import type { Buyer, Program, Turn } from '../buyer.ts';
import { moved } from '../rules.ts';
import { depart } from '../stock.ts';

/** The warehouse's shipping story. */

const end = (name: string, buyer: Buyer): Turn[] => [{ name, buyer }];
const on = (name: string, buyer: Buyer, next: string): Turn[] => [{ name, buyer, next }];

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
