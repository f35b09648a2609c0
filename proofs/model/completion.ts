import { struck, type Buyer, type Place, type Program, type Scene, type Turn } from './buyer.ts';
import { authorize, inside, settle, voidPayment } from './payment.ts';
import { mayFollow, type CompletionStep, type PaymentState, type Rules } from './rules.ts';
import { confirm, release, reserve } from './stock.ts';

/**
 * The checkout story: one attempt, gone on with by its request and by its story. `read` is what the
 * worker found when he began: `fresh`, `young`, `old`, `challenge`, `challenge_over`, `undoing`.
 */

const end = (name: string, buyer: Buyer): Turn[] => [{ name, buyer }];
const on = (name: string, buyer: Buyer, next: string): Turn[] => [{ name, buyer, next }];

/** What a worker of the completing story reads as he begins; undefined when there is nothing to do. */
export function readAttempt({ attempt, challengeOver, age }: Buyer): string | undefined {
  if (attempt === 'running') return age >= 1 ? 'old' : 'young';
  if (attempt === 'requires_action') return challengeOver ? 'challenge_over' : 'challenge';
  return attempt === 'undoing' ? 'undoing' : undefined;
}

export function firstPlace(read: string, { conduct }: Rules): string {
  if (read === 'fresh') return placeOf(conduct.completionSteps[0]!);
  return read === 'undoing' ? takeBackPlace(0, conduct.takeBackSteps) : 'ask';
}

function placeOf(step: CompletionStep): string {
  return step;
}

function after(step: CompletionStep, { conduct }: Rules): string {
  const steps = conduct.completionSteps;
  return placeOf(steps[steps.indexOf(step) + 1] ?? 'record');
}

/** What the payment's state means: `completionBranches`, the table that checkout goes by. */
function goOnFrom(buyer: Buyer, { rules, read }: Scene): string | undefined {
  switch (rules.tables.branches[buyer.payment as PaymentState]) {
    case 'place':
      return after('authorize', rules);
    case 'wait_for_person':
      if (read === 'challenge') return undefined;
      return read === 'challenge_over' ? undoPlace(rules) : 'hold_for_challenge';
    case 'decline':
      return 'decline';
    default:
      return read === 'old' ? undoPlace(rules) : undefined;
  }
}

/** `winsBeforeUndoing` turned off: taken back first, and only then claimed. */
function undoPlace({ conduct }: Rules): string {
  return conduct.winsBeforeUndoing ? 'undo' : takeBackPlace(0, conduct.takeBackSteps);
}

function takeBackPlace(index: number, steps: readonly string[]): string {
  return index < steps.length ? `back_${steps[index]}` : 'undone';
}

/** One commit: the attempt moves, and with it its checkout. */
function moveAttempt(
  buyer: Buyer,
  target: 'requires_action' | 'undoing' | 'completed' | 'undone',
  { tables }: Rules,
): Buyer | undefined {
  if (!mayFollow(tables.completion, buyer.attempt, target)) return undefined;
  const checkout = target === 'completed' ? 'completed' : target === 'undone' ? 'open' : undefined;
  if (checkout === undefined) return { ...buyer, attempt: target };
  if (!mayFollow(tables.checkout, buyer.checkout, checkout)) return undefined;
  return { ...buyer, attempt: target, checkout, woken: false };
}

const hold: Place = {
  calls: true,
  step: (buyer, { rules, shelf, read }) => {
    const held = reserve(buyer, rules, shelf);
    if (!held) return [];
    const own = read === 'fresh' || !rules.conduct.undoesWhatOthersBegan;
    const over = own ? 'undone' : undoPlace(rules);
    const changed = {
      name: 'the cart was changed meanwhile',
      buyer: struck(buyer),
      next: over,
    };
    if (held.outcome === 'finished') return on('hold: given back before', buyer, over);
    if (held.outcome === 'short') return [...on('hold: sold out', buyer, over), changed];
    return [...on('hold', held.buyer, after('hold', rules)), changed];
  },
};

