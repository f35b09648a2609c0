import { appendFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** One request and its reply, or one webhook, as it went over the wire. */
export interface LoggedExchange {
  readonly system: string;
  readonly method: string;
  /** As it was asked for, with its query; the path of the shop for a webhook. */
  readonly url: string;
  readonly webhook: boolean;
  readonly request: string;
  /** 0 for a webhook: what the shop answers is the shop's own affair. */
  readonly status: number;
  readonly reply: string;
  /** The kind of the fault that struck it, which nobody expects of a vendor. */
  readonly fault: string | null;
}

/** Keeps what goes over the wire in a file, a line of JSON each; only where a test asks for it. */
export class ExchangeLog {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  add(exchange: LoggedExchange): void {
    appendFileSync(this.path, `${JSON.stringify(exchange)}\n`);
  }

  /** After the hooks of the faults: what is kept is what was sent. */
  watch(app: FastifyInstance): void {
    app.addHook('onSend', async (request, reply, payload) => {
      const { system } = request.routeOptions.config;
      if (system === undefined || typeof payload !== 'string') return payload;
      this.add({
        system,
        method: request.method,
        url: request.url,
        webhook: false,
        request: typeof request.body === 'string' ? request.body : '',
        status: reply.statusCode,
        reply: payload,
        fault: request.fault?.kind ?? null,
      });
      return payload;
    });
  }
}
