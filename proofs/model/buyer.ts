import type {
  CheckoutState,
  CompletionState,
  FulfillmentState,
  OrderState,
  PaymentState,
  ReservationState,
  Rules,
} from './rules.ts';

type GatewayState = 'none' | 'requires_action' | 'authorized' | 'captured' | 'voided' | 'declined';
type StoryState = 'none' | 'open' | 'held' | 'finished';
type EventState = 'none' | 'told' | 'heard';

/**
 * Who may be at work for a buyer at once. The completing story and the order process each have two,
 * since a stalled worker's story is taken up by another while it still lives.
 */
export const workers = [
  'request',
  'completer',
  'settler',
  'processor',
  'second_processor',
  'canceller',
  'shipper',
  'capturer',
  'refunder',
] as const;
export type Worker = (typeof workers)[number];

/**
 * All that is kept of one buyer's purchase, in whosever rows, and where its workers stand. Amounts
 * are whole or nothing: a purchase is captured or not, refunded or not.
 */
export interface Buyer {
  /** Crashes, stalls, lost answers, refusals so far. */
  readonly faults: number;
  readonly checkout: CheckoutState;
  readonly attempt: 'none' | CompletionState;
  readonly challengeOver: boolean;
  /** An event of payment's has woken the completing story. */
  readonly woken: boolean;
  /** Since the attempt began: 1 is over 40 s, 2 over 120 s. */
  readonly age: 0 | 1 | 2;
  readonly reservation: 'none' | ReservationState;
  /** Its time is over, and no sweep has been there. */
  readonly due: boolean;
  /** Given back: it may not be reserved anew. */
  readonly endedForGood: boolean;
  readonly payment: 'none' | PaymentState;
  readonly refund: 'none' | 'requested' | 'refunded';
  /** The settling story: 1 rests beside a question, 2 was taken up, 3 was woken since. */
  readonly settling: 0 | 1 | 2 | 3;
  readonly gateway: GatewayState;
  /** What the gateway replays for the authorization's key. */
  readonly firstReply: 'none' | 'requires_action' | 'authorized' | 'declined';
  readonly refundedAtGateway: boolean;
  /** An authorization was sent and has not arrived. */
  readonly inFlight: boolean;
  /** The gateway has a webhook to deliver. */
  readonly webhook: boolean;
  readonly completedEvent: EventState;
  readonly order: 'none' | OrderState;
  readonly confirmed: boolean;
  readonly process: StoryState;
  readonly cancellation: StoryState;
  readonly invoice: 'none' | 'issued' | 'credited' | 'withheld';
  /** Of what was captured, in order's books: what a cancellation gives back. */
  readonly rest: 'none' | 'pending' | 'refunded' | 'failed';
  /** What staff give back, in order's books. */
  readonly staffRefund: 'none' | 'pending' | 'refunded' | 'failed';
  readonly refundStory: StoryState;
  /** Of what has left, where payments are captured at shipment. */
  readonly shipmentCapture: StoryState | 'refused';
  readonly warehouse: 'none' | 'requested' | 'cancelled';
  readonly fulfillment: 'none' | FulfillmentState;
  readonly departing: boolean;
  readonly shippingStory: boolean;
  readonly shippedEvent: EventState;
  /** By worker: the step it stands before; empty for whoever is idle. */
  readonly at: Readonly<Record<Worker, string>>;
}

export const newBuyer: Buyer = {
  faults: 0,
  checkout: 'open',
  attempt: 'none',
  challengeOver: false,
  woken: false,
  age: 0,
  reservation: 'none',
  due: false,
  endedForGood: false,
  payment: 'none',
  refund: 'none',
  settling: 0,
  gateway: 'none',
  firstReply: 'none',
  refundedAtGateway: false,
  inFlight: false,
  webhook: false,
  completedEvent: 'none',
  order: 'none',
  confirmed: false,
  process: 'none',
  cancellation: 'none',
  invoice: 'none',
  rest: 'none',
  staffRefund: 'none',
  refundStory: 'none',
  shipmentCapture: 'none',
  warehouse: 'none',
  fulfillment: 'none',
  departing: false,
  shippingStory: false,
  shippedEvent: 'none',
  at: {
    request: '',
    completer: '',
    settler: '',
    processor: '',
    second_processor: '',
    canceller: '',
    shipper: '',
    capturer: '',
    refunder: '',
  },
};

/** His checkout is completed, and order has not heard of it. */
export const completedBuyer: Buyer = {
  ...newBuyer,
  checkout: 'completed',
  attempt: 'completed',
  reservation: 'confirmed',
  payment: 'authorized',
  gateway: 'authorized',
  firstReply: 'authorized',
  completedEvent: 'told',
};

