import {
  newBuyer,
  struck,
  workers,
  type Buyer,
  type Place,
  type Program,
  type Shelf,
  type Worker,
} from './buyer.ts';
import { completionProgram, findAttempt, type CompletionProgram } from './completion.ts';
import { gatewayAlone } from './payment/gateway.ts';
import { onCompleted, settleProgress, startCancelling } from './order/order.ts';
import {
  cancellingProgram,
  findCancelling,
  findPlacing,
  placingPrograms,
  type CancellingFound,
  type PlacingFound,
} from './order/order-plots.ts';
import type { PlotProgram } from './order/plot-program.ts';
import { unrollPayments, type Payments } from './payment/payment.ts';
import { mayFollow, moved, type Rules } from './rules.ts';
import { shippingProgram } from './order/shipping.ts';
import {
  findRefund,
  refundingProgram,
  shipmentCaptureProgram,
  type RefundFound,
} from './order/order-money.ts';
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
  return { mark, place: at.slice(mark.length) };
}

function stand(buyer: Buyer, worker: Worker, at: Standing | undefined): Buyer {
  const text = at ? `${at.mark}${at.place}` : '';
  return { ...buyer, at: { ...buyer.at, [worker]: text } };
}

/** A plot is unrolled once beside the same payment. */
const unrolled = new WeakMap<object, WeakMap<object, Promise<unknown>>>();

function once<Plot extends object, Beside extends object, Made>(
  plot: Plot,
  beside: Beside,
  make: (plot: Plot, beside: Beside) => Promise<Made>,
): Promise<Made> {
  const known = unrolled.get(beside) ?? new WeakMap<object, Promise<unknown>>();
  unrolled.set(beside, known);
  let made = known.get(plot) as Promise<Made> | undefined;
  if (!made) known.set(plot, (made = make(plot, beside)));
  return made;
}

interface PlotPrograms {
  readonly payments: Payments;
  readonly completion: CompletionProgram;
  readonly placing: PlotProgram<PlacingFound>;
  readonly shipmentCapture: PlotProgram<'due'>;
  readonly refunding: PlotProgram<RefundFound>;
  readonly cancelling: PlotProgram<CancellingFound>;
}

/** So many workers are busy with one buyer at once: a stalled one and whoever takes over. */
const atOnce = 2;

/** Everything that may happen to one buyer, given what the shelf looks like. */
export class Steps {
  private readonly rules: Rules;
  private readonly faults: number;
  private readonly programs: Readonly<Record<Worker, Program>>;
  private readonly plots: PlotPrograms;

  /** @param faults so many may strike a buyer */
  static async of(rules: Rules, faults: number): Promise<Steps> {
    const { payment, completion, placing, cancelling, shipmentCapture, refunding } = rules.plots;
    const payments = await once(payment, payment, unrollPayments);
    return new Steps(rules, faults, {
      payments,
      completion: await once(completion, payments, completionProgram),
      placing: (await once(placing, payments, placingPrograms))[rules.captureAt],
      cancelling: await once(cancelling, payments, cancellingProgram),
      shipmentCapture: await once(shipmentCapture, payments, shipmentCaptureProgram),
      refunding: await once(refunding, payments, refundingProgram),
    });
  }

