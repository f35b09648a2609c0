import { struck, type Buyer, type Place, type Program, type Scene, type Turn } from './buyer.ts';
import { sendAuthorize, sendCapture, sendRefund, sendVoid } from './gateway.ts';
import { moved, type PaymentState } from './rules.ts';

/** Payment's operations: each commit, each request to the gateway and each look at its book a step. */

type Moves = Scene['rules']['tables']['payment'];

/** Whoever asked hears the outcome; otherwise checkout is woken by an event. */
type Reporting = 'reply' | 'event';

const done = (name: string, buyer: Buyer, reply: string = buyer.payment): Turn => ({
  name,
  buyer,
  reply,
});
const on = (name: string, buyer: Buyer, next: string): Turn => ({ name, buyer, next });

/** The compare-and-set; the story at rest ends with it when nothing is unknown any more. */
function move(
  buyer: Buyer,
  name: keyof Moves,
  { rules }: Scene,
  set: Partial<Buyer> = {},
): Buyer | undefined {
  const payment = moved(rules.tables.payment, name, buyer.payment);
  return payment && settled({ ...buyer, ...set, payment }, rules.tables.unsettled);
}

function settled(buyer: Buyer, unsettled: readonly PaymentState[]): Buyer {
  const open = unsettled.includes(buyer.payment as PaymentState) || buyer.refund === 'requested';
  return !open && buyer.settling === 1 ? { ...buyer, settling: 0 } : buyer;
}

/** Somebody wants one more look at the gateway. */
export function wakeSettler(buyer: Buyer): Buyer {
  return { ...buyer, settling: 3 };
}

function report(buyer: Buyer, reporting: Reporting): Buyer {
  return reporting === 'event' ? { ...buyer, woken: true } : buyer;
}

/** The answer of the gateway is kept, unless another move came first. */
function recordAuthorization(answer: string, reporting: Reporting): Place {
  return {
    step: (buyer, scene) => {
      const name =
        answer === 'authorized' ? 'authorize' : answer === 'declined' ? 'decline' : 'challenge';
      const stored = move(buyer, name, scene);
      if (stored) return [done(name, name === 'challenge' ? stored : report(stored, reporting))];
      const over = ['voiding', 'voided', 'failed'].includes(buyer.payment);
      const after = over && answer !== 'declined' ? wakeSettler(buyer) : buyer;
      return [done(`${name} comes too late`, after)];
    },
  };
}

function sending(prefix: string, reporting: Reporting): Program {
  return {
    [`${prefix}send`]: {
      step: (buyer) =>
        sendAuthorize(buyer).map(({ buyer: after, answer, how }) => {
          const name = `authorize at the gateway: ${how}`;
          if (answer !== undefined) return on(name, after, `${prefix}kept_${answer}`);
          return done(name, reporting === 'reply' ? wakeSettler(after) : after);
        }),
    },
    [`${prefix}kept_authorized`]: recordAuthorization('authorized', reporting),
    [`${prefix}kept_declined`]: recordAuthorization('declined', reporting),
    [`${prefix}kept_requires_action`]: recordAuthorization('requires_action', reporting),
  };
}

export const authorize: Program = {
  '': {
    step: (buyer) => {
      if (buyer.payment === 'authorizing') return [on('payment is there', buyer, 'send')];
      if (buyer.payment !== 'none') return [done('payment is there', buyer)];
      const begun = { ...buyer, payment: 'authorizing' as const, settling: 1 as const };
      return [on('begin payment', begun, 'send')];
    },
  },
  ...sending('', 'reply'),
};

const unsettledAt = ['authorizing', 'requires_action', 'authorized', 'capturing'] as const;

