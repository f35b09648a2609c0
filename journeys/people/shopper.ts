import { randomUUID } from 'node:crypto';
import { ApiClient, expectStatus, type ApiReply } from './api-client.ts';
import type { Journal } from './journal.ts';

export interface Cart {
  cartId: string;
  version: number;
  lines: { lineId: string; sku: string; quantity: number; unitPriceMinor: number }[];
  notices: { code: string }[];
}

export interface Checkout {
  checkoutId: string;
  version: number;
  state: string;
  deliveryOptions: { optionId: string; priceMinor: number }[];
  totals: { totalMinor: number; taxMinor: number; currency: string } | null;
  paymentMethods: { code: string }[] | null;
  payment: { status: string; nextActionUrl: string | null; declineCode: string | null } | null;
  orderId: string | null;
  orderNumber: string | null;
}

export interface Completion {
  status: 'completed' | 'requires_action';
  checkoutId: string;
  orderId: string;
  orderNumber: string;
  orderToken: string;
  nextAction: { type: 'redirect'; url: string };
}

export interface Order {
  orderId: string;
  orderNumber: string;
  version: number;
  state: string;
  paymentState: string;
  lines: {
    lineId: string;
    sku: string;
    quantity: number;
    totalMinor: number;
    shippedQuantity: number;
    attributes?: { key: string; name: string; value: unknown; text: string }[];
  }[];
  totals: { totalMinor: number; currency: string };
  refundedMinor: number;
  parcels: { trackingNumber: string; status: string }[];
}

