import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { expect } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  openTestKontor,
  type TestKontor,
  type TestKontorOptions,
} from '#platform/test-kit/testing.ts';
import { paymentService } from './service.ts';

interface SandboxPayment {
  id: string;
  status: string;
  amount: number;
  amountReceived: number;
  amountRefunded: number;
  amountWithdrawn?: number;
  metadata: { reference: string };
}
interface SandboxWebhook {
  id: string;
  type: string;
  body: string;
}
interface Fault {
  operation?: string;
  kind: string;
  times?: number;
  delayMs?: number;
  statusCode?: number;
}

/** The payment service on a database of its own, with the sandbox gateway beside it. */
export async function openPayments(
  transport: 'direct' | 'loopback' = 'direct',
  external?: TestKontorOptions['external'],
  settings?: TestKontorOptions['settings'],
) {
  const shop = await openTestKontor({
    services: [paymentService],
    sandbox: true,
    transport,
    ...(external ? { external } : {}),
    ...(settings ? { settings } : {}),
  });
  const payments = shop.client('payment');
  const database = shop.database('payment');
  const gateway = sandboxGateway(shop.sandboxUrl!, shop.sandboxKeys.paymentSecretKey);

  return {
    shop,
    payments,
    database,
    ...gateway,
    ...booksOf(shop, gateway),
    invocation: () => shop.invocation(),
    request: (change: Partial<InputOf<'payment', 'authorizePayment'>> = {}) => ({
      paymentId: newId(),
      checkoutId: newId(),
      orderId: newId(),
      orderNumber: 'K-1',
      amountMinor: 5_000,
      currency: 'EUR',
      method: 'card' as const,
      token: 'pm_card_visa',
      forceChallenge: false,
      returnUrl: 'http://127.0.0.1:1/back',
      ...change,
    }),
    /** Lets anybody pay later with this method, in the channel of `invocation`. */
    async allow(code: 'invoice' | 'cash_on_delivery') {
      const rule = { registered: false, groups: [], ceilingMinor: 100_000_000 };
      const input = { code, active: true, rule };
      must(await payments.putPaymentMethod(input, shop.invocation()), 'allow');
      return { buyer: { customerId: null, groups: [], email: 'ada@example.com' } };
    },
    async authorized(change: Partial<InputOf<'payment', 'authorizePayment'>> = {}) {
      const reply = await payments.authorizePayment(this.request(change), shop.invocation());
      const { payment, status } = must(reply, 'authorize');
      expect(status).toBe('authorized');
      return payment;
    },
    async captured(amountMinor = 5_000, change = {}) {
      const { paymentId } = await this.authorized(change);
      const reply = await payments.capturePayment({ paymentId, amountMinor }, shop.invocation());
      return must(reply, 'capture').payment;
    },
    async now(paymentId: string) {
      const reply = await payments.getPayment({ paymentId, refresh: false }, shop.invocation());
      return must(reply, 'get');
    },
    deliver: (webhook: { body: string }, secret: string = shop.sandboxKeys.paymentWebhookSecret) =>
      payments.receiveWebhook(signedWebhook(webhook.body, secret), shop.invocation()),
    close: () => shop.close(),
  };
}

/** What payment's own database says. */
function booksOf(shop: TestKontor, gateway: ReturnType<typeof sandboxGateway>) {
  const database = shop.database('payment');
  return {
    /** Waits until no settling story is left. */
    async settled() {
      for (let tries = 0; tries < 400; tries += 1) {
        await shop.settle();
        const open = await database.query(
          sql`select from story where next_attempt_at < kontor_now() + interval '15 seconds'`,
        );
        if (open.length === 0) return;
        await shop.kontor.sweep();
        await sleep(25);
      }
      throw new Error('payments did not settle');
    },
    events: async (paymentId: string) =>
      (
        await database.query<{ what: string }>(sql`
          select case when type = 'payment.changed' then data ->> 'change' else type end as what
          from outbox where aggregate_id = ${paymentId} order by aggregate_version`)
      ).map(({ what }) => what),
    reviews: (paymentId: string) =>
      database.query<{ reason: string }>(
        sql`select reason from payment_review where payment_id = ${paymentId}`,
      ),
    /** The ledger balances entry by entry, and its clearing account equals the gateway's book. */
    async expectBalanced() {
      const unbalanced = await database.query(sql`
        select entry_id from ledger_entry left join ledger_posting using (entry_id)
        group by entry_id, currency having sum(amount_minor) filter (where direction = 'debit')
          is distinct from sum(amount_minor) filter (where direction = 'credit')`);
      expect(unbalanced).toEqual([]);
      const clearing = await database.first<{ balance: number }>(sql`
        select coalesce(sum(case direction when 'debit' then amount_minor else -amount_minor end), 0)::bigint
          as balance from ledger_posting join ledger_entry using (entry_id)
        where account = 'gateway_clearing' and kind not like 'settlement%'`);
      const held = await gateway.book<SandboxPayment>('payments');
      const inBook = held.reduce(
        (sum, one) => sum + one.amountReceived - one.amountRefunded - (one.amountWithdrawn ?? 0),
        0,
      );
      expect(clearing?.balance).toBe(inBook);
    },
  };
}

