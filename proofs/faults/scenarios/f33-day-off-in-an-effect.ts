import { randomUUID } from 'node:crypto';
import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import type { ServiceName } from '#platform/topology.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { packParcel } from '../buyers/packed-parcel.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import { gatewayPaymentsOf, type GatewayPayment } from '../injections/gateway-faults.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const minuteMs = 60_000;
const dayAndMoreMs = 25 * 60 * minuteMs;
/** Longer than a bank is waited for. */
const afterChallengeMs = 20 * minuteMs;
const deathLimitMs = 180_000;
const endLimitMs = 120_000;
const amountMinor = 300;

/** Where the process dies: before the provider was asked, and after it has done what it was asked. */
const edges = ['before', 'after'] as const;
type Edge = (typeof edges)[number];

interface Case {
  readonly context: ScenarioContext;
  readonly sku: string;
}

/** Something that a provider does. */
interface Effect {
  readonly by: ServiceName;
  readonly call: string;
  /** Where it is not given up: what nobody has sent for two days goes to nobody. */
  readonly edges?: readonly Edge[];
  /** Up to what brings the provider to do it; how it is seen that it was done once. */
  readonly prepare: (one: Case) => Promise<{
    readonly begin: () => Promise<unknown>;
    readonly expectOnce: () => Promise<unknown>;
  }>;
}

const gateway = 'payment-gateway';
const effects = {
  refund: { by: 'payment', call: `${gateway}.refund`, prepare: refund },
  capture: { by: 'payment', call: `${gateway}.capture`, prepare: purchase },
  authorize: { by: 'payment', call: `${gateway}.authorize`, prepare: purchase },
  void: { by: 'payment', call: `${gateway}.void`, prepare: unansweredChallenge },
  label: { by: 'shipment', call: 'shipping-provider.purchaseLabel', prepare: shipment },
  'void label': { by: 'shipment', call: 'shipping-provider.voidLabel', prepare: missingGoods },
  text: { by: 'notification', call: 'sms.send', edges: ['after'], prepare: shipmentByText },
  mail: { by: 'notification', call: 'email.send', edges: ['after'], prepare: confirmation },
} as const satisfies Readonly<Record<string, Effect>>;

/**
 * F33: the shop dies in the middle of an effect outside and is off for a day and more. Meanwhile
 * providers forget their keys. Then all stories are due at once: the effect is there once, and ends.
 * A mail server cannot be asked: a mail that comes again is the same one, and its try is on record.
 */
export const dayOffInAnEffect: FaultScenario = {
  id: 'F33',
  title: 'a day off in the middle of an effect',
  modes: ['embedded', 'split'],
  mustHappen: ['days off', 'effects that are there once'],
  async run(context) {
    const { size, random, count, shop, note } = context;
    const sku = await shop.staff.stockedSku(200);
    const names = Object.keys(effects) as (keyof typeof effects)[];
    const all = names.flatMap((name) => {
      const { edges: possible = edges }: Effect = effects[name];
      return possible.map((edge) => ({ name, edge }));
    });
    // The refund is where money could go twice; of the others a quick run takes what the seed says.
    const chosen =
      size === 'quick'
        ? [{ name: 'refund', edge: 'after' } as const, ...random.shuffled(all).slice(0, 2)]
        : all;
    let offMs = 0;
    for (const { name, edge } of chosen) {
      offMs += dayAndMoreMs;
      await dayOff({ context, sku }, effects[name], { edge, offMs });
      count('effects that are there once');
      note(`${name}: died ${edge} it`);
    }
  },
};

async function dayOff(
  one: Case,
  { by, call, prepare }: Effect,
  { edge, offMs }: { readonly edge: Edge; readonly offMs: number },
): Promise<void> {
  const { shop, count, mode } = one.context;
  const { begin, expectOnce } = await prepare(one);
  const place = `external:${by}>${call}:${edge}`;
  const worker = mode === 'split' ? by : undefined;
  await shop.arm(`${place}=kill`, worker);
  await begin().catch(() => undefined);
  if (!(await shop.died(deathLimitMs, worker))) throw new Error(`nobody died at ${place}`);
  await shop.kill();
  await shop.book.forgetKeys();
  await moveClocks(one.context, offMs);
  await shop.start();
  await shop.arm('');
  count('days off');
  // Whoever was signed in is no more: what became of it is read from the books.
  await expectOnce();
  await shop.auditAtRest();
  await moveClocks(one.context, 0);
}

function moveClocks({ shop }: ScenarioContext, ms: number): Promise<void> {
  return shop.setClock({ processMs: ms, databaseMs: ms });
}

