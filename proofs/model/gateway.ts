import { struck, type Buyer } from './buyer.ts';

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
  const holds = gateway === 'authorized' || gateway === 'requires_action';
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
