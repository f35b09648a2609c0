import { z } from 'zod';
import type { Arrival } from './faults.ts';

const page = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  nextCursor: z.union([z.string(), z.number()]).nullable(),
});

export type BookKind =
  | 'payments'
  | 'refunds'
  | 'disputes'
  | 'balance_transactions'
  | 'payouts'
  | 'mails'
  | 'sms'
  | 'sms_replies'
  | 'webhooks'
  | 'labels'
  | 'assessments'
  | 'tax_calculations'
  | 'tax_transactions'
  | 'checkout_sessions';

/** The sandbox from outside: its own book, independent of the shop's, and how it is told to behave. */
export class SandboxBook {
  readonly url: string;
  /** Who has it may act at its providers' own doors, past the shop. */
  readonly secret: string | undefined;

  constructor(url: string, secret?: string) {
    this.url = url;
    this.secret = secret;
  }

  async read(kind: BookKind): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const reply = await fetch(`${this.url}/sandbox/book/${kind}?limit=100${query}`);
      const { data, nextCursor } = page.parse(await reply.json());
      rows.push(...data);
      cursor = nextCursor === null ? undefined : String(nextCursor);
    } while (cursor !== undefined);
    return rows;
  }

  /** Every call that arrived since the first fault, oldest first: what retries add is seen here. */
  async arrivals(): Promise<readonly Arrival[]> {
    const reply = await fetch(`${this.url}/sandbox/control/arrivals`);
    return ((await reply.json()) as { data: Arrival[] }).data;
  }

  /**
   * @param path what is controlled, e.g. `faults` or `parcels`
   * @returns what the sandbox says of it
   */
  async control(path: string, body: unknown): Promise<unknown> {
    const reply = await fetch(`${this.url}/sandbox/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!reply.ok)
      throw new Error(`sandbox control ${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  }

  /** From now on it answers as it should. */
  async clearFaults(): Promise<void> {
    const reply = await fetch(`${this.url}/sandbox/control/faults`, { method: 'DELETE' });
    if (!reply.ok) throw new Error(`sandbox: ${reply.status} ${await reply.text()}`);
  }

  /** As after a day: every idempotency key is new to the providers from now on. */
  async forgetKeys(): Promise<void> {
    const reply = await fetch(`${this.url}/sandbox/control/keys`, { method: 'DELETE' });
    if (!reply.ok) throw new Error(`sandbox: ${reply.status} ${await reply.text()}`);
  }

  /** What the person does on the bank's page. */
  async answerChallenge(gatewayUrl: string, outcome: 'complete' | 'fail'): Promise<void> {
    const reply = await fetch(gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome }),
    });
    if (!reply.ok) throw new Error(`challenge: ${reply.status} ${await reply.text()}`);
  }

  /**
   * What the person does on the gateway's own payment page.
   * @returns its answer: 303 who has paid is led back, 402 declined, 410 the page is over
   */
  async payOnPage(pageUrl: string, number = '4242424242424242'): Promise<number> {
    const reply = await fetch(pageUrl, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ number, expiry: '12/40', cvc: '123' }),
    });
    await reply.arrayBuffer();
    return reply.status;
  }

  /** Mails to an address, oldest first, once there are as many as asked. */
  async mailsTo(address: string, atLeast = 1, timeoutMs = 120_000) {
    for (const endMs = Date.now() + timeoutMs; ;) {
      const mails = (await this.read('mails')).filter((mail) =>
        JSON.stringify(mail['to'] ?? mail['recipients']).includes(address),
      );
      if (mails.length >= atLeast || Date.now() > endMs) return mails;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
