import { cards } from '#journeys/people/shopper.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { byHand, deliverAgain, type GatewayPayment } from '../injections/gateway-faults.ts';
import { persist } from '../buyers/persist.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const deathLimitMs = 180_000;
const limitMs = 120_000;
/** When the shop looks by itself what became of a page, and when it gives the buyer up. */
const looksAfterMs = 70_000;
const givesUpAfterMs = 60 * 60_000;
const copies = 5;
const sizes = {
  quick: { deaths: 1, rounds: 1 },
  full: { deaths: Infinity, rounds: 8 },
};

/**
 * F37: somebody pays on the gateway's own page, where the shop sees nothing of it. It dies
 * meanwhile; no webhook comes, or it comes late and many times; the page ends, or the shop gives the
 * buyer up, or the buyer asks for another way in the moment in which they pay. They have bought
 * once, or nobody holds their money.
 */
export const paidOnPage: FaultScenario = {
  id: 'F37',
  title: 'paid on the gateway’s own page',
  modes: ['embedded', 'split'],
  quick: true,
  mustHappen: [
    'kills under way',
    'paid while nobody served',
    'webhooks lost',
    'late copies of webhooks',
    'pages ended by the gateway as they were paid',
    'buyers given up as they paid',
    'other ways asked for as they paid',
    'buyers who came too late to pay',
  ],
  async run(context) {
    const { shop, random, size } = context;
    const sku = await shop.staff.stockedSku(1_000);
    const places = random.shuffled(await enumerate(context, sku));
    let deaths = 0;
    for (const place of places) {
      if (deaths < sizes[size].deaths && (await dieAt(context, place, sku))) deaths += 1;
    }
    for (let round = 0; round < sizes[size].rounds; round += 1) {
      await nobodyServes(context, sku);
      await nobodyTells(context, sku);
      for (const race of races) await meet(context, race, sku);
    }
  },
};

/** Somebody who pays on a page. */
class OnPage {
  readonly buyer: PatientBuyer;
  private readonly context: ScenarioContext;

  private constructor(context: ScenarioContext, buyer: PatientBuyer) {
    this.context = context;
    this.buyer = buyer;
  }

  static async ready(context: ScenarioContext, sku: string): Promise<OnPage> {
    return new OnPage(context, await PatientBuyer.ready(context.shop, { sku }, context.random));
  }

  /** Asks for the page. @returns where it is; undefined for who has bought already */
  async ask(): Promise<string | undefined> {
    const { shopper, checkout, key } = this.buyer;
    const send = () => shopper.completeOnPage(checkout, key);
    const { status, body, text } = await persist(send, this.context.random, undefined, limitMs);
    if (status !== 200) throw new Error(`a buyer was told ${status} ${text}`);
    return body.status === 'requires_action' ? body.nextAction.url : undefined;
  }

  /** Asks for the page and waits on it. */
  async arrive(): Promise<string> {
    const url = await this.ask();
    if (url === undefined) throw new Error('bought without having paid');
    return url;
  }

  pay(url: string): Promise<number> {
    return this.context.shop.book.payOnPage(url);
  }

  /** What became of it: once it is over they have bought once and pay once, or nothing is held. */
  async end(): Promise<'bought' | 'nothing'> {
    const { shopper, checkout } = this.buyer;
    const over = ({ state, payment }: { state: string; payment: { status: string } | null }) =>
      state === 'completed' || (state === 'open' && payment?.status === 'declined');
    const { state, orderId } = await shopper.checkoutWhen(checkout.checkoutId, over, limitMs);
    if (state !== 'completed') {
      await this.holds(0);
      return 'nothing';
    }
    await this.buyer.order(orderId!, (order) => order.state === 'confirmed');
    await this.holds(1);
    return 'bought';
  }

  /** As many payments of theirs hold money at the gateway; what must be given back takes a moment. */
  private async holds(payments: number): Promise<void> {
    const { shop } = this.context;
    const { checkoutId } = this.buyer.checkout;
    const ids = await paymentsOf(this.context, checkoutId);
    await eventually(
      async () => {
        const all = (await shop.book.read('payments')) as unknown as GatewayPayment[];
        return all.filter(
          ({ metadata, status }) =>
            ids.has(metadata.reference ?? '') &&
            !['canceled', 'requires_payment_method'].includes(status),
        );
      },
      (held) => held.length === payments,
      180_000,
    );
  }
}

/** Of all attempts to pay for a checkout, by our ids. */
async function paymentsOf({ shop }: ScenarioContext, checkoutId: string): Promise<Set<string>> {
  const text = 'select payment_id from checkout.completion where checkout_id = $1';
  const rows = await askDatabase<{ payment_id: string }>(shop, 'cart', text, [checkoutId]);
  return new Set(rows.map(({ payment_id: id }) => id));
}

async function enumerate(context: ScenarioContext, sku: string): Promise<string[]> {
  const { shop } = context;
  const buyer = await OnPage.ready(context, sku);
  await shop.arm('all=record');
  await buyer.pay(await buyer.arrive());
  await buyer.end();
  await shop.auditAtRest();
  const reached = new Set(await shop.reached());
  await shop.arm('');
  // Reading is how the buyer waits, not a step of the purchase.
  const waiting =
    /:api-gateway>(order\.getOrder|checkout\.get(PlacedOrder|Checkout)|product\.listChannels):/;
  // What a process does once: the purchase that was recorded has done it already.
  const once = /^commit:notification\.keep_words:/;
  return [...reached].filter((name) => !waiting.test(name) && !once.test(name)).toSorted();
}