const fields = Object.keys(newBuyer).filter((field) => field !== 'at') as (keyof Buyer)[];

/** The same text for the same buyer. */
export function keyOf(buyer: Buyer): string {
  let key = '';
  for (const field of fields) key += short(buyer[field] as string | number | boolean);
  for (const worker of workers) key += short(buyer.at[worker]);
  return key;
}

const codes = new Map<string | number | boolean, string>();

/** A letter for a value, the same all over. */
function short(value: string | number | boolean): string {
  let code = codes.get(value);
  if (code === undefined) codes.set(value, (code = String.fromCharCode(48 + codes.size)));
  return code;
}

/** Our book and the gateway's say the same, and nothing is under way that could change that. */
function booksAgree({ payment, gateway, refund, refundedAtGateway, inFlight }: Buyer): boolean {
  if (inFlight || refund === 'requested' || (refund === 'refunded') !== refundedAtGateway) {
    return false;
  }
  if (gateway === 'declined') return payment === 'failed' || payment === 'voided';
  return payment === gateway && payment !== 'requires_action';
}

/** What a worker does at the place where he stands; undefined for whoever is idle. */
export type PlaceAt = (worker: Worker, at: string) => Place | undefined;

/**
 * What can make no difference any more is forgotten, so that states that behave alike are one:
 * times that nobody looks at, a look at the gateway where the books agree, workers of an attempt
 * that was completed, except those that take back.
 */
export function withoutDead(buyer: Buyer, placeAt: PlaceAt): Buyer {
  const { attempt, payment, gateway, firstReply, at } = buyer;
  const running = attempt === 'none' || attempt === 'running';
  const unknown = gateway === 'none' && (payment === 'authorizing' || payment === 'voiding');
  const asks = payment === 'none' || payment === 'authorizing' || buyer.inFlight;
  const sends = workers.some((worker) => placeAt(worker, at[worker])?.sends);
  const agree = booksAgree(buyer);
  const left = (worker: Worker) =>
    attempt === 'completed' && !placeAt(worker, at[worker])?.takesBack ? '' : at[worker];
  const challengeOver = buyer.challengeOver && attempt === 'requires_action';
  const woken = buyer.woken && attempt !== 'completed' && attempt !== 'undone';
  const age = running || unknown ? buyer.age : 2;
  const reported = firstReply === 'none' || asks || sends ? firstReply : 'authorized';
  const busy =
    attempt === 'completed' && left('request') + left('completer') !== at.request + at.completer;
  const asleep = agree && (buyer.settling !== 0 || buyer.webhook || at.settler !== '');
  const same =
    challengeOver === buyer.challengeOver &&
    woken === buyer.woken &&
    age === buyer.age &&
    reported === firstReply;
  if (same && !busy && !asleep) return buyer;
  return {
    ...buyer,
    challengeOver,
    woken,
    age,
    firstReply: reported,
    settling: agree ? 0 : buyer.settling,
    webhook: buyer.webhook && !agree,
    at: {
      ...at,
      request: left('request'),
      completer: left('completer'),
      settler: agree ? '' : at.settler,
    },
  };
}

/** Units of the one on hand that are this buyer's: held for him, or gone to him. */
export function unitsOf({ reservation }: Buyer): number {
  return reservation === 'active' || reservation === 'confirmed' || reservation === 'departed'
    ? 1
    : 0;
}

/** What a buyer's step sees of the other one. */
export type Shelf =
  /** The unit is on hand and free. */
  | 'free'
  | 'sold_out'
  /** Held by somebody whose time is over: whoever comes short lets the sweep go first. */
  | 'held_too_long';

/** What one step leads to. */
export interface Turn {
  readonly name: string;
  readonly buyer: Buyer;
  /** Where its worker stands then; undefined when he is done. */
  readonly next?: string | undefined;
  /** What a procedure tells whoever called it. */
  readonly reply?: string;
}

/** One step of a worker, by the name of the place before it. */
export interface Place {
  /** A call begins here: refused once the worker's time is over. */
  readonly calls?: true;
  /** What the shelf looks like makes a difference. */
  readonly looks?: true;
  /** An authorization may still be sent to the gateway. */
  readonly sends?: true;
  /** What was done is undone, whatever has become of the attempt since. */
  readonly takesBack?: true;
  readonly step: (buyer: Buyer, scene: Scene) => Turn[];
}
export type Program = Readonly<Record<string, Place>>;

export interface Scene {
  readonly rules: Rules;
  readonly shelf: Shelf;
  /** The worker's time is over: he makes no move of the attempt any more. */
  readonly late: boolean;
}

/** A fault that a purchase suffers. */
export function struck(buyer: Buyer): Buyer {
  return { ...buyer, faults: buyer.faults + 1 };
}
