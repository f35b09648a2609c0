import { expectStatus } from './api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { hamburg, Shopper, type Checkout, type Completion } from './shopper.ts';

type ShopOfCustomers = Pick<JourneyShop, 'url' | 'journal' | 'book' | 'guest'>;

/** A busy machine may take its time. */
const mailPatienceMs = 240_000;

/** A person with an account, whose e-mail address is verified by the link in the mail. */
export class Customer extends Shopper {
  static readonly password = 'correct horse battery staple 42';
  email = '';

  /** @param mailsBefore so many came to the address already */
  static async register(shop: ShopOfCustomers, email: string, mailsBefore = 0): Promise<Customer> {
    const visitor = await shop.guest();
    const registered = await visitor.post('/v1/auth/register', {
      email,
      password: Customer.password,
      name: 'Ada Sievers',
    });
    if (registered.status >= 300)
      throw new Error(`register: ${registered.status} ${registered.text}`);
    const mails = await shop.book.mailsTo(email, mailsBefore + 1, mailPatienceMs);
    const token = /verify-email\/[a-z-]+\/([A-Za-z0-9._~-]+)/.exec(JSON.stringify(mails))?.[1];
    if (!token) throw new Error(`the verification mail has no link: ${JSON.stringify(mails)}`);
    const verified = await visitor.post('/v1/auth/verify-email', {
      token,
      password: Customer.password,
    });
    if (verified.status >= 300) throw new Error(`verify: ${verified.status} ${verified.text}`);
    const session = expectStatus(
      await visitor.post<{ accessToken: string }>('/v1/auth/login', {
        email,
        password: Customer.password,
      }),
      200,
    );
    const customer = new Customer(shop.url, session.accessToken, shop.journal);
    customer.email = email;
    customer.sendsAgain = visitor.sendsAgain;
    return customer;
  }

  /** Buys what is in a cart that is there. */
  async buyCart(cartId: string): Promise<Completion> {
    const opened = expectStatus(await this.post<Checkout>('/v1/checkouts', { cartId }), 201);
    const path = `/v1/checkouts/${opened.checkoutId}`;
    const addressed = expectStatus(
      await this.patch<Checkout>(path, { email: this.email, shippingAddress: hamburg }),
      200,
    );
    const chosen = expectStatus(
      await this.patch<Checkout>(path, {
        deliveryOptionId: addressed.deliveryOptions[0]!.optionId,
      }),
      200,
    );
    return expectStatus(await this.complete(chosen), 200);
  }

  /** Asks about an order; staff answers; the answer comes by mail. */
  async openTicket(shop: JourneyShop, orderId: string): Promise<void> {
    const opened = await this.post<{ ticketId: string }>('/v1/tickets', {
      orderId,
      subject: 'Where is my parcel?',
      message: 'I have waited for a week.',
    });
    const { ticketId } = expectStatus(opened, 201);
    const answered = await shop.staff.post(`/v1/admin/tickets/${ticketId}/messages`, {
      message: 'It arrives tomorrow.',
    });
    if (answered.status >= 300) throw new Error(`ticket: ${answered.status} ${answered.text}`);
    await shop.book.mailsTo(this.email, 3);
  }
}
