import { randomUUID } from 'node:crypto';

/** A reply of the public API as a client sees it. */
export interface ApiReply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
  readonly text: string;
}

export interface ApiRequest {
  /** Bytes go as they are, all else as JSON. */
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Speaks to the public API over HTTP with one bearer token. Never throws for a status. */
export class ApiClient {
  readonly url: string;
  token: string | undefined;
  /** Waits no longer for an answer; as long as it takes unless set. */
  patienceMs: number | undefined;
  /** Asked of each 503 whether the same is sent again, as a client's library does. Never unless set. */
  sendsAgain: ((path: string, before: number) => Promise<boolean>) | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  get<Body = Record<string, unknown>>(path: string, request: ApiRequest = {}) {
    return this.send<Body>('GET', path, request);
  }

  /** Sends a fresh Idempotency-Key unless one is given. */
  post<Body = Record<string, unknown>>(path: string, body?: unknown, request: ApiRequest = {}) {
    return this.send<Body>('POST', path, { key: randomUUID(), ...request, body: body ?? {} });
  }

  patch<Body = Record<string, unknown>>(path: string, body: unknown, request: ApiRequest = {}) {
    return this.send<Body>('PATCH', path, { ...request, body });
  }

  put<Body = Record<string, unknown>>(path: string, body: unknown, request: ApiRequest = {}) {
    return this.send<Body>('PUT', path, { ...request, body });
  }

  async send<Body>(method: string, path: string, request: ApiRequest): Promise<ApiReply<Body>> {
    for (let before = 0; ; before += 1) {
      const reply = await this.sendOnce<Body>(method, path, request);
      if (reply.status !== 503 || !(await this.sendsAgain?.(path, before))) return reply;
    }
  }

  private async sendOnce<Body>(
    method: string,
    path: string,
    request: ApiRequest,
  ): Promise<ApiReply<Body>> {
    const { body } = request;
    const type = body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
    const reply = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(request.key ? { 'idempotency-key': request.key } : {}),
        ...request.headers,
      },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
      ...(this.patienceMs ? { signal: AbortSignal.timeout(this.patienceMs) } : {}),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: reply.status,
      text,
      body: (isJson && text ? JSON.parse(text) : {}) as Body,
      headers: reply.headers,
    };
  }
}

/** Takes the body of a reply that must have the status; anything else names what came. */
export function expectStatus<Body>(reply: ApiReply<Body>, status: number): Body {
  if (reply.status !== status) {
    throw new Error(`expected ${status}, got ${reply.status}: ${reply.text.slice(0, 600)}`);
  }
  return reply.body;
}