/** One look at the gateway; what it says is learned. Its place names the state that was read. */
export const settle: Program = {
  '': {
    step: (buyer) => {
      const { payment } = buyer;
      if (payment === 'none' || payment === 'review') return [done('nothing to settle', buyer)];
      if (payment === 'voiding') return lookForVoid(buyer);
      if (payment === 'captured') {
        const open = buyer.refund === 'requested';
        return [open ? on('read payment', buyer, 'refund_send') : done('read payment', buyer)];
      }
      if (payment === 'voided' || payment === 'failed') return lookForOrphan(buyer);
      const read = unsettledAt.find((state) => state === payment);
      // No buyer of the model pays later, or in parts.
      return read ? look(read, buyer) : [done('nothing to settle', buyer)];
    },
  },
  ...Object.fromEntries(
    unsettledAt.flatMap((read) =>
      (['authorized', 'captured', 'voided', 'declined'] as const).map((found) => [
        `learn_${read}_${found}`,
        learn(read, found),
      ]),
    ),
  ),
  decline_unreached: {
    step: (buyer, scene) => {
      const failed = move(buyer, 'decline', scene);
      return [done('decline: the gateway knows nothing', failed ? report(failed, 'event') : buyer)];
    },
  },
  void_orphan: {
    step: (buyer) =>
      sendVoid(buyer).map(({ buyer: after, answer, how }) => {
        const received = answer === undefined ? wakeSettler(after) : after;
        return done(`void an orphan: ${how}`, received);
      }),
  },
  ...sending('', 'event'),
  ...capturing('event'),
  ...voiding('event'),
  ...refunding(),
};

/** The gateway says nothing that can be trusted: the story asks again. */
function silent(buyer: Buyer): Turn {
  return done('the gateway is silent', wakeSettler(struck(buyer)));
}

const looked = 'look into the gateway’s book';

/** The payment was read as `read`; nothing is changed yet. */
function look(read: (typeof unsettledAt)[number], buyer: Buyer): Turn[] {
  const { gateway, age } = buyer;
  if (read === 'capturing' && gateway === 'authorized') {
    return [on(looked, buyer, 'capture_send'), silent(buyer)];
  }
  if (gateway === 'none') {
    if (read !== 'authorizing') return [done(looked, buyer)];
    return [on(looked, buyer, age < 2 ? 'send' : 'decline_unreached'), silent(buyer)];
  }
  if (gateway === 'requires_action') {
    return [read === 'authorizing' ? on(looked, buyer, 'send') : done(looked, buyer)];
  }
  if (gateway === read) return [done(looked, buyer)];
  return [on(looked, buyer, `learn_${read}_${gateway}`), silent(buyer)];
}

function lookForOrphan(buyer: Buyer): Turn[] {
  const holds = buyer.gateway === 'authorized' || buyer.gateway === 'requires_action';
  if (!holds) return [done(looked, buyer)];
  return [on(looked, buyer, 'void_orphan'), silent(buyer)];
}

/** What was sent may still arrive within 30 s: until then nothing found means nothing. */
function lookForVoid(buyer: Buyer): Turn[] {
  if (buyer.gateway !== 'none') return [on(looked, buyer, 'void_send')];
  if (buyer.age >= 1) return [on(looked, buyer, 'void_kept')];
  return [done(looked, wakeSettler(buyer))];
}

function learn(
  read: (typeof unsettledAt)[number],
  found: 'authorized' | 'captured' | 'voided' | 'declined',
): Place {
  return {
    step: (buyer, scene) => {
      const name = `learn that it is ${found}`;
      if (found === 'authorized') {
        if (read === 'authorized') return [done(name, buyer)];
        const after = move(buyer, 'authorize', scene);
        return [done(name, after ? report(after, 'event') : buyer)];
      }
      if (found === 'captured') {
        const by = read === 'capturing' ? 'finish_capture' : 'learn_capture';
        return [done(name, move(buyer, by, scene) ?? buyer)];
      }
      if (found === 'voided' || read === 'capturing') {
        const after = move(buyer, 'learn_void', scene);
        const reporting = read === 'authorized' || read === 'capturing' ? 'reply' : 'event';
        return [done(name, after ? report(after, reporting) : buyer)];
      }
      const after = move(buyer, 'decline', scene);
      return [done(name, after ? report(after, 'event') : buyer)];
    },
  };
}

function capturing(reporting: Reporting): Program {
  return {
    capture_send: {
      step: (buyer) =>
        sendCapture(buyer).map(({ buyer: after, answer, how }) => {
          const name = `capture at the gateway: ${how}`;
          if (answer === 'captured') return on(name, after, 'capture_kept');
          if (answer === 'refused') return on(name, after, 'capture_refused');
          return done(name, reporting === 'reply' ? wakeSettler(after) : after);
        }),
    },
    capture_kept: {
      step: (buyer, scene) => {
        const after = move(buyer, 'finish_capture', scene);
        return [done('finish_capture', after ?? buyer)];
      },
    },
    capture_refused: {
      step: (buyer, scene) => {
        const { gateway } = buyer;
        if (gateway === 'captured') {
          const after = move(buyer, 'finish_capture', scene);
          return [done('finish_capture', after ?? buyer)];
        }
        const by = gateway === 'authorized' ? 'release_capture' : 'learn_void';
        return [done(by, move(buyer, by, scene) ?? buyer), silent(buyer)];
      },
    },
  };
}

