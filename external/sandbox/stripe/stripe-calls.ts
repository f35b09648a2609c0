import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Book } from '../book/book.ts';

export interface StripeAnswer {
  statusCode: number;
  body: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Scope and Idempotency-Key, where the client sent one. */
    stripeKey?: string;
  }
}

export function stripeError(
  statusCode: number,
  error: { type: string; code?: string; message: string } & Record<string, unknown>,
): StripeAnswer {
  return { statusCode, body: JSON.stringify({ error }) };
}

const keyLettersMax = 255;

/** Refuses foreign keys, and a second request whose key is still in flight, as Stripe does. */
export function registerStripeCalls(app: FastifyInstance, secretKeys: string[]): void {
  const inFlight = new Set<string>();
  const basic = (key: string): string => Buffer.from(`${key}:`).toString('base64');
  const accepted = new Set(secretKeys.flatMap((key) => [`Bearer ${key}`, `Basic ${basic(key)}`]));
  app.addHook('preValidation', async (request, reply) => {
    const { system } = request.routeOptions.config;
    if (system !== 'payment' && system !== 'tax') return;
    const { authorization } = request.headers;
    if (!accepted.has(authorization ?? '')) {
      const type = 'invalid_request_error';
      const missing = 'You did not provide an API key: send it in the Authorization header.';
      const message = authorization === undefined ? missing : 'Invalid API Key provided';
      return answer(reply, stripeError(401, { type, message }));
    }
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || request.method !== 'POST') return;
    if (key.length > keyLettersMax) {
      const message = `Keys for idempotent requests can have up to ${keyLettersMax} characters`;
      return answer(reply, stripeError(400, { type: 'idempotency_error', message }));
    }
    const scoped = `${system} ${key}`;
    if (inFlight.has(scoped)) {
      const message = 'There is currently another in-progress request using this Idempotency Key';
      const error = { type: 'idempotency_error', code: 'idempotency_key_in_use', message };
      return answer(reply, stripeError(409, error));
    }
    inFlight.add(scoped);
    request.stripeKey = scoped;
    reply.raw.once('close', () => inFlight.delete(scoped));
  });
}

/** Effect and reply are kept in one transaction; the same key and body gets the same reply. */
export function executeOnce(
  book: Book,
  request: FastifyRequest,
  reply: FastifyReply,
  execute: () => StripeAnswer,
): FastifyReply {
  const key = request.stripeKey;
  if (key === undefined) return answer(reply, book.write(execute));
  const fingerprint = createHash('sha1')
    .update(`${request.url}\n${String(request.body)}`)
    .digest('base64');
  const before = book.reply(key);
  if (before === undefined) {
    const result = book.write(() => {
      const executed = execute();
      book.keepReply(key, { fingerprint, ...executed });
      return executed;
    });
    return answer(reply, result);
  }
  if (before.fingerprint !== fingerprint) {
    const message = 'Keys for idempotent requests can only be used with the same parameters';
    return answer(reply, stripeError(400, { type: 'idempotency_error', message }));
  }
  return answer(reply.header('idempotent-replayed', 'true'), before);
}

export function answer(reply: FastifyReply, { statusCode, body }: StripeAnswer): FastifyReply {
  return reply.code(statusCode).header('content-type', 'application/json').send(body);
}