/** Whoever comes by the place dies there, before or after the buyer has paid. */
async function dieAt(context: ScenarioContext, place: string, sku: string): Promise<boolean> {
  const { shop, count } = context;
  const buyer = await OnPage.ready(context, sku);
  await shop.arm(`${place}=kill`);
  const { shopper, checkout, key } = buyer.buyer;
  const first = shopper
    .completeOnPage(checkout, key)
    .then(({ body }) => body.nextAction && buyer.pay(body.nextAction.url))
    .catch(() => undefined);
  const died = await shop.died(deathLimitMs);
  await first;
  await shop.start();
  await shop.arm('');
  const url = await buyer.ask();
  if (url !== undefined) await buyer.pay(url);
  await mustHaveBought(buyer, `killed at ${place}`);
  count(died ? 'kills under way' : 'places that another purchase did not come by');
  return died;
}

/** All is gone while the buyer is on the page; they pay, and close the browser. */
async function nobodyServes(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const buyer = await OnPage.ready(context, sku);
  const url = await buyer.arrive();
  await shop.kill();
  await buyer.pay(url);
  count('paid while nobody served');
  await shop.start();
  await mustHaveBought(buyer, 'paid while nobody served');
}

/** No webhook comes, and then it comes many times, when all is done. */
async function nobodyTells(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const buyer = await OnPage.ready(context, sku);
  const url = await buyer.arrive();
  await shop.book.control('webhooks', { action: 'hold' });
  await buyer.pay(url);
  // Databases alone: outside systems sign with the real time.
  await shop.setClock({ databaseMs: looksAfterMs });
  await mustHaveBought(buyer, 'nobody told of the payment');
  count('webhooks lost');
  await shop.setClock({ databaseMs: 0 });
  const ids = await paymentsOf(context, buyer.buyer.checkout.checkoutId);
  await shop.book.control('webhooks', { action: 'release' });
  const told = (await shop.book.read('webhooks')) as unknown as { id: string; body: string }[];
  const late = told.filter(({ body }) => [...ids].some((id) => body.includes(id)));
  const statuses = await deliverAgain(
    shop,
    late.map(({ id }) => id),
    copies,
  );
  const refused = statuses.filter((status) => typeof status !== 'number' || status >= 300);
  if (refused.length > 0) throw new Error(`late copies were answered ${refused.join(', ')}`);
  count('late copies of webhooks', statuses.length);
  await mustHaveBought(buyer, 'told late');
}

/** What ends a page while the buyer is on it. */
interface Race {
  readonly fact: string;
  readonly act: (context: ScenarioContext, buyer: OnPage, url: string) => Promise<unknown>;
}

const races: readonly Race[] = [
  {
    fact: 'pages ended by the gateway as they were paid',
    act: ({ shop }, _buyer, url) => {
      const page = new URL(url).pathname.split('/').at(-1)!;
      // Refused where it was paid first.
      return byHand(shop, `checkout/sessions/${page}/expire`).catch(() => undefined);
    },
  },
  {
    fact: 'buyers given up as they paid',
    act: async ({ shop }, buyer) => {
      await shop.setClock({ databaseMs: givesUpAfterMs });
      await buyer.end();
    },
  },
  {
    fact: 'other ways asked for as they paid',
    act: ({ random }, { buyer: { shopper, checkout } }) =>
      persist(() => shopper.complete(checkout, cards.good), random, undefined, limitMs),
  },
];

/** One buyer pays in the moment in which the page is ended, another one right after it. */
async function meet(context: ScenarioContext, { fact, act }: Race, sku: string): Promise<void> {
  const { shop, count } = context;
  const [quick, late] = [await OnPage.ready(context, sku), await OnPage.ready(context, sku)];
  const [quicks, lates] = [await quick.arrive(), await late.arrive()];
  const [paid] = await Promise.all([quick.pay(quicks), act(context, quick, quicks)]);
  count(fact);
  await act(context, late, lates);
  const paidLate = await late.pay(lates);
  if (paidLate === 410) count('buyers who came too late to pay');
  else throw new Error(`${fact}: afterwards the page answered ${paidLate}`);
  await shop.setClock({ databaseMs: 0 });
  await mustAgree(quick, quicks, paid);
  await mustAgree(late, lates, paidLate);
}

/**
 * Who was led back to the shop has bought. Who was told that the page is over has bought another way,
 * or nothing, and still can.
 */
async function mustAgree(buyer: OnPage, url: string, paid: number): Promise<void> {
  if (paid !== 303 && paid !== 410) throw new Error(`the page answered ${paid}`);
  const end = await buyer.end();
  if (paid === 303 && end !== 'bought') throw new Error('paid, and not bought');
  if (end !== 'bought') {
    const { shopper, checkout } = buyer.buyer;
    const { status, text } = await shopper.complete(checkout, cards.good);
    if (status !== 200) throw new Error(`the next way to pay was answered ${status} ${text}`);
    await mustHaveBought(buyer, 'paid another way');
  }
  if ((await buyer.pay(url)) === 303) throw new Error('what is over was paid once more');
}

async function mustHaveBought(buyer: OnPage, how: string): Promise<void> {
  if ((await buyer.end()) !== 'bought') throw new Error(`${how}: not bought`);
}
