import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiReply } from '#journeys/people/api-client.ts';
import {
  cards,
  type Checkout,
  type Completion,
  type Order,
  type Shopper,
} from '#journeys/people/shopper.ts';
import type { FaultShop } from '../fault-shop.ts';
import { persist } from './persist.ts';
import type { Seeded } from '../injections/seeded.ts';

const limitMs = 120_000;

/**
 * Looks again until it is as asked; what a broken shop throws meanwhile is waited out.
 * @throws with the last look when the time is over
 */
export async function eventually<Seen>(
  look: () => Promise<Seen>,
  isIt: (seen: Seen) => boolean = () => true,
  withinMs = limitMs,
): Promise<Seen> {
  for (const endMs = performance.now() + withinMs; ;) {
    let last: unknown;
    try {
      const seen = await look();
      if (isIt(seen)) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() > endMs) {
      const reported = last instanceof Error ? last.message : JSON.stringify(last)?.slice(0, 1_500);
      throw new Error(`it did not happen in ${withinMs} ms; last seen: ${reported}`);
    }
    await sleep(50);
  }
}

/** One purchase by a person who does not give up: what got no answer is sent again under its key. */
export class PatientBuyer {
  readonly shopper: Shopper;
  readonly checkout: Checkout;
  readonly key = randomUUID();
  private readonly random: Seeded;
  private readonly shop: Pick<FaultShop, 'book'>;

  private constructor(
    shop: Pick<FaultShop, 'book'>,
    shopper: Shopper,
    checkout: Checkout,
    random: Seeded,
  ) {
    this.shop = shop;
    this.shopper = shopper;
    this.checkout = checkout;
    this.random = random;
  }

  /** With everything but the payment done, in a new cart where an earlier one was spoilt. */
  static async ready(
    shop: Pick<FaultShop, 'guest' | 'book'>,
    choices: Parameters<Shopper['readyCheckout']>[0],
    random: Seeded,
  ): Promise<PatientBuyer> {
    const shopper = await eventually(() => shop.guest());
    const isReady = ({ totals, deliveryOptions }: Checkout) =>
      totals !== null && deliveryOptions.length > 0;
    const checkout = await eventually(() => shopper.readyCheckout(choices), isReady);
    return new PatientBuyer(shop, shopper, checkout, random);
  }

  /** One request; undefined where there was no reply to it. */
  tryOnce(token: string = cards.good): Promise<ApiReply<Completion> | undefined> {
    return this.shopper.complete(this.checkout, token, this.key).catch(() => undefined);
  }

  /** The answer that stands. */
  complete(token: string = cards.good): Promise<ApiReply<Completion>> {
    const send = () => this.shopper.complete(this.checkout, token, this.key);
    return persist(send, this.random, undefined, limitMs);
  }

  /**
   * A purchase that must succeed: the confirmed order. Where the shop could not ask for a risk
   * assessment the bank asks the person, who confirms.
   */
  async buy(token: string = cards.good): Promise<Order> {
    const reply = await this.complete(token);
    if (reply.status !== 200) throw new Error(`buy: ${reply.status} ${reply.text}`);
    const orderId = reply.body.orderId ?? (await this.afterChallenge(reply.body.nextAction.url));
    return this.order(orderId, ({ state }) => state === 'confirmed');
  }

  /**
   * The order that was placed; undefined where the purchase was refused as it may be.
   * @throws where it was refused otherwise
   */
  async placed(token: string, refusals: readonly string[]): Promise<string | undefined> {
    const { status, body, text } = await this.complete(token);
    const { code } = body as { code?: string };
    if (status !== 200 && code !== undefined && refusals.includes(code)) return undefined;
    if (status !== 200) throw new Error(`a buyer was told ${status} ${text}`);
    return body.orderId ?? this.afterChallenge(body.nextAction.url);
  }

  private async afterChallenge(url: string): Promise<string> {
    await this.shop.book.answerChallenge(url, 'complete');
    const path = `/v1/checkouts/${this.checkout.checkoutId}`;
    const { body } = await eventually(
      () => this.shopper.get<Checkout>(path),
      ({ body: now }) => now.state === 'completed',
    );
    return body.orderId!;
  }

  /** The order once it is as asked. */
  async order(orderId: string, isIt: (order: Order) => boolean): Promise<Order> {
    const read = () => this.shopper.get<Order>(`/v1/orders/${orderId}`);
    const reply = await eventually(read, ({ status, body }) => status === 200 && isIt(body));
    return reply.body;
  }
}