export const capture: Program = {
  '': {
    step: (buyer, scene) => {
      const started = move(buyer, 'start_capture', scene, { settling: 1 });
      if (started) return [on('start_capture', started, 'capture_send')];
      if (buyer.payment === 'capturing') return [on('capture is under way', buyer, 'capture_send')];
      return [done('cannot capture', buyer)];
    },
  },
  ...capturing('reply'),
};

function voiding(reporting: Reporting): Program {
  return {
    void_find: { step: lookForVoid },
    void_send: {
      step: (buyer) =>
        sendVoid(buyer).map(({ buyer: after, answer, how }) => {
          const name = `void at the gateway: ${how}`;
          if (answer === 'voided') return on(name, after, 'void_kept');
          if (answer === 'refused' || reporting === 'event') return on(name, after, 'void_learn');
          return done(name, wakeSettler(after));
        }),
    },
    void_learn: {
      step: (buyer, scene) => {
        const name = 'look why it was not voided';
        const { gateway } = buyer;
        if (gateway === 'voided' || gateway === 'declined') return [on(name, buyer, 'void_kept')];
        if (gateway !== 'captured') return [done(name, wakeSettler(buyer))];
        const after = move(buyer, 'learn_capture', scene);
        return [done('learn_capture', after ?? buyer)];
      },
    },
    void_kept: {
      step: (buyer, scene) => {
        return [done('finish_void', move(buyer, 'finish_void', scene) ?? buyer)];
      },
    },
  };
}

export const voidPayment: Program = {
  '': {
    step: (buyer, scene) => {
      const after = move(buyer, 'start_void', scene, { settling: 1 });
      if (after) return [on('start_void', after, 'void_find')];
      if (buyer.payment === 'voiding') return [on('void is under way', buyer, 'void_find')];
      if (buyer.payment === 'none' && scene.rules.conduct.endsUnbegun) {
        return [done('void before it began', { ...buyer, payment: 'voided' })];
      }
      return [done('nothing to void', buyer)];
    },
  },
  ...voiding('reply'),
};

function refunding(): Program {
  return {
    refund_send: {
      step: (buyer) =>
        sendRefund(buyer).map(({ buyer: after, answer, how }) => {
          const name = `refund at the gateway: ${how}`;
          if (answer === undefined) return done(name, wakeSettler(after), 'unknown');
          return on(name, after, 'refund_kept');
        }),
    },
    refund_kept: {
      step: (buyer, { rules }) => [
        done(
          'record the refund',
          settled({ ...buyer, refund: 'refunded' }, rules.tables.unsettled),
          'refunded',
        ),
      ],
    },
  };
}

export const refund: Program = {
  '': {
    step: (buyer) => {
      if (buyer.refund === 'refunded') return [done('refunded already', buyer, 'refunded')];
      if (buyer.payment !== 'captured') return [done('cannot refund', buyer, 'refused')];
      const requested = { ...buyer, refund: 'requested' as const, settling: 1 as const };
      return [on('request the refund', requested, 'refund_send')];
    },
  },
  ...refunding(),
};

/** The place `prefix>inner` of a worker that is inside one of these procedures. */
export function inside(
  prefix: string,
  program: Program,
  after: (reply: string, buyer: Buyer, scene: Scene) => Pick<Turn, 'next' | 'buyer'>,
): Program {
  return Object.fromEntries(
    Object.entries(program).map(([inner, { step }]) => {
      const place: Place = {
        step: (buyer, scene) =>
          step(buyer, scene).map((turn) => {
            if (turn.reply === undefined) return { ...turn, next: `${prefix}>${turn.next}` };
            const { next, buyer: left } = after(turn.reply, turn.buyer, scene);
            return { name: turn.name, buyer: left, next };
          }),
        ...(inner === '' ? { calls: true as const } : {}),
      };
      return [inner === '' ? prefix : `${prefix}>${inner}`, place];
    }),
  );
}