/** Step 3; a hold that ran out meanwhile is tried for once more before money is given back. */
function confirming(again: boolean): Place {
  return {
    calls: true,
    step: (buyer, { rules }) => {
      const { outcome, buyer: held } = confirm(buyer, rules);
      if (outcome === 'confirmed') return on('confirm', held, after('confirm', rules));
      return again
        ? end('confirm: still expired', buyer)
        : on('confirm: expired', buyer, 'hold_again');
    },
  };
}

function holdFrozen(next: string): Place {
  return {
    calls: true,
    step: (buyer, { rules, shelf }) => {
      const held = reserve(buyer, rules, shelf);
      if (!held) return [];
      if (held.outcome === 'finished') return end('hold again: given back by another', buyer);
      if (held.outcome === 'short') return on('hold again: sold out', buyer, undoPlace(rules));
      return on('hold again', held.buyer, next);
    },
  };
}

const record: Place = {
  commits: true,
  step: (buyer, { rules }) => {
    const completed = moveAttempt(buyer, 'completed', rules);
    const completedEvent = rules.conduct.tellsOfCompletion ? 'told' : 'none';
    if (completed) return end('record completed', { ...completed, completedEvent });
    const over = buyer.attempt === 'undoing' || buyer.attempt === 'undone';
    return over ? on('lost to an undoing', buyer, 'lost') : end('recorded by another', buyer);
  },
};

const recordChallenge: Place = {
  commits: true,
  step: (buyer, { rules }) =>
    end('record challenge', moveAttempt(buyer, 'requires_action', rules) ?? buyer),
};

const undo: Place = {
  commits: true,
  step: (buyer, { rules }) => {
    const moved = moveAttempt(buyer, 'undoing', rules);
    if (!moved) return end('the move to undoing is lost', buyer);
    return on('record undoing', moved, takeBackPlace(0, rules.conduct.takeBackSteps));
  },
};

const undone: Place = {
  commits: true,
  step: (buyer, { rules }) => end('record undone', moveAttempt(buyer, 'undone', rules) ?? buyer),
};

function giveBack(next: string | undefined): Place {
  return {
    calls: true,
    step: (buyer, { rules }) => [
      { name: 'give back the stock', buyer: release(buyer, rules), next },
    ],
  };
}

function takingBack(rules: Rules): Program {
  const steps = rules.conduct.takeBackSteps;
  const next = (step: 'release' | 'void') => takeBackPlace(steps.indexOf(step) + 1, steps);
  return {
    back_release: giveBack(next('release')),
    ...inside('back_void', voidPayment, (reply, buyer) => ({
      buyer,
      next: reply === 'voiding' ? undefined : next('void'),
    })),
  };
}

export function completionProgram(rules: Rules): Program {
  return {
    ...inside('ask', askPayment, (reply, buyer, scene) => ({
      buyer,
      next: reply === 'none' ? firstPlace('fresh', rules) : goOnFrom(buyer, scene),
    })),
    hold,
    ...inside('authorize', authorize, (_reply, buyer, scene) => ({
      buyer,
      next: goOnFrom(buyer, scene),
    })),
    confirm: confirming(false),
    hold_again: holdFrozen('confirm_again'),
    confirm_again: confirming(true),
    record,
    hold_for_challenge: holdFrozen('challenge'),
    challenge: recordChallenge,
    decline: giveBack('undone'),
    undo,
    ...takingBack(rules),
    undone,
    lost: giveBack(undefined),
  };
}

/** Payment is asked, and asks the gateway where something is open. */
const askPayment: Program = {
  ...settle,
  '': {
    step: (buyer, scene) => {
      const open = ['authorizing', 'requires_action', 'capturing', 'voiding'];
      if (open.includes(buyer.payment)) return settle['']!.step(buyer, scene);
      return [{ name: 'ask payment', buyer, reply: buyer.payment }];
    },
  },
};
