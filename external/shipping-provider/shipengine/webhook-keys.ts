import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { ExternalCall, Unknown } from '../../exchange/external-call.ts';
import { Exchange, parseJson, unknown } from '../../exchange/exchange.ts';

const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().min(1).max(200) })).max(100),
});

/** After this a key is asked for again, so that one that was taken back is not believed for long. */
const retentionMs = 3_600_000;
/** Anybody may name a key that nobody has: the vendor is asked so often at once, and once a while. */
const asksAtOnce = 5;
const nextAskMs = 10_000;

/** The vendor's public keys by id, as it publishes them; read when one is needed that is not known. */
export class WebhookKeys {
  private readonly exchange: Exchange;
  private readonly path: string;
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private readMs = Number.NEGATIVE_INFINITY;
  private asksLeft = asksAtOnce;
  private asksCountedMs = performance.now();
  private reading: Promise<{ status: 'fetched' } | Unknown> | undefined;

  constructor(url: string, timeoutMs: number) {
    const { pathname, search, origin } = new URL(url);
    this.path = `${pathname}${search}`;
    this.exchange = new Exchange({ baseUrl: origin, timeoutMs, headers: {} });
  }

  /** Undefined where it is not known, or was read too long ago. */
  get(id: string): KeyObject | undefined {
    return performance.now() - this.readMs > retentionMs ? undefined : this.keys.get(id);
  }

  /** Takes what is published now for all there is. Those who ask at once share one question. */
  async fetch(call?: ExternalCall): Promise<{ status: 'fetched' } | Unknown> {
    this.reading ??= this.read(call).finally(() => (this.reading = undefined));
    return this.reading;
  }

  close(): Promise<void> {
    return this.exchange.close();
  }

  private async read(call?: ExternalCall): Promise<{ status: 'fetched' } | Unknown> {
    if (!this.mayAsk()) return unknown('rate_limited', 'no', 'the keys were read a moment ago');
    const question = { method: 'GET' as const, path: this.path, idempotent: true };
    const answer = await this.exchange.send(question, call);
    if (answer.status === 'unknown') return answer;
    const parsed = jwksSchema.safeParse(parseJson(answer.text));
    if (answer.statusCode >= 400 || !parsed.success) {
      return unknown('invalid_answer', 'no', `no keys, status ${answer.statusCode}`);
    }
    this.keys = new Map(parsed.data.keys.flatMap((jwk) => readKey(jwk)));
    this.readMs = performance.now();
    return { status: 'fetched' };
  }

  private mayAsk(): boolean {
    const nowMs = performance.now();
    const regained = Math.floor((nowMs - this.asksCountedMs) / nextAskMs);
    if (regained > 0) {
      this.asksLeft = Math.min(asksAtOnce, this.asksLeft + regained);
      this.asksCountedMs = nowMs;
    }
    if (this.asksLeft === 0) return false;
    this.asksLeft -= 1;
    return true;
  }
}

/** Keys of other kinds may stand beside; they sign nothing that we are sent. */
function readKey(jwk: { kid: string; kty: string }): [string, KeyObject][] {
  if (jwk.kty !== 'RSA') return [];
  try {
    return [[jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]];
  } catch {
    return [];
  }
}