  private constructor(rules: Rules, faults: number, plots: PlotPrograms) {
    this.rules = rules;
    this.faults = faults;
    this.plots = plots;
    this.programs = {
      request: plots.completion.program,
      completer: plots.completion.program,
      settler: plots.payments.settle.program,
      processor: plots.placing.program,
      second_processor: plots.placing.program,
      canceller: plots.cancelling.program,
      shipper: shippingProgram,
      capturer: plots.shipmentCapture.program,
      refunder: plots.refunding.program,
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
    return (['request', 'completer'] as const).some(
      (worker) => this.placeAt(worker, at[worker])?.looks,
    );
  }

  /** Undefined for whoever is idle. */
  readonly placeAt = (worker: Worker, at: string): Place | undefined =>
    at === '' ? undefined : this.programs[worker][standing(at).place];

  private turnsOf(buyer: Buyer, worker: Worker, shelf: Shelf): Step[] {
    const at = standing(buyer.at[worker]);
    const place = this.programs[worker][at.place];
    if (!place) throw new Error(`${worker} stands before ${at.place}, which is no step`);
    if (at.mark === '!' && place.calls) {
      const name = `${worker}: refused, its time is over`;
      return [{ name, kind: 'system', buyer: stand(buyer, worker, undefined) }];
    }
    const late = at.mark !== '';
    const { rules } = this;
    return place.step(buyer, { rules, shelf, late }).map((turn) => {
      const mark: Mark = late ? '!' : '';
      const on = turn.next === undefined ? undefined : { mark, place: turn.next };
      return {
        name: `${worker}: ${turn.name}`,
        kind: 'system',
        buyer: stand(turn.buyer, worker, on),
      };
    });
  }

  /** Stories that somebody takes up: the process that wrote them, the sweep, an event. */
  private beginnings(buyer: Buyer): Step[] {
    if (!this.rules.conduct.sweeps) return [];
    if (workers.filter((worker) => buyer.at[worker] !== '').length >= atOnce) return [];
    const found: Step[] = [];
    const take = (worker: Worker, place: string, from = buyer) =>
      found.push({
        name: `${worker} takes the story up`,
        kind: 'system',
        buyer: stand(from, worker, { mark: '', place }),
      });
    const read = findAttempt(buyer);
    const [free, other] =
      buyer.at.completer === ''
        ? (['completer', 'request'] as const)
        : (['request', 'completer'] as const);
    const rival = buyer.at[other];
    if (read && buyer.at[free] === '' && (buyer.woken || rival === '' || isLate(rival))) {
      take(free, this.plots.completion.begins[read], { ...buyer, woken: false });
    }
    const news = buyer.webhook && this.rules.conduct.receivesWebhooks;
    const asked = buyer.settling === 1 && !news && isAsked(buyer);
    if ((buyer.settling > 0 || news) && !asked && buyer.at.settler === '') {
      take('settler', this.plots.payments.settle.begin, {
        ...buyer,
        settling: 2,
        webhook: buyer.webhook && !news,
      });
    }
    const { processor, second_processor: second } = buyer.at;
    const placing = this.plots.placing.begins[findPlacing(buyer)];
    if (buyer.process === 'open' && placing !== undefined) {
      if (processor === '' && (second === '' || isLate(second))) take('processor', placing);
      else if (second === '' && isLate(processor)) take('second_processor', placing);
    }
    const cancelling = this.plots.cancelling.begins[findCancelling(buyer)];
    if (buyer.cancellation === 'open' && buyer.at.canceller === '' && cancelling !== undefined) {
      take('canceller', cancelling);
    }
    if (buyer.shippingStory && buyer.at.shipper === '') take('shipper', 'begin');
    const due = this.plots.shipmentCapture.begins.due;
    if (buyer.shipmentCapture === 'open' && buyer.at.capturer === '' && due !== undefined) {
      take('capturer', due);
    }
    const refunding = this.plots.refunding.begins[findRefund(buyer)];
    if (buyer.refundStory === 'open' && buyer.at.refunder === '' && refunding !== undefined) {
      take('refunder', refunding);
    }
    return found;
  }

  /** Events, each any number of times; webhooks early or late. */
  private deliveries(buyer: Buyer): Step[] {
    const found: Step[] = [];
    const add = (name: string, after: Buyer) => found.push({ name, kind: 'system', buyer: after });
    if (buyer.completedEvent !== 'none') add('order hears of the completion', onCompleted(buyer));
    if (buyer.shippedEvent !== 'none' && buyer.order !== 'none') {
      const begun = this.rules.captureAt === 'shipment' && buyer.shippedEvent === 'told';
      const shipmentCapture = begun ? 'open' : buyer.shipmentCapture;
      const received = { ...buyer, shippedEvent: 'heard', shipmentCapture } as const;
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
    const open = findAttempt(buyer) !== undefined || buyer.settling > 0;
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
      const place = this.plots.completion.begins.fresh;
      add('completes', stand(begun, 'request', { mark: '', place }));
    }
    const cancelling = startCancelling(buyer, this.rules);
    if (cancelling) add('cancels', cancelling);
    if (this.rules.staffRefunds && mayBeGivenBack(buyer)) {
      const asked = { ...buyer, staffRefund: 'pending', refundStory: 'open' } as const;
      add('staff: give all back', asked);
    }
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

/** What is given back has been captured, and nothing else of it was claimed. */
function mayBeGivenBack({ order, confirmed, payment, staffRefund, rest }: Buyer): boolean {
  const stands = confirmed && order !== 'cancelling' && order !== 'cancelled';
  return stands && payment === 'captured' && staffRefund === 'none' && rest === 'none';
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
