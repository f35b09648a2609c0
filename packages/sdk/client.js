import createClient from 'openapi-fetch';

/**
 * What the shop refused, as its problem details say it (RFC 9457).
 *
 * `code` is stable and what programs go by; `detail` says to people what happened and what to do.
 */
export class KontorProblem extends Error {
  name = 'KontorProblem';

  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string, traceId?: string, errors?: unknown[], details?: unknown }} problem
   * @param {number | undefined} retryAfterSeconds
   */
  constructor(status, problem, retryAfterSeconds) {
    super(problem.detail ?? problem.title ?? `The shop answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.traceId = problem.traceId;
    this.errors = problem.errors ?? [];
    this.details = problem.details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A client of one shop; see `client.d.ts` for what it is told. */
export function createKontor({ url = '', token, session, channel, language, fetch } = {}) {
  const client = createClient({
    baseUrl: url,
    ...(fetch ? { fetch } : {}),
    ...(session ? { credentials: 'same-origin' } : {}),
  });
  client.use({
    onRequest({ request }) {
      const { headers } = request;
      const shown = typeof token === 'function' ? token() : token;
      if (shown && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${shown}`);
      if (session === 'staff') headers.set('Kontor-Session', 'staff');
      if (channel && !headers.has('Channel')) headers.set('Channel', channel);
      const spoken = typeof language === 'function' ? language() : language;
      if (spoken && !headers.has('Accept-Language')) headers.set('Accept-Language', spoken);
      return request;
    },
  });
  return client;
}

/** What was answered. */
export async function told(asked) {
  const { data, error, response } = await asked;
  if (response.ok) return data;
  const after = Number(response.headers.get('retry-after'));
  const problem = error !== null && typeof error === 'object' ? error : {};
  throw new KontorProblem(response.status, problem, after > 0 ? after : undefined);
}

/** For one intention: send it again with the same key, and it happens once. */
export function newIdempotencyKey() {
  return globalThis.crypto.randomUUID();
}
