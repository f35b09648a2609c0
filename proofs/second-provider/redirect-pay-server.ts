import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { GatewayPayment } from '#audit/world/world.ts';
import { decimalFromMinor } from '#external/exchange/currency-exponent.ts';
import { minorOf, money, type OrderOnWire } from './redirect-pay/wire.ts';

const created = z.strictObject({
  merchantReference: z.string().min(1),
  amount: money,
  backTo: z.url(),
});
const charge = z.strictObject({ amount: money });
const refund = z.strictObject({ amount: money, merchantReference: z.string().nullable() });

interface Stored extends OrderOnWire {
  readonly backTo: string;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

/** The provider's side: its book, its page for people, its notices. In memory, for one test. */
export class RedirectPayServer {
  readonly apiKey = `rp_${randomBytes(12).toString('hex')}`;
  readonly signingKey = randomBytes(16).toString('hex');
  /** Where notices go; the shop's door. */
  noticesTo: string | undefined;
  /** What was answered to notices. */
  readonly answers: number[] = [];
  private readonly orders = new Map<string, Stored>();
  private readonly replies = new Map<string, { body: string; reply: Reply }>();
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What a person does on the page that the shop sent them to. Where they are sent back to. */
  async decide(payPage: string, decision: 'reserved' | 'rejected'): Promise<string> {
    const order = this.orders.get(payPage.slice(payPage.lastIndexOf('/') + 1));
    if (order?.stage !== 'waiting') throw new Error(`nothing to decide on ${payPage}`);
    this.keep({ ...order, stage: decision });
    await this.report(order.orderNumber);
    return order.backTo;
  }

  /** Its own book, as the oracle compares it. */
  book(): GatewayPayment[] {
    return [...this.orders.values()].map(({ orderNumber, stage, amount, charged, refunds }) => {
      const amountMinor = minorOf(amount)!;
      return {
        provider: 'redirect-pay',
        gatewayPaymentId: orderNumber,
        status: stage,
        currency: amount.currency,
        amountMinor,
        authorizedMinor: stage === 'reserved' ? amountMinor : 0,
        capturedMinor: minorOf(charged)!,
        refundedMinor: refunds.reduce((sum, one) => sum + minorOf(one.amount)!, 0),
        withdrawnMinor: 0,
        ageSeconds: 3_600,
      };
    });
  }

  private keep(order: Stored): OrderOnWire {
    this.orders.set(order.orderNumber, order);
    const { backTo: _, ...reported } = order;
    return reported;
  }

  private async report(orderNumber: string): Promise<void> {
    if (!this.noticesTo) return;
    const { backTo: _, ...order } = this.orders.get(orderNumber)!;
    const noticeNumber = `n-${randomBytes(8).toString('hex')}`;
    const body = JSON.stringify({ noticeNumber, at: new Date().toISOString(), order });
    const signature = createHmac('sha256', this.signingKey).update(body).digest('hex');
    const reply = await fetch(this.noticesTo, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-notice-signature': signature },
      body,
    });
    this.answers.push(reply.status);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  private async answer(request: IncomingMessage): Promise<Reply> {
    if (request.headers['x-api-key'] !== this.apiKey)
      return { status: 401, body: { problem: 'who_are_you' } };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = (request.url ?? '').split('/').slice(1).map(decodeURIComponent);
    if (request.method === 'GET') return this.read(path);
    const key = request.headers['x-request-key'];
    if (typeof key !== 'string') return refused('key_missing');
    const before = this.replies.get(key);
    if (before) return before.body === text ? before.reply : refused('key_of_another_request');
    const reply = this.change(path, JSON.parse(text) as unknown);
    this.replies.set(key, { body: text, reply });
    return reply;
  }

  private read([, by = '', reference]: string[]): Reply {
    const order =
      by === 'by-reference'
        ? [...this.orders.values()].find((one) => one.merchantReference === reference)
        : this.orders.get(by);
    return order ? { status: 200, body: this.keep(order) } : refused('no_such_order', 404);
  }

  private change([, orderNumber, deed]: string[], body: unknown): Reply {
    if (orderNumber === undefined) return this.create(body);
    const order = this.orders.get(orderNumber);
    if (!order) return refused('no_such_order', 404);
    if (deed === 'charge') return this.charge(order, body);
    if (deed === 'refunds') return this.refund(order, body);
    if (deed !== 'release') return refused('no_such_thing', 404);
    if (order.stage !== 'reserved' && order.stage !== 'waiting') return refused(order.stage);
    return { status: 200, body: this.keep({ ...order, stage: 'released' }) };
  }

  private create(body: unknown): Reply {
    const asked = created.safeParse(body);
    if (!asked.success || minorOf(asked.data.amount) === undefined) return refused('malformed');
    const orderNumber = `rp-${randomBytes(8).toString('hex')}`;
    const nothing = {
      value: decimalFromMinor(0, asked.data.amount.currency),
      currency: asked.data.amount.currency,
    };
    const order = {
      ...asked.data,
      orderNumber,
      stage: 'waiting' as const,
      charged: nothing,
      payPage: `${this.url}/pay/${orderNumber}`,
      refunds: [],
    };
    return { status: 201, body: this.keep(order) };
  }

  private charge(order: Stored, body: unknown): Reply {
    const asked = charge.safeParse(body);
    if (!asked.success || asked.data.amount.currency !== order.amount.currency)
      return refused('malformed');
    if (order.stage !== 'reserved') return refused(order.stage);
    const { amount } = asked.data;
    if (minorOf(amount)! > minorOf(order.amount)!) return refused('too_much');
    return { status: 200, body: this.keep({ ...order, stage: 'charged', charged: amount }) };
  }

  private refund(order: Stored, body: unknown): Reply {
    const asked = refund.safeParse(body);
    if (!asked.success || asked.data.amount.currency !== order.amount.currency)
      return refused('malformed');
    const given = order.refunds.reduce((sum, one) => sum + minorOf(one.amount)!, 0);
    if (given + minorOf(asked.data.amount)! > minorOf(order.charged)!) return refused('too_much');
    const made = {
      ...asked.data,
      refundNumber: `rf-${randomBytes(8).toString('hex')}`,
      at: new Date().toISOString(),
    };
    return { status: 200, body: this.keep({ ...order, refunds: [...order.refunds, made] }) };
  }
}

function refused(problem: string, status = 422): Reply {
  return { status, body: { problem } };
}
