import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyText } from './request-body.ts';
import { firstFault, type Encoding, type WireFault } from './wire-faults.ts';
import { parseForm } from './wire-form.ts';
import type { Shape } from './wire-shape.ts';

/** An answer in a vendor's own words. */
export interface Refusal {
  readonly statusCode: number;
  /** JSON; empty where the vendor says nothing. */
  readonly body: string;
}

/** How a vendor reads requests, and how it refuses them. */
export interface Dialect {
  readonly encoding: Encoding;
  /** The body as names and values, or why it cannot be read at all. */
  read(text: string, contentType: string): { readonly value: unknown } | Refusal;
  refuse(fault: WireFault): Refusal;
  /** For an address or method that the vendor does not have. */
  unknownPath(method: string, path: string, isKnown: boolean): Refusal;
}

/** What an operation of a vendor takes. */
export interface Wants {
  readonly dialect: Dialect;
  readonly body?: Shape;
  readonly query?: Shape;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    wants?: Wants;
  }
}

/**
 * Refuses what a vendor would refuse, by its description, before anything is done or kept. An
 * operation without a description cannot be registered: it would take anything.
 */
export function registerDescribedRequests(app: FastifyInstance): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.system === undefined || config.wants !== undefined) return;
    throw new Error(`${String(method)} ${url} does not say what it takes: give it \`wants\``);
  });
  // After the faults: a provider that is unwell reads nothing.
  app.addHook('preHandler', async (request, reply) => {
    const { wants } = request.routeOptions.config;
    const refusal = wants && refusalOf(request, wants);
    if (refusal) return sendRefusal(reply, refusal);
  });
}

function refusalOf(request: FastifyRequest, wants: Wants): Refusal | undefined {
  const { dialect, body, query } = wants;
  if (query !== undefined) {
    const [, text = ''] = request.url.split(/\?(.*)/s);
    const fault = firstFault(query, parseForm(text), 'form');
    if (fault !== undefined) return dialect.refuse(fault);
  }
  if (body === undefined) return undefined;
  const read = dialect.read(bodyText(request), request.headers['content-type'] ?? '');
  if ('statusCode' in read) return read;
  const fault = firstFault(body, read.value, dialect.encoding);
  return fault && dialect.refuse(fault);
}

export function sendRefusal(reply: FastifyReply, { statusCode, body }: Refusal): FastifyReply {
  return reply.code(statusCode).header('content-type', 'application/json').send(body);
}

/** Whether a form was sent; who says nothing about it is believed. */
export function saysForm(contentType: string): boolean {
  return contentType === '' || contentType.startsWith('application/x-www-form-urlencoded');
}