export const hamburg = {
  name: 'Ada Sievers',
  street: 'Alter Wandrahm 8',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

export const newYork = {
  name: 'Ada Sievers',
  street: '350 5th Avenue',
  postalCode: '10118',
  city: 'New York',
  regionCode: 'NY',
  countryCode: 'US',
};

export const cards = {
  good: 'pm_card_visa',
  declined: 'pm_card_visa_chargeDeclined',
  challenge: 'pm_card_authenticationRequired',
} as const;

export interface PurchaseChoices {
  readonly sku: string;
  readonly quantity?: number;
  /** What is filled in for the first line, by the key of the field. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Lines of the cart beside the first, in their order. */
  readonly further?: readonly { readonly sku: string; readonly quantity: number }[];
  readonly email?: string;
  readonly phone?: string;
  readonly address?: typeof hamburg & { regionCode?: string };
}

/** A person at the shop: a guest, or a customer after login. */
export class Shopper extends ApiClient {
  readonly journal: Journal;

  constructor(url: string, token: string, journal: Journal) {
    super(url, token);
    this.journal = journal;
  }

  static async guest(url: string, journal: Journal): Promise<Shopper> {
    const reply = await new ApiClient(url).post<{ accessToken: string }>('/v1/auth/guests');
    return new Shopper(url, expectStatus(reply, 201).accessToken, journal);
  }

  async cartWith(
    sku: string,
    quantity = 1,
    attributes?: PurchaseChoices['attributes'],
  ): Promise<Cart> {
    const key = randomUUID();
    const created = await this.post<Cart>('/v1/carts', {}, { key });
    const { cartId } = expectStatus(created, 201);
    this.journal.report({
      kind: 'cart_created',
      id: cartId,
      idempotencyKey: key,
      reply: created.text,
    });
    const line = { sku, quantity, ...(attributes ? { attributes } : {}) };
    return expectStatus(await this.post<Cart>(`/v1/carts/${cartId}/lines`, line), 200);
  }

  /** Cart, checkout, address and delivery: everything but the payment. */
  async readyCheckout(choices: PurchaseChoices): Promise<Checkout> {
    const cart = await this.cartWith(choices.sku, choices.quantity, choices.attributes);
    for (const line of choices.further ?? [])
      expectStatus(await this.post<Cart>(`/v1/carts/${cart.cartId}/lines`, line), 200);
    const opened = expectStatus(
      await this.post<Checkout>('/v1/checkouts', { cartId: cart.cartId }),
      201,
    );
    const addressed = expectStatus(
      await this.patch<Checkout>(`/v1/checkouts/${opened.checkoutId}`, {
        email: choices.email ?? 'ada@kontor.example',
        ...(choices.phone ? { phone: choices.phone } : {}),
        shippingAddress: choices.address ?? hamburg,
      }),
      200,
    );
    return this.chooseDelivery(addressed);
  }

  /**
   * The first of what is offered. A carrier that answers late is not offered any more: then somebody
   * chooses from what is.
   */
  private async chooseDelivery(offered: Checkout, tries = 3): Promise<Checkout> {
    const [option] = offered.deliveryOptions;
    if (!option) return offered;
    const path = `/v1/checkouts/${offered.checkoutId}`;
    const reply = await this.patch<Checkout & { code?: string }>(path, {
      deliveryOptionId: option.optionId,
    });
    if (reply.status === 422 && reply.body.code === 'delivery_option_unknown' && tries > 1)
      return this.chooseDelivery(expectStatus(await this.get<Checkout>(path), 200), tries - 1);
    return expectStatus(reply, 200);
  }

  completeOnAccount({ checkoutId, version }: Pick<Checkout, 'checkoutId' | 'version'>) {
    const body = { version, paymentMethod: { code: 'invoice' } };
    return this.post<Completion>(`/v1/checkouts/${checkoutId}/complete`, body);
  }

  complete(
    checkout: Pick<Checkout, 'checkoutId' | 'version'>,
    token: string | null = cards.good,
    key: string = randomUUID(),
  ): Promise<ApiReply<Completion>> {
    return this.completeBy(checkout, { kind: 'card', ...(token === null ? {} : { token }) }, key);
  }

  /** By card on the gateway's own page: the reply says where that is. */
  completeOnPage(
    checkout: Pick<Checkout, 'checkoutId' | 'version'>,
    key: string = randomUUID(),
  ): Promise<ApiReply<Completion>> {
    return this.completeBy(checkout, { code: 'card', hosted: true }, key);
  }

  private async completeBy(
    { checkoutId, version }: Pick<Checkout, 'checkoutId' | 'version'>,
    paymentMethod: object,
    key: string,
  ): Promise<ApiReply<Completion>> {
    const body = { version, paymentMethod, returnUrl: 'https://shop.kontor.example/return' };
    const path = `/v1/checkouts/${checkoutId}/complete`;
    const reply = await this.post<Completion>(path, body, { key });
    // A problem names the trace of the request it answers; all else must be the same.
    const reported = { idempotencyKey: key, reply: reply.text.replace(/"traceId":"\w+"/, '') };
    if (reply.status === 200 && reply.body.status === 'completed') {
      this.journal.report({ kind: 'order_placed', id: reply.body.orderId, ...reported });
    } else if (reply.status === 200) {
      this.journal.report({ kind: 'requires_action', id: checkoutId, ...reported });
    } else if (reply.status === 402) {
      this.journal.report({ kind: 'payment_declined', id: checkoutId, ...reported });
    }
    return reply;
  }

  /** A whole purchase that must succeed. */
  async buy(choices: PurchaseChoices): Promise<Completion> {
    return expectStatus(await this.complete(await this.readyCheckout(choices)), 200);
  }

  /** Reads an order until it is as asked; a state that never comes names the last one seen. */
  async orderWhen(
    orderId: string,
    condition: (order: Order) => boolean,
    timeoutMs = 240_000,
  ): Promise<Order> {
    let last = '';
    for (const endMs = Date.now() + timeoutMs; Date.now() < endMs;) {
      const reply = await this.get<Order>(`/v1/orders/${orderId}`);
      if (reply.status === 200 && condition(reply.body)) return reply.body;
      last = `${reply.status} ${reply.text.slice(0, 1_500)}`;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`order ${orderId} did not get there in ${timeoutMs} ms; last seen: ${last}`);
  }

  async checkoutWhen(
    checkoutId: string,
    condition: (checkout: Checkout) => boolean,
    timeoutMs = 240_000,
  ): Promise<Checkout> {
    let last = '';
    for (const endMs = Date.now() + timeoutMs; Date.now() < endMs;) {
      const reply = await this.get<Checkout>(`/v1/checkouts/${checkoutId}`);
      if (reply.status === 200 && condition(reply.body)) return reply.body;
      last = `${reply.status} ${reply.text.slice(0, 1_500)}`;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`checkout ${checkoutId} did not get there; last seen: ${last}`);
  }
}
