import { randomBytes } from 'node:crypto';
import { contracts } from '#contracts/index.ts';
import { assessmentPurpose, type SealedAssessment } from '#contracts/auth/risk-assessment.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import type { InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { productsForTests } from '#platform/test-kit/test-products.ts';
import {
  openTestKontor,
  testSettings,
  type TestKontorOptions,
} from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../product-catalog/inventory/service.ts';
import { productService } from '../../product-catalog/product/service.ts';
import { paymentService } from '../../order-processing/payment/service.ts';
import { cartService } from '../cart/service.ts';
import { shippingService } from '../shipping/service.ts';
import { taxService } from '../tax/service.ts';
import { CompletionGate } from './completion/request-completion.ts';
import { continueCompletion } from './completion/continue-completion.ts';
import { checkoutService } from './service.ts';

export const hamburg = {
  name: 'Ada Example',
  street: 'Am Sandtorkai 1',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

const services = [
  productService,
  inventoryService,
  cartService,
  taxService,
  shippingService,
  paymentService,
  checkoutService,
];

type Completable = Pick<OutputOf<'checkout', 'getCheckout'>, 'checkoutId' | 'version' | 'totals'>;

/** As auth answers the gateway, which hands it on; what is given differs from it. */
function assessmentOf(
  { checkoutId, version, totals }: Completable,
  given: Partial<SealedAssessment>,
  secrets: Secrets,
) {
  const total = totals && { amountMinor: totals.totalMinor, currency: totals.currency };
  const until = clock.nowMs() + 60_000;
  const own = { checkoutId, version, total, id: 'assessment', client: null, until };
  const assessment: SealedAssessment = { ...own, decision: 'allow', ...given };
  const assessmentId = seal(secrets, assessmentPurpose, assessment);
  return { risk: { decision: 'allow' as const, assessmentId } };
}

/** Everything that a purchase needs up to its order, with the sandbox's gateway. */
export async function openPurchases(options: Partial<TestKontorOptions> = {}) {
  const secrets = Secrets.of(randomBytes(32));
  const settings = { secrets, ...options.settings };
  const shop = await openTestKontor({ services, sandbox: true, ...options, settings });
  const carts = shop.client('cart');
  const checkouts = shop.client('checkout');

  const as = (actor: Actor, idempotencyKey = newId()) => shop.invocation({ actor, idempotencyKey });

  const products = productsForTests(shop);
  const sell = (units: number, priceMinor = 1_999) => products.sell(units, { priceMinor });

  async function fill(actor: Actor, sku: string, quantity = 1) {
    const { cartId } = must(await carts.createCart({}, as(actor)), 'create');
    return must(await carts.addLine({ cartId, sku, quantity }, as(actor)), 'add');
  }

  /** A checkout that only waits to be completed. */
  async function ready(actor: Actor, sku: string, quantity = 1) {
    const { cartId } = await fill(actor, sku, quantity);
    const { checkoutId } = must(await checkouts.openCheckout({ cartId }, as(actor)), 'open');
    const said = { checkoutId, email: 'ada@example.com', shippingAddress: hamburg };
    return must(await checkouts.updateCheckout(said, as(actor)), 'update');
  }

  const assessed = (
    checkout: Completable,
    given: Partial<SealedAssessment> = {},
    sealedWith = settings.secrets,
  ) => assessmentOf(checkout, given, sealedWith);

  function complete(
    actor: Actor,
    checkout: Completable,
    change: Partial<InputOf<'checkout', 'completeCheckout'>> = {},
    key = newId(),
  ) {
    const card = { kind: 'card' as const, token: 'pm_card_visa' };
    const { checkoutId, version } = checkout;
    const input = { checkoutId, version, paymentMethod: card, ...assessed(checkout), ...change };
    return checkouts.completeCheckout(input, as(actor, key));
  }

  /** What the hourly job does. */
  async function abandonIdle(): Promise<void> {
    await shop.kontor.opened('checkout').jobs!['abandon_checkouts']!.run({});
  }

  return {
    shop,
    carts,
    checkouts,
    as,
    sell,
    products,
    fill,
    ready,
    assessed,
    complete,
    settings,
    abandonIdle,
  };
}

export type Purchases = Awaited<ReturnType<typeof openPurchases>>;

/** Another worker, as a second process has one: only the rows keep it and this shop's apart. */
export function otherWorker({ shop, settings }: Purchases) {
  const context = {
    database: shop.database('checkout'),
    call: shop.kontor.dispatcher.connect('checkout', contracts),
    settings: { ...testSettings(), ...settings },
    log: openLogger('fatal'),
  };
  const parts = context as unknown as ServiceContext<'checkout'>;
  return continueCompletion(parts, new CompletionGate());
}

export const payBy = (token: string) => ({ paymentMethod: { kind: 'card' as const, token } });

/** What the gateway's own book says of the payments of a checkout's attempts. */
export async function gatewayBook({ shop }: Purchases) {
  return (await shop.sandbox.read('payments')) as {
    id: string;
    status: string;
    metadata: { reference: string };
  }[];
}

export async function challenge(
  { shop }: Purchases,
  gatewayPaymentId: string,
  outcome: 'complete' | 'fail',
): Promise<void> {
  const { sandbox } = shop;
  await sandbox.answerChallenge(`${sandbox.url}/payment/challenge/${gatewayPaymentId}`, outcome);
}

/** Sweeps until no completion is open: what failed is tried again as soon as its time has come. */
export async function untilCompletionsRest({ shop }: Purchases, limitMs = 30_000): Promise<void> {
  for (const endMs = performance.now() + limitMs; performance.now() < endMs;) {
    await shop.settle();
    const [open] = await shop
      .database('checkout')
      .query(sql`select from story where state = 'open' and name = 'complete_checkout'`);
    if (!open) return;
    await shop.kontor.sweep();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('a completion did not come to rest');
}

/** Units that reservations hold, by state. */
export async function heldUnits({ shop }: Purchases, sku: string): Promise<Record<string, number>> {
  const rows = await shop.database('inventory').query<{ state: string; units: number }>(sql`
    select r.state, sum(a.quantity - a.departed - a.released)::int as units
    from reservation r join reservation_allocation a on a.reservation_id = r.id
    where a.sku = ${sku} group by r.state having sum(a.quantity - a.departed - a.released) > 0`);
  return Object.fromEntries(rows.map(({ state, units }) => [state, units]));
}