async function refund({ context, sku }: Case) {
  const { shop, random } = context;
  const { orderId, orderNumber } = await (await PatientBuyer.ready(shop, { sku }, random)).buy();
  const states = () =>
    askDatabase<{ state: string }>(
      shop,
      'order',
      `select state from payment.refund where order_id = '${orderId}'`,
    );
  return {
    begin: () => shop.staff.refund(orderId, { amountMinor }),
    async expectOnce() {
      await eventually(states, (all) => all.map(({ state }) => state).join() === 'refunded');
      const [payment] = await gatewayPaymentsOf(shop, orderNumber);
      if (payment?.amountRefunded !== amountMinor)
        throw new Error(`${amountMinor} were asked for, ${payment?.amountRefunded} given back`);
    },
  };
}

/** It goes on or is given up; whichever it is, nothing is held or taken twice for it. */
async function purchase({ context, sku }: Case) {
  const { shop, random } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const isHeld = ({ status }: GatewayPayment) =>
    status === 'requires_capture' || status === 'succeeded';
  return {
    begin: () => buyer.tryOnce(),
    expectOnce: () =>
      eventually(
        () => paymentsOf(context),
        (payments) => {
          const byOrder = Map.groupBy(payments.filter(isHeld), ({ metadata }) => {
            return metadata.order_number;
          });
          return [...byOrder.values()].every((held) => held.length === 1);
        },
        endLimitMs,
      ),
  };
}

/** Nobody answers the bank, so the shop gives the payment up. */
async function unansweredChallenge({ context, sku }: Case) {
  const { shop, random } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const before = new Set((await paymentsOf(context)).map(({ id }) => id));
  expectStatus((await buyer.tryOnce(cards.challenge))!, 200);
  const [asked] = (await paymentsOf(context)).filter(({ id }) => !before.has(id));
  return {
    begin: () => moveClocks(context, afterChallengeMs),
    expectOnce: () =>
      eventually(
        () => paymentsOf(context),
        (payments) => payments.some(({ id, status }) => id === asked!.id && status === 'canceled'),
        endLimitMs,
      ),
  };
}

async function paymentsOf({ shop }: ScenarioContext): Promise<GatewayPayment[]> {
  return (await shop.book.read('payments')) as unknown as GatewayPayment[];
}

async function packed({ context, sku }: Case, phone?: string) {
  const { shop, random } = context;
  const buyer = await PatientBuyer.ready(shop, { sku, ...(phone ? { phone } : {}) }, random);
  return packParcel(shop, (await buyer.buy()).orderId);
}

async function shipment(one: Case) {
  const { ship, labels, stands } = await packed(one);
  return {
    begin: ship,
    async expectOnce() {
      await stands('shipped');
      const bought = await labels();
      if (bought.length !== 1 || bought[0]!.voided)
        throw new Error(`the carrier has ${JSON.stringify(bought)}`);
    },
  };
}

/** A count does not find what was packed, so its label is given back. */
async function missingGoods(one: Case) {
  const { staff } = one.context.shop;
  const sku = await staff.stockedSku(50, 1);
  const { ship, labels, stands } = await packed({ ...one, sku });
  await staff.countTo(sku, 0);
  return {
    begin: ship,
    async expectOnce() {
      await stands('packed');
      const bought = await labels();
      if (bought.length !== 1 || !bought[0]!.voided)
        throw new Error(`the carrier has ${JSON.stringify(bought)}`);
      await staff.countTo(sku, 50);
    },
  };
}

let texts = 0;
async function shipmentByText(one: Case) {
  const { shop } = one.context;
  texts += 1;
  const phone = `+49151123460${String(texts).padStart(2, '0')}`;
  const { ship, stands } = await packed(one, phone);
  const sent = async () => (await shop.book.read('sms')).filter((text) => text['to'] === phone);
  return {
    begin: ship,
    async expectOnce() {
      await stands('shipped');
      const all = await eventually(sent, ({ length }) => length > 0, endLimitMs);
      if (new Set(all.map(({ body }) => body)).size !== all.length)
        throw new Error(`texts came twice: ${JSON.stringify(all)}`);
    },
  };
}

async function confirmation({ context, sku }: Case) {
  const { shop, random } = context;
  const email = `day-off-${randomUUID()}@kontor.example`;
  const buyer = await PatientBuyer.ready(shop, { sku, email }, random);
  return {
    begin: () => buyer.tryOnce(),
    async expectOnce() {
      const mails = await shop.book.mailsTo(email, 1, endLimitMs);
      const ids = new Set(mails.map(({ messageId }) => messageId));
      if (mails.length === 0 || mails.length > 2 || ids.size !== 1)
        throw new Error(`${mails.length} confirmations came, ${ids.size} different ones`);
    },
  };
}
