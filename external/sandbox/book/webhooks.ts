import { createHmac, randomBytes, sign, type KeyObject } from 'node:crypto';
import { Agent, request } from 'undici';
import type { CarrierKeys } from './carrier-keys.ts';
import type { Book, Shelf } from './book.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { twilioSignature } from '../sms/twilio-signature.ts';

export interface Webhook {
  id: string;
  system: 'payment' | 'carrier' | 'sms' | 'mail';
  type: string;
  /** Where it goes, if not to the shop's own address for this system. */
  url?: string | undefined;
  /** Sent byte by byte as it stands. */
  body: string;
  state: 'pending' | 'delivered' | 'given_up';
  attempts: number;
  createdAt: string;
  lastStatus: number | string | null;
}

/** What webhooks are signed with. */
export interface SigningKeys {
  readonly paymentWebhookSecret: string;
  readonly carrier: CarrierKeys;
  readonly smsAuthToken: string;
  readonly mailReportKey: KeyObject;
}

const paths = {
  payment: '/v1/webhooks/payment-gateway/stripe',
  carrier: '/v1/webhooks/shipping-provider/shipengine',
  sms: '/v1/webhooks/sms/twilio',
  mail: '/v1/webhooks/email/smtp',
};
const attemptsMax = 14;
const firstRetryMs = 500;
const retryCapMs = 60_000;
const concurrencyMax = 8;
const deliveryTimeoutMs = 15_000;

/** Delivers until 2xx, and sleeps without a timer while there is nothing to deliver. */
export class WebhookSender {
  private readonly book: Book;
  private readonly keys: SigningKeys;
  private readonly shelf: Shelf<Webhook>;
  private readonly agent = new Agent({ keepAliveTimeout: 4_000, connections: concurrencyMax });
  private readonly inFlight = new Set<string>();
  /** Told what is sent, where a test asks for it. */
  log: ExchangeLog | undefined;
  private timer: NodeJS.Timeout | undefined;
  private target: string | undefined;
  private held = false;
  private closed = false;

  constructor(book: Book, keys: SigningKeys, baseUrl: string | undefined) {
    this.keys = keys;
    this.book = book;
    this.shelf = book.shelf<Webhook>('webhooks');
    this.target = baseUrl;
  }

  get baseUrl(): string | undefined {
    return this.target;
  }

  /** The shop may come back on another port. */
  aimAt(baseUrl: string): void {
    this.target = baseUrl.replace(/\/$/, '');
    this.wake();
  }

  /** Within the transaction of the change it tells of; call `wake` after the commit. */
  enqueue(webhook: Pick<Webhook, 'id' | 'system' | 'type' | 'body' | 'url'>, afterMs = 0): void {
    const created = new Date();
    this.shelf.insert(
      {
        ...webhook,
        state: 'pending',
        attempts: 0,
        createdAt: created.toISOString(),
        lastStatus: null,
      },
      null,
      created.getTime() + afterMs,
    );
  }

  hold(): void {
    this.held = true;
  }

  /** Delivers what was held one after the other in the given order, then as usual. */
  async release(order: 'oldest_first' | 'newest_first' | 'shuffled'): Promise<number> {
    const held = this.shelf.due(Number.MAX_SAFE_INTEGER, 10_000);
    if (order === 'newest_first') held.reverse();
    if (order === 'shuffled') held.sort(() => Math.random() - 0.5);
    for (const webhook of held) await this.deliver(webhook);
    this.held = false;
    this.wake();
    return held.length;
  }

  /** Delivers these of what is held, in this order, one after the other. Answers with the shop's statuses. */
  async deliverHeld(ids: readonly string[]): Promise<(number | string | undefined)[]> {
    const statuses: (number | string | undefined)[] = [];
    for (const id of ids) {
      const webhook = this.shelf.get(id);
      statuses.push(webhook && (await this.deliver(webhook)));
    }
    return statuses;
  }

