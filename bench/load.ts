import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

export interface LoadResult {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** Runs `work` from so many callers at once until the time or the count is up. Bounded in both. */
export async function load(
  callers: number,
  limit: { seconds: number; count?: number },
  work: (caller: number) => Promise<void>,
): Promise<LoadResult> {
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const beganMs = performance.now();
  const endMs = beganMs + limit.seconds * 1_000;
  let begun = 0;
  const most = limit.count ?? Number.POSITIVE_INFINITY;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < endMs && begun < most) {
        begun += 1;
        const startMs = performance.now();
        try {
          await work(caller);
          times.push(performance.now() - startMs);
        } catch (error) {
          const name = error instanceof Error ? error.message.slice(0, 120) : String(error);
          errors[name] = (errors[name] ?? 0) + 1;
        }
      }
    }),
  );
  const seconds = (performance.now() - beganMs) / 1_000;
  times.sort((left, right) => left - right);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    count: times.length,
    seconds,
    perSecond: times.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    errors,
  };
}

/** A cheap HTTP client: keep-alive connections, JSON both ways, throws for what was not expected. */
export class LoadClient {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  async send<Body>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    token: string | undefined,
    body?: unknown,
  ): Promise<Body> {
    const reply = await this.pool.request({
      method,
      path,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) {
      throw new Error(
        `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, '…')} ${reply.statusCode} ${text.slice(0, 200)}`,
      );
    }
    return JSON.parse(text) as Body;
  }

  /** Reads and lets go of the body. */
  async fetch(path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const reply = await this.pool.request({ method: 'GET', path, headers });
    await reply.body.dump();
    if (reply.statusCode !== 200) throw new Error(`GET ${path.slice(0, 40)} ${reply.statusCode}`);
  }

  /** A page as it is sent to whoever takes no compression. */
  async text(path: string): Promise<string> {
    const reply = await this.pool.request({
      method: 'GET',
      path,
      headers: { accept: 'text/html' },
    });
    const text = await reply.body.text();
    if (reply.statusCode !== 200) throw new Error(`GET ${path.slice(0, 40)} ${reply.statusCode}`);
    return text;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
