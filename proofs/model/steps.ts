import {
  newBuyer,
  struck,
  workers,
  type Buyer,
  type Program,
  type Shelf,
  type Worker,
} from './buyer.ts';
import { completionProgram, firstPlace, readAttempt } from './completion.ts';
import { gatewayAlone } from './gateway.ts';
import {
  cancellingProgram,
  onCompleted,
  orderProgram,
  settleProgress,
  shippingProgram,
  startCancelling,
} from './order.ts';
import { settle } from './payment.ts';
import { mayFollow, moved, type PaymentState, type Rules } from './rules.ts';
import { expire } from './stock.ts';

/**
 * `system`: sooner or later it happens. `person`: it may or may not. `fault`: a crash or a stall; an
 * answer that is lost is a step of the system after which its buyer has suffered one fault more.
 */
export interface Step {
  readonly name: string;
  readonly kind: 'system' | 'person' | 'fault';
  readonly buyer: Buyer;
}

/** Late: its time is over, so nobody takes its calls; `?` has one call under way all the same. */
type Mark = '' | '!' | '?';

interface Standing {
  readonly mark: Mark;
  readonly read: string;
  readonly place: string;
}

const standings = new Map<string, Standing>();

function standing(at: string): Standing {
  let known = standings.get(at);
  if (!known) standings.set(at, (known = readStanding(at)));
  return known;
}

function readStanding(at: string): Standing {
  const mark = at.startsWith('!') ? '!' : at.startsWith('?') ? '?' : '';
  const [read, place] = at.slice(mark.length).split('|') as [string, string];
  return { mark, read, place };
}

function stand(buyer: Buyer, worker: Worker, at: Standing | undefined): Buyer {
  const text = at ? `${at.mark}${at.read}|${at.place}` : '';
  return { ...buyer, at: { ...buyer.at, [worker]: text } };
}

/** So many workers are busy with one buyer at once: a stalled one and whoever takes over. */
const atOnce = 2;

/** Everything that may happen to one buyer, given what the shelf looks like. */
export class Steps {
  private readonly rules: Rules;
  private readonly faults: number;
  private readonly programs: Readonly<Record<Worker, Program>>;

  /** @param faults so many may strike a buyer */
  constructor(rules: Rules, faults: number) {
    this.rules = rules;
    this.faults = faults;
    const completion = completionProgram(rules);
    this.programs = {
      request: completion,
      completer: completion,
      settler: settle,
      processor: orderProgram,
      second_processor: orderProgram,
      canceller: cancellingProgram(rules),
      shipper: shippingProgram,
    };
  }

  of(buyer: Buyer, shelf: Shelf): Step[] {
    const steps: Step[] = [];
    for (const worker of workers) {
      if (buyer.at[worker] !== '') steps.push(...this.turnsOf(buyer, worker, shelf));
    }
    steps.push(...this.beginnings(buyer), ...this.deliveries(buyer), ...this.timePasses(buyer));
    steps.push(...this.persons(buyer));
    if (buyer.faults < this.faults) steps.push(...this.crashes(buyer));
    return steps.filter((step) => step.buyer.faults <= this.faults);
  }

  /** Whether some worker is about to look for stock. */
  looksAtShelf({ at }: Buyer): boolean {
    return at.request.includes('|hold') || at.completer.includes('|hold');
  }

  private turnsOf(buyer: Buyer, worker: Worker, shelf: Shelf): Step[] {
    const at = standing(buyer.at[worker]);
    const place = this.programs[worker][at.place];
    if (!place) throw new Error(`${worker} stands before ${at.place}, which is no step`);
    const refused = place.calls || (place.commits && this.rules.conduct.movesInTime);
    if (at.mark === '!' && refused) {
      const name = `${worker}: refused, its time is over`;
      return [{ name, kind: 'system', buyer: stand(buyer, worker, undefined) }];
    }
    const late = at.mark !== '';
    const { rules } = this;
    return place.step(buyer, { rules, shelf, read: at.read }).map((turn) => {
      const mark: Mark = late ? '!' : '';
      const next = turn.next ?? this.secondLook(worker, at.place, turn.buyer);
      const on = next === undefined ? undefined : { ...at, mark, place: next };
      const after = on === undefined ? this.left(turn.buyer, worker) : turn.buyer;
      const name = `${worker}: ${turn.name}`;
      return { name, kind: 'system', buyer: stand(after, worker, on) };
    });
  }

