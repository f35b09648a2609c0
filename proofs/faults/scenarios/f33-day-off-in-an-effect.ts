import type { Order } from '#journeys/people/shopper.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { gatewayPaymentsOf } from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const dayAndMoreMs = 25 * 3_600_000;
const deathLimitMs = 180_000;
const endLimitMs = 120_000;
const amountMinor = 300;

/** Where the process dies: before the gateway was asked, and after it has done what it was asked. */
const edges = ['before', 'after'] as const;
const effects = ['refund', 'capture', 'authorize'] as const;
type Effect = (typeof effects)[number];

/**
 * F33: the shop dies in the middle of an effect outside and is off for a day and more. Meanwhile the
 * gateway forgets its keys. Then all stories are due at once: the effect is there once, and ends.
 */
export const dayOffInAnEffect: FaultScenario = {
  id: 'F33',
  title: 'a day off in the middle of an effect',
  modes: ['embedded', 'split'],
  mustHappen: ['days off', 'effects that are there once'],
  async run(context) {
    const { size, random, count, shop } = context;
    const sku = await shop.staff.stockedSku(200);
    const all = effects.flatMap((effect) => edges.map((edge) => ({ effect, edge })));
    // The refund is where money could go twice; of the others a quick run takes what the seed says.
    const chosen =
      size === 'quick'
        ? [{ effect: 'refund', edge: 'after' } as const, random.shuffled(all)[0]!]
        : all;
    let offMs = 0;
    for (const { effect, edge } of chosen) {
      offMs += dayAndMoreMs;
      await dayOff(context, { effect, edge, sku, offMs });
      count('effects that are there once');
    }
  },
};

interface Off {
  readonly effect: Effect;
  readonly edge: (typeof edges)[number];
  readonly sku: string;
  readonly offMs: number;
}

async function dayOff(context: ScenarioContext, { effect, edge, sku, offMs }: Off): Promise<void> {
  const { shop, random, count, mode } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const bought = effect === 'refund' ? await buyer.buy() : undefined;
  const place = `external:payment>payment-gateway.${effect}:${edge}`;
  const worker = mode === 'split' ? 'payment' : undefined;
  await shop.arm(`${place}=kill`, worker);
  if (bought) await shop.staff.refund(bought.orderId, { amountMinor }).catch(() => undefined);
  else await buyer.tryOnce();
  if (!(await shop.died(deathLimitMs, worker))) throw new Error(`nobody died at ${place}`);
  await shop.kill();
  await shop.book.forgetKeys();
  await shop.setClock({ processMs: offMs, databaseMs: offMs });
  await shop.start();
  await shop.arm('');
  count('days off');
  // Whoever was signed in is no more: what became of it is read from the books.
  if (bought) await expectRefundedOnce(context, bought);
  else await expectHeldOnce(context);
  await shop.auditAtRest();
  await shop.setClock({ processMs: 0, databaseMs: 0 });
}

async function expectRefundedOnce({ shop }: ScenarioContext, { orderId, orderNumber }: Order) {
  await eventually(
    () =>
      askDatabase<{ state: string }>(
        shop,
        'order',
        `select state from payment.refund where order_id = '${orderId}'`,
      ),
    (refunds) => refunds.length === 1 && refunds[0]!.state === 'refunded',
    endLimitMs,
  );
  const [payment] = await gatewayPaymentsOf(shop, orderNumber);
  if (payment?.amountRefunded !== amountMinor) {
    throw new Error(`${amountMinor} were asked for, ${payment?.amountRefunded} given back`);
  }
}

/** The purchase goes on or is given up; whichever it is, nothing is held or taken twice for it. */
async function expectHeldOnce({ shop }: ScenarioContext): Promise<void> {
  await eventually(
    async () => (await shop.book.read('payments')) as { status: string; metadata: object }[],
    (payments) => {
      const byCheckout = Map.groupBy(
        payments.filter(({ status }) => status === 'requires_capture' || status === 'succeeded'),
        ({ metadata }) => (metadata as { order_number?: string }).order_number,
      );
      return [...byCheckout.values()].every((held) => held.length === 1);
    },
    endLimitMs,
  );
}
