import { setTimeout as sleep } from 'node:timers/promises';

/** How the shop is reached: its address, an API key, the channel that prices are for. */
export interface ShopAccess {
  readonly url: string;
  readonly key: string;
  readonly channel: string;
}

export type Posted<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly detail: string };

const attemptsLimit = 6;
const timeoutMs = 60_000;

/** Posts JSON, as `ask` does. */
export function post<Value>(
  access: ShopAccess,
  path: string,
  body: unknown,
): Promise<Posted<Value>> {
  return ask(access, 'POST', path, body);
}

/**
 * Asks the shop's API. A shop that is busy or away for a moment is asked again, so what is sent must
 * be harmless a second time; a refusal is an answer. Throws when the shop stays away.
 */
export async function ask<Value>(
  access: ShopAccess,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Posted<Value>> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= attemptsLimit;
    const response = await send(access, method, path, body).catch((error: unknown) => {
      if (last) throw unreachable(access.url, error);
      return undefined;
    });
    if (response?.status === 204) return { ok: true, value: undefined as Value };
    if (response?.ok) return { ok: true, value: (await response.json()) as Value };
    const busy = response === undefined || response.status === 429 || response.status >= 500;
    if (response && (!busy || last)) return refusalOf(response);
    const waitSeconds = Number(response?.headers.get('retry-after'));
    await response?.body?.cancel();
    await sleep(Math.min(30_000, waitSeconds > 0 ? waitSeconds * 1_000 : 100 * 2 ** attempt));
  }
}

function send(access: ShopAccess, method: string, path: string, body: unknown): Promise<Response> {
  return fetch(new URL(path, access.url), {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      Authorization: `Bearer ${access.key}`,
      Channel: access.channel,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
}

async function refusalOf(response: Response): Promise<Posted<never>> {
  const problem = (await response.json().catch(() => ({}))) as Partial<
    Record<'code' | 'detail' | 'title', string>
  >;
  return {
    ok: false,
    status: response.status,
    code: problem.code ?? String(response.status),
    detail: problem.detail ?? problem.title ?? response.statusText,
  };
}

function unreachable(url: string, error: unknown): Error {
  const cause = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
  return new Error(`The shop at ${url} does not answer (${cause}). Start it with npm start.`);
}
