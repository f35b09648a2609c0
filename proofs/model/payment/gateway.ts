import { struck, type Buyer } from '../buyer.ts';
import type { Effect, Effects } from '../told.ts';
import type { Ask } from '../unroll.ts';

/** The payment gateway: a book of its own, and one effect for each idempotency key. */

interface Answered {
  readonly buyer: Buyer;
  /** Undefined: the answer is not known to whoever asked. */
  readonly answer: string | undefined;
  readonly how: string;
}

/** The first arrival decides, in each of its ways; others are told the same again. */
export function authorizeArrives(buyer: Buyer): Answered[] {
  if (buyer.firstReply !== 'none') {
    return [{ buyer, answer: buyer.firstReply, how: 'replayed' }];
  }
  return (['authorized', 'declined', 'requires_action'] as const).map((answer) => ({
    buyer: { ...buyer, gateway: answer, firstReply: answer, webhook: true },
    answer,
    how: answer,
  }));
}

/** Sent: answered; or lost before or after it was done, or late. */
export function sendAuthorize(buyer: Buyer): Answered[] {
  const arrived = authorizeArrives(buyer);
  return [
    ...arrived,
    ...arrived.map((one) => undelivered(one)),
    { buyer: struck(buyer), answer: undefined, how: 'lost' },
    { buyer: struck({ ...buyer, inFlight: true }), answer: undefined, how: 'late' },
  ];
}

export function sendCapture(buyer: Buyer): Answered[] {
  const { gateway } = buyer;
  const done: Answered =
    gateway === 'authorized'
      ? {
          buyer: { ...buyer, gateway: 'captured', webhook: true },
          answer: 'captured',
          how: 'captured',
        }
      : gateway === 'captured'
        ? { buyer, answer: 'captured', how: 'replayed' }
        : { buyer, answer: 'refused', how: 'refused' };
  const refusal: Answered[] =
    gateway === 'authorized' ? [{ buyer: struck(buyer), answer: 'refused', how: 'refused' }] : [];
  return [done, undelivered(done), lost(buyer), ...refusal];
}

export function sendVoid(buyer: Buyer): Answered[] {
  const { gateway } = buyer;
  // What was declined could still be paid there, until it is voided.
  const holds = ['authorized', 'requires_action', 'declined'].includes(gateway);
  const done: Answered = holds
    ? { buyer: { ...buyer, gateway: 'voided', webhook: true }, answer: 'voided', how: 'voided' }
    : { buyer, answer: gateway === 'voided' ? 'voided' : 'refused', how: 'replayed' };
  return [done, undelivered(done), lost(buyer)];
}

export function sendRefund(buyer: Buyer): Answered[] {
  const done: Answered = {
    buyer: { ...buyer, refundedAtGateway: true, webhook: true },
    answer: buyer.gateway === 'captured' ? 'refunded' : 'refused',
    how: 'refunded',
  };
  return [done, undelivered(done), lost(buyer)];
}

/** Done, but the answer is lost. */
function undelivered({ buyer, how }: Answered): Answered {
  return { buyer: struck(buyer), answer: undefined, how: `${how}, unheard` };
}

/** Cut before it was done. */
function lost(buyer: Buyer): Answered {
  return { buyer: struck(buyer), answer: undefined, how: 'lost' };
}

/** The gateway as payment knows it, each request asked for. */
export function gatewayPort(ask: Ask): object {
  const wire = () => 'wire';
  return {
    authorize: () => ask('gateway.authorize'),
    capture: () => ask('gateway.capture'),
    void: () => ask('gateway.void'),
    refund: () => ask('gateway.refund'),
    find: () => ask('gateway.find'),
    // What was given back there by hand is not modelled.
    listRefunds: async () => ({ status: 'listed', refunds: [] }),
    wire: { authorize: wire, capture: wire, void: wire, refund: wire },
  };
}

const gatewayPaymentId = 'gateway payment';
const whole = { gatewayPaymentId, currency: 'EUR' };
const unknown = () => ({ status: 'unknown', reason: 'timeout' });
const refused = () => ({ status: 'refused', code: 'refused' });

function found(state: Buyer['gateway']) {
  const capturedMinor = state === 'captured' ? 100 : 0;
  const payment = { ...whole, state, amountMinor: 100, authorizedMinor: 100, capturedMinor };
  return () => ({ status: 'found', payment: { ...payment, refundedMinor: 0, declineCode: null } });
}

/** What was sent is answered, or nobody knows what became of it. */
function sending(
  what: string,
  send: (buyer: Buyer) => Answered[],
  answers: Effect['answers'],
): Effect {
  return {
    answers: { ...answers, unknown },
    does: (buyer) =>
      send(buyer).map(({ buyer: after, answer = 'unknown', how }) => {
        return { name: `${what} at the gateway: ${how}`, buyer: after, answer };
      }),
  };
}

export const gatewayEffects: Effects = {
  'gateway.authorize': {
    ...sending('authorize', sendAuthorize, {
      authorized: () => ({ ...whole, status: 'authorized', authorizedMinor: 100, expiresAt: null }),
      declined: () => ({ status: 'declined', gatewayPaymentId, declineCode: 'card_declined' }),
      requires_action: () => ({
        status: 'requires_action',
        gatewayPaymentId,
        nextAction: { type: 'redirect', url: 'https://bank.example' },
      }),
    }),
    sends: true,
  },
  'gateway.capture': sending('capture', sendCapture, {
    captured: () => ({ ...whole, status: 'captured', capturedMinor: 100 }),
    refused,
  }),
  'gateway.void': sending('void', sendVoid, {
    voided: () => ({ status: 'voided', gatewayPaymentId }),
    refused,
  }),
  'gateway.refund': sending('refund', sendRefund, {
    refunded: () => {
      return {
        ...whole,
        status: 'refunded',
        gatewayRefundId: 'gateway refund',
        refundedMinor: 100,
      };
    },
    refused,
  }),
  'gateway.find': {
    answers: {
      none: () => ({ status: 'not_found' }),
      requires_action: found('requires_action'),
      authorized: found('authorized'),
      captured: found('captured'),
      voided: found('voided'),
      declined: found('declined'),
      silent: unknown,
    },
    does: (buyer) => [
      { name: looked, buyer, answer: buyer.gateway },
      { name: 'the gateway is silent', buyer: struck(buyer), answer: 'silent' },
    ],
  },
};

const looked = 'look into the gateway’s book';

/** What happens at the gateway without us: a late request arrives, the person passes or fails. */
export function gatewayAlone(buyer: Buyer): { name: string; buyer: Buyer; system: boolean }[] {
  const found: { name: string; buyer: Buyer; system: boolean }[] = [];
  if (buyer.inFlight) {
    for (const { buyer: after, how } of authorizeArrives({ ...buyer, inFlight: false })) {
      found.push({ name: `late authorization arrives: ${how}`, buyer: after, system: true });
    }
  }
  if (buyer.gateway === 'requires_action') {
    for (const gateway of ['authorized', 'declined'] as const) {
      const after = { ...buyer, gateway, webhook: true };
      found.push({ name: `person at the bank: ${gateway}`, buyer: after, system: false });
    }
  }
  return found;
}
