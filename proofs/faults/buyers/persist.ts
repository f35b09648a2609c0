import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiReply } from '#journeys/people/api-client.ts';
import type { Seeded } from '../injections/seeded.ts';

/** What clients met while they persisted. */
export class Experience {
  /** Replies by status; 0 counts requests without a reply. */
  readonly statuses: Record<number, number> = {};
  /** The longest that a 503 let its client wait. */
  slowestRefusalMs = 0;
  /** Refusals that do not say when to come back. */
  withoutRetryAfter = 0;
  /** Replies that no client should ever get, such as a 500. */
  readonly unexpected: string[] = [];

  note(reply: ApiReply<unknown> | undefined, tookMs: number): void {
    const status = reply?.status ?? 0;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status !== 503) return;
    this.slowestRefusalMs = Math.max(this.slowestRefusalMs, tookMs);
    if (!reply?.headers.has('retry-after')) this.withoutRetryAfter += 1;
  }
}

/** 408: a server that had much to do read the request too late; the same may be sent again. */
export const waits: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
const conflictsThatWait = new Set([
  'idempotency_key_in_flight',
  'completion_in_progress',
  'idempotency_in_flight',
]);

/**
 * Sends the same request again, as a client's library does, until there is an answer that stands.
 * @throws when there is none within `limitMs`
 */
export async function persist<Body>(
  send: () => Promise<ApiReply<Body>>,
  random: Seeded,
  experience: Experience = new Experience(),
  limitMs = 300_000,
): Promise<ApiReply<Body>> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const sentMs = performance.now();
    const reply = await send().catch((error: unknown) => {
      if (isNetwork(error)) return undefined;
      throw error;
    });
    experience.note(reply, performance.now() - sentMs);
    if (reply && !mustWait(reply)) return reply;
    if (performance.now() > endMs) {
      throw new Error(
        `no answer that stands in ${limitMs} ms; the last was ${reply ? `${reply.status} ${reply.text.slice(0, 300)}` : 'no reply'}`,
      );
    }
    await sleep(random.between(50, 250));
  }
}

function mustWait(reply: ApiReply<unknown>): boolean {
  if (waits.has(reply.status)) return true;
  const { code } = reply.body as { code?: string };
  return reply.status === 409 && code !== undefined && conflictsThatWait.has(code);
}

/** What `fetch` throws when there was no reply. */
function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof TypeError || error.name === 'TimeoutError' || error.name === 'AbortError';
}