  /** A payment that ended during a look is looked at once more, for what the gateway holds of it. */
  private secondLook(worker: Worker, place: string, { payment }: Buyer): string | undefined {
    if (worker !== 'settler' || !this.rules.conduct.looksTwice) return undefined;
    const over = payment === 'voided' || payment === 'failed';
    return over && place !== '' && place !== 'void_orphan' ? '' : undefined;
  }

  /** The settling story ends with its worker, unless something is unknown or it was woken again. */
  private left(buyer: Buyer, worker: Worker): Buyer {
    if (worker !== 'settler' || buyer.settling !== 2 || this.isUnsettled(buyer)) return buyer;
    return { ...buyer, settling: 0 };
  }

  private isUnsettled({ payment, refund }: Buyer): boolean {
    return this.rules.tables.unsettled.includes(payment as PaymentState) || refund === 'requested';
  }

  /** Stories that somebody takes up: the process that wrote them, the sweep, an event. */
  private beginnings(buyer: Buyer): Step[] {
    if (!this.rules.conduct.sweeps) return [];
    if (workers.filter((worker) => buyer.at[worker] !== '').length >= atOnce) return [];
    const found: Step[] = [];
    const take = (worker: Worker, read: string, place: string, from = buyer) =>
      found.push({
        name: `${worker} takes the story up`,
        kind: 'system',
        buyer: stand(from, worker, { mark: '', read, place }),
      });
    const read = readAttempt(buyer);
    const [free, other] =
      buyer.at.completer === ''
        ? (['completer', 'request'] as const)
        : (['request', 'completer'] as const);
    const rival = buyer.at[other];
    if (read && buyer.at[free] === '' && (buyer.woken || rival === '' || isLate(rival))) {
      take(free, read, firstPlace(read, this.rules), { ...buyer, woken: false });
    }
    const news = buyer.webhook && this.rules.conduct.receivesWebhooks;
    const asked = buyer.settling === 1 && !news && isAsked(buyer);
    if ((buyer.settling > 0 || news) && !asked && buyer.at.settler === '') {
      take('settler', '', '', { ...buyer, settling: 2, webhook: buyer.webhook && !news });
    }
    const { processor, second_processor: second } = buyer.at;
    if (buyer.process === 'open') {
      if (processor === '' && (second === '' || isLate(second))) take('processor', '', 'begin');
      else if (second === '' && isLate(processor)) take('second_processor', '', 'begin');
    }
    if (buyer.cancellation === 'open' && buyer.at.canceller === '') {
      const waits = buyer.order === 'cancelling' && buyer.process === 'open';
      if (!waits || !this.rules.conduct.waitsForProcess) take('canceller', '', 'begin');
    }
    if (buyer.shippingStory && buyer.at.shipper === '') take('shipper', '', 'begin');
    return found;
  }

  /** Events, each any number of times; webhooks early or late. */
  private deliveries(buyer: Buyer): Step[] {
    const found: Step[] = [];
    const add = (name: string, after: Buyer) => found.push({ name, kind: 'system', buyer: after });
    if (buyer.completedEvent !== 'none') add('order hears of the completion', onCompleted(buyer));
    if (buyer.shippedEvent !== 'none' && buyer.order !== 'none') {
      const received = { ...buyer, shippedEvent: 'heard' as const };
      add('order hears of the shipment', settleProgress(received, this.rules));
    }
    if (isBeingAsked(buyer) && this.rules.conduct.receivesWebhooks) {
      add('webhook: the gateway is being asked', { ...buyer, webhook: false });
    }
    for (const { name, buyer: after, system } of gatewayAlone(buyer)) {
      found.push({ name, kind: system ? 'system' : 'person', buyer: after });
    }
    return found;
  }