/** Somebody pays on a page of the gateway's: where that leads, or what the page says. */
async function payOn(pageUrl: string, number: string) {
  const response = await request(pageUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ number, expiry: '12 / 40', cvc: '123' }).toString(),
  });
  const words = await response.body.text();
  const { location } = response.headers;
  return { statusCode: response.statusCode, location: String(location ?? ''), words };
}

/** The sandbox's book, its control endpoints, and the gateway's own dashboard. */
function sandboxGateway(url: string, secretKey: string) {
  const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
    const response = await request(url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return (await response.body.json()) as { data: unknown[] };
  };
  const book = async <T>(name: string) =>
    (await send('GET', `/sandbox/book/${name}?limit=1000`)).data as T[];

  return {
    book,
    fault: (fault: Fault) =>
      send('POST', '/sandbox/control/faults', { system: 'payment', ...fault }),
    /** As after a day: every key is new to the gateway from now on. */
    forgetKeys: () => send('DELETE', '/sandbox/control/keys'),
    endRefund: (refundId: string, status: 'succeeded' | 'failed' | 'canceled') =>
      send('POST', '/sandbox/control/refunds', { refundId, status }),
    failCapture: (gatewayPaymentId: string, status: 'failed' | 'canceled') =>
      send('POST', '/sandbox/control/captures', { gatewayPaymentId, status }),
    clearFaults: () => send('DELETE', '/sandbox/control/faults'),
    /** Sends to the bank what came in so far, or says how the bank took a payout. */
    payOut: (asked: object = {}) => send('POST', '/sandbox/control/payouts', asked),
    /** A movement of the balance that nobody here made. */
    addLine: (line: object) => send('POST', '/sandbox/control/balance', line),
    payOn,
    challenge: (gatewayPaymentId: string, outcome: 'complete' | 'fail') =>
      send('POST', `/payment/challenge/${gatewayPaymentId}`, { outcome }),
    dispute: async (gatewayPaymentId: string, asked: object = {}) => {
      const body = { gatewayPaymentId, ...asked };
      const reported: unknown = await send('POST', '/sandbox/control/disputes', body);
      return (reported as { disputeId: string }).disputeId;
    },
    endDispute: (disputeId: string, status: 'under_review' | 'won' | 'lost' | 'warning_closed') =>
      send('POST', '/sandbox/control/disputes', { disputeId, status }),
    report: (type: string, object: object) =>
      send('POST', '/sandbox/control/events', { type, object }),
    async gateway(path: string, form: Record<string, string>, key?: string) {
      const response = await request(`${url}/v1/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secretKey}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: new URLSearchParams(form).toString(),
      });
      expect(response.statusCode).toBe(200);
      await response.body.dump();
    },
    bookOf: async (paymentId: string) =>
      (await book<SandboxPayment>('payments')).filter(
        ({ metadata }) => metadata.reference === paymentId,
      ),
    webhooks: () => book<SandboxWebhook>('webhooks'),
    calls: async () => (await send('GET', '/sandbox/book/counts')) as unknown as { calls: object },
    webhooksOf: async (gatewayPaymentId: string) =>
      (await book<SandboxWebhook>('webhooks')).filter(({ body }) =>
        body.includes(gatewayPaymentId),
      ),
  };
}

export type OpenPayments = Awaited<ReturnType<typeof openPayments>>;

export function signedWebhook(body: string, secret: string) {
  const seconds = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return {
    rawBodyBase64: Buffer.from(body).toString('base64'),
    clientAddress: '127.0.0.1',
    provider: 'stripe',
    headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
  };
}