  /** Duplicates: the same event with the same id once more. Answers with the shop's statuses. */
  async redeliver(id: string, times: number): Promise<(number | string)[] | undefined> {
    const webhook = this.shelf.get(id);
    if (webhook === undefined) return undefined;
    return Promise.all(Array.from({ length: times }, () => this.send(webhook)));
  }

  wake(): void {
    if (this.closed || this.held || this.target === undefined) return;
    setImmediate(() => this.pump());
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.agent.destroy();
  }

  private pump(): void {
    if (this.closed || this.held || this.target === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    // Nothing is told that a death could still undo.
    this.book.flush();
    const free = concurrencyMax - this.inFlight.size;
    if (free <= 0) return;
    const due = this.shelf.due(Date.now(), concurrencyMax * 2);
    for (const webhook of due.filter(({ id }) => !this.inFlight.has(id)).slice(0, free)) {
      void this.deliver(webhook).then(() => this.wake());
    }
    if (this.inFlight.size > 0) return;
    const nextAtMs = this.shelf.nextDueAtMs();
    if (nextAtMs === undefined) return;
    this.timer = setTimeout(() => this.pump(), Math.max(5, nextAtMs - Date.now()));
  }

  private async deliver(webhook: Webhook): Promise<number | string> {
    this.inFlight.add(webhook.id);
    const lastStatus = await this.send(webhook);
    if (this.closed) return lastStatus;
    const attempts = webhook.attempts + 1;
    const delivered = typeof lastStatus === 'number' && lastStatus >= 200 && lastStatus < 300;
    // Twilio asks once more where nobody was there, and takes every answer for one.
    const over = typeof lastStatus === 'number' ? 1 : 2;
    const givenUp = !delivered && attempts >= (webhook.system === 'sms' ? over : attemptsMax);
    const state = delivered ? 'delivered' : givenUp ? 'given_up' : 'pending';
    const dueAtMs = state === 'pending' ? Date.now() + retryDelayMs(attempts) : null;
    this.shelf.update({ ...webhook, attempts, state, lastStatus }, dueAtMs);
    this.inFlight.delete(webhook.id);
    return lastStatus;
  }

  private async send(webhook: Webhook): Promise<number | string> {
    if (this.target === undefined) return 'no_target';
    const url = webhook.url ?? this.target + paths[webhook.system];
    this.log?.add({
      system: webhook.system,
      method: 'POST',
      url: new URL(url).pathname,
      webhook: true,
      request: webhook.body,
      status: 0,
      reply: '',
      fault: null,
    });
    try {
      const response = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: headersOf(webhook, url, this.keys),
        body: webhook.body,
        headersTimeout: deliveryTimeoutMs,
        bodyTimeout: deliveryTimeoutMs,
      });
      await response.body.dump();
      return response.statusCode;
    } catch (error) {
      return (error as { code?: string }).code ?? 'failed';
    }
  }
}

function retryDelayMs(attempts: number): number {
  const ceilingMs = Math.min(retryCapMs, firstRetryMs * 2 ** (attempts - 1));
  return Math.round(ceilingMs / 2 + (Math.random() * ceilingMs) / 2);
}

function headersOf(webhook: Webhook, url: string, keys: SigningKeys): Record<string, string> {
  const { id, system, body } = webhook;
  if (system === 'sms') {
    return {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilioSignature(keys.smsAuthToken, url, body),
      'i-twilio-idempotency-token': id,
    };
  }
  const type = { 'content-type': 'application/json' };
  if (system === 'carrier') return { ...type, ...keys.carrier.headersFor(body) };
  const seconds = Math.floor(Date.now() / 1_000);
  if (system === 'mail') {
    const signature = sign('sha256', Buffer.from(`${seconds}${body}`), keys.mailReportKey);
    return {
      ...type,
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
      'x-twilio-email-event-webhook-timestamp': String(seconds),
    };
  }
  const hmac = createHmac('sha256', keys.paymentWebhookSecret);
  const signature = hmac.update(`${seconds}.${body}`).digest('hex');
  return { ...type, 'stripe-signature': `t=${seconds},v1=${signature}` };
}

export function eventId(): string {
  return `evt_${Date.now().toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;
}