  private timePasses(buyer: Buyer): Step[] {
    const found: Step[] = [];
    const add = (name: string, after: Buyer) => found.push({ name, kind: 'system', buyer: after });
    const open = readAttempt(buyer) !== undefined || buyer.settling > 0;
    if (open && buyer.age < 2) {
      const age = (buyer.age + 1) as Buyer['age'];
      const name = `${[40, 120][buyer.age]} s have passed`;
      const { request } = buyer.at;
      if (buyer.age === 0 && request !== '' && !isLate(request)) {
        const older = struck({ ...buyer, age });
        for (const stalled of this.stalls(older, 'request')) add(`${name}: request`, stalled);
      } else add(name, { ...buyer, age });
    }
    if (buyer.attempt === 'requires_action' && !buyer.challengeOver) {
      add('the time for the challenge is over', { ...buyer, challengeOver: true });
    }
    if (buyer.reservation === 'active' && !buyer.due) {
      add('the reservation’s time is over', { ...buyer, due: true });
    }
    const expired = expire(buyer, this.rules);
    if (expired) add('the sweep ends the reservation', expired);
    return found;
  }

  private persons(buyer: Buyer): Step[] {
    const found: Step[] = [];
    const add = (name: string, after: Buyer) => found.push({ name, kind: 'person', buyer: after });
    const { tables } = this.rules;
    if (buyer.attempt === 'none' && mayFollow(tables.checkout, buyer.checkout, 'completing')) {
      const begun = { ...newBuyer, attempt: 'running', checkout: 'completing' } as const;
      const place = firstPlace('fresh', this.rules);
      add('completes', stand(begun, 'request', { mark: '', read: 'fresh', place }));
    }
    const cancelling = startCancelling(buyer, this.rules);
    if (cancelling) add('cancels', cancelling);
    for (const name of ['pick', 'pack', 'start_shipping'] as const) {
      const fulfillment = moved(tables.fulfillment, name, buyer.fulfillment);
      if (!fulfillment) continue;
      const shippingStory = buyer.shippingStory || name === 'start_shipping';
      add(`staff: ${name}`, { ...buyer, fulfillment, shippingStory });
    }
    return found;
  }

  private crashes(buyer: Buyer): Step[] {
    const alive = workers.filter((worker) => buyer.at[worker] !== '');
    const dead = struck(buyer);
    const found = alive.map((worker): Step => {
      return { name: `${worker} is killed`, kind: 'fault', buyer: stand(dead, worker, undefined) };
    });
    if (alive.length > 1) {
      found.push({ name: 'all are killed', kind: 'fault', buyer: { ...dead, at: newBuyer.at } });
    }
    for (const worker of ['request', 'completer', 'processor', 'second_processor'] as const) {
      if (buyer.at[worker] === '' || isLate(buyer.at[worker])) continue;
      for (const stalled of this.stalls(dead, worker)) {
        found.push({ name: `${worker} stalls past its time`, kind: 'fault', buyer: stalled });
      }
    }
    return found;
  }

  /** Before a call was sent, or with the call under way. */
  private stalls(buyer: Buyer, worker: Worker): Buyer[] {
    const at = standing(buyer.at[worker]);
    const calls = this.programs[worker][at.place]?.calls;
    const marks: Mark[] = calls ? ['!', '?'] : ['!'];
    return marks.map((mark) => stand(buyer, worker, { ...at, mark }));
  }
}

/** For 5 s whoever asks is left to hear it: the webhook tells of the very thing that is asked. */
function isBeingAsked({ webhook, payment, gateway, age }: Buyer): boolean {
  if (!webhook) return false;
  if (payment === 'authorizing') return age === 0 && gateway !== 'none';
  return (
    (payment === 'capturing' && gateway === 'captured') ||
    (payment === 'voiding' && gateway === 'voided')
  );
}

/** Somebody waits for the gateway: the settling story at rest beside the question is not due yet. */
function isAsked({ at }: Buyer): boolean {
  return workers.some(
    (worker) => worker !== 'settler' && at[worker].includes('>') && !isLate(at[worker]),
  );
}

function isLate(at: string): boolean {
  return at.startsWith('!') || at.startsWith('?');
}
