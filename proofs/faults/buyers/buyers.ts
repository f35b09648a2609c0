import { randomUUID } from 'node:crypto';
import type { ApiReply } from '#journeys/people/api-client.ts';
import {
  cards,
  hamburg,
  Shopper,
  type Cart,
  type Checkout,
  type Completion,
} from '#journeys/people/shopper.ts';
import { Experience, persist } from './persist.ts';
import type { ScenarioContext } from '../scenario.ts';
import type { Seeded } from '../injections/seeded.ts';

export interface BuyersOptions {
  readonly buyers: number;
  /** What each buys one of; a buyer takes any of them each time. */
  readonly skus: readonly string[];
  /** Share of the purchases whose first card is declined. */
  readonly declines?: number;
  /** How long a client waits for a reply before it sends again. */
  readonly patienceMs?: number;
  /** How long a client sends the same request again. */
  readonly persistMs?: number;
  /** The gateways, where there are several. */
  readonly urls?: readonly string[];
}

export interface Purchase {
  readonly sku: string;
  readonly orderId: string;
  /** When it was placed, by `performance.now()`. */
  readonly atMs: number;
  /** From the first request of the purchase to its order. */
  readonly tookMs: number;
  /** Of the completion alone, repetitions included. */
  readonly completionMs: number;
}

/** Of a scenario, what buyers need of it. */
interface BuyersContext {
  readonly random: Seeded;
  readonly shop: Pick<ScenarioContext['shop'], 'url' | 'journal'>;
}

/** What a client was refused for good, such as a declined card. */
class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(reply: ApiReply<unknown>) {
    const { code = '' } = reply.body as { code?: string };
    super(`${reply.status} ${reply.text.slice(0, 400)}`);
    this.status = reply.status;
    this.code = code;
  }
}

/** Guests who buy one thing after the other, and send again whatever got no answer. */
export class Buyers {
  readonly purchases: Purchase[] = [];
  readonly experience = new Experience();
  soldOut = 0;
  declined = 0;
  private stopping = false;
  private readonly done: Promise<unknown>;
  private readonly context: BuyersContext;
  private readonly options: BuyersOptions;

  constructor(context: BuyersContext, options: BuyersOptions) {
    this.context = context;
    this.options = options;
    const random = context.random.branch('buyers');
    this.done = Promise.all(
      Array.from({ length: options.buyers }, (_, index) =>
        this.shop(index, random.branch(`buyer ${index}`)),
      ),
    );
    this.done.catch(() => {});
  }

  /** Waits until so many orders were placed. */
  async placed(count: number, limitMs = 300_000): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (this.purchases.length < count) {
      if (this.experience.unexpected.length > 0) return;
      if (performance.now() > endMs) {
        const { statuses } = this.experience;
        throw new Error(
          `${this.purchases.length} orders in ${limitMs} ms, ${count} were awaited; ${this.soldOut} times there was nothing left; ${JSON.stringify(statuses)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** How often somebody was told to come back later. */
  refusals(): number {
    return this.experience.statuses[503] ?? 0;
  }

  /** Waits until so many refusals were told. */
  async refused(count: number, limitMs = 60_000): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (this.refusals() < count && performance.now() < endMs)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /**
   * Lets everybody finish what is begun.
   * @throws when anybody was told what nobody should be told
   */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.done;
    const { unexpected } = this.experience;
    if (unexpected.length > 0) {
      throw new Error(`${unexpected.length} unexpected replies; the first: ${unexpected[0]}`);
    }
  }

  private async shop(index: number, random: Seeded): Promise<void> {
    while (!this.stopping) {
      try {
        await this.buy(index, random);
      } catch (error) {
        if (error instanceof Refused && error.code === 'out_of_stock') this.soldOut += 1;
        else
          this.experience.unexpected.push(error instanceof Error ? error.message : String(error));
        if (this.experience.unexpected.length > 20) return;
      }
    }
  }

  private async buy(index: number, random: Seeded): Promise<void> {
    const sku = random.pick(this.options.skus);
    const startedMs = performance.now();
    const shopper = await this.enter(index, random);
    const checkout = await this.fill(shopper, sku, random);
    const declines = random.chance(this.options.declines ?? 0);
    if (declines) {
      const key = randomUUID();
      const refused = await this.persist(
        () => shopper.complete(checkout, cards.declined, key),
        random,
      );
      if (refused.status !== 402) throw new Refused(refused);
      this.declined += 1;
    }
    const key = randomUUID();
    const completedMs = performance.now();
    const placed = must<Completion>(
      await this.persist(() => shopper.complete(checkout, cards.good, key), random),
      200,
    );
    const atMs = performance.now();
    this.purchases.push({
      sku,
      orderId: placed.orderId,
      atMs,
      tookMs: atMs - startedMs,
      completionMs: atMs - completedMs,
    });
  }

  private async enter(index: number, random: Seeded): Promise<Shopper> {
    const { urls = [this.context.shop.url], patienceMs = 15_000 } = this.options;
    const shopper = new Shopper(urls[index % urls.length]!, '', this.context.shop.journal);
    shopper.patienceMs = patienceMs;
    const key = randomUUID();
    const entered = await this.persist(
      () => shopper.post<{ accessToken: string }>('/v1/auth/guests', {}, { key }),
      random,
    );
    shopper.token = must(entered, 201).accessToken;
    return shopper;
  }

  private async fill(shopper: Shopper, sku: string, random: Seeded): Promise<Checkout> {
    const keys = [randomUUID(), randomUUID(), randomUUID()] as const;
    const created = await this.persist(
      () => shopper.post<Cart>('/v1/carts', {}, { key: keys[0] }),
      random,
    );
    const { cartId } = must(created, 201);
    shopper.journal.report({
      kind: 'cart_created',
      id: cartId,
      idempotencyKey: keys[0],
      reply: created.text,
    });
    const line = { sku, quantity: 1 };
    must(
      await this.persist(
        () => shopper.post(`/v1/carts/${cartId}/lines`, line, { key: keys[1] }),
        random,
      ),
      200,
    );
    const opened = must(
      await this.persist(
        () => shopper.post<Checkout>('/v1/checkouts', { cartId }, { key: keys[2] }),
        random,
      ),
      201,
    );
    const path = `/v1/checkouts/${opened.checkoutId}`;
    const body = { email: 'ada@kontor.example', shippingAddress: hamburg };
    return must(await this.persist(() => shopper.patch<Checkout>(path, body), random), 200);
  }

  private persist<Body>(send: () => Promise<ApiReply<Body>>, random: Seeded) {
    return persist(send, random, this.experience, this.options.persistMs);
  }
}

function must<Body>(reply: ApiReply<Body>, status: number): Body {
  if (reply.status !== status) throw new Refused(reply);
  return reply.body;
}
