import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { externalSystems, type ExternalSystemName } from '../../systems.ts';

type SystemName = (typeof externalSystems)[ExternalSystemName]['short'];
const systemNames = Object.values(externalSystems).map(({ short }) => short);

/** How a provider misbehaves. Off until asked for by a control endpoint; forgotten at restart. */
export const faultSchema = z.strictObject({
  /** By its short name, or as the picture names it. */
  system: z.preprocess(
    (name) => externalSystems[name as ExternalSystemName]?.short ?? name,
    z.enum(systemNames),
  ),
  /** e.g. `authorize`, `capture`; every operation of the system when left out. */
  operation: z.string().max(40).optional(),
  kind: z.enum([
    /** Answers late by `delayMs`. */
    'delay',
    /** Executes at once, and answers late by `delayMs`: a webhook overtakes the answer. */
    'late_answer',
    /** Executes, then cuts the connection. */
    'lost_answer',
    /** Cuts the connection before executing. */
    'reset',
    /** Takes the request and falls silent: nothing is executed or answered, the socket stays open. */
    'half_open',
    /** Answers `statusCode` without executing. */
    'status',
    /** Executes, then answers 200 with a web page. */
    'html',
    /** Executes, then sends half of the JSON. */
    'truncated',
    /** Executes, then tells amounts one larger. */
    'other_amount',
    /** Executes, then tells another currency. */
    'other_currency',
    /** Executes, then tells a status that nobody knows. */
    'unknown_status',
  ]),
  delayMs: z.number().int().min(0).max(600_000).default(0),
  /** Added to or taken from `delayMs`, each time another part of it. */
  jitterMs: z.number().int().min(0).max(600_000).default(0),
  statusCode: z.number().int().min(400).max(599).default(503),
  retryAfterSeconds: z.number().int().min(0).max(3_600).optional(),
  /** So many times, then it is over. Until removed when left out. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Strikes this share of the calls. */
  share: z.number().min(0).max(1).default(1),
  /** What is drawn for share and jitter repeats itself with it. */
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
});

export type Fault = z.infer<typeof faultSchema>;

declare module 'fastify' {
  interface FastifyContextConfig {
    system?: SystemName;
    operation?: string;
  }
  interface FastifyRequest {
    fault?: Fault;
  }
}

/** A call that arrived since the first fault was switched on. */
export interface Arrival {
  readonly system: Fault['system'];
  readonly operation: string;
  /** The idempotency key of a command, the address of a question; null where there is neither. */
  readonly subject: string | null;
  readonly atMs: number;
  /** The kind of the fault that struck it. */
  readonly struck: Fault['kind'] | null;
}

const arrivalsStored = 50_000;

interface Active {
  readonly fault: Fault;
  readonly draw: () => number;
}

export class Faults {
  private active: Active[] = [];
  /** Undefined until the first fault: who is never unwell keeps no list. */
  private seen: Arrival[] | undefined;
  /** Calls that arrived, by `system.operation`; shows how much retries amplify. */
  readonly calls: Record<string, number> = {};

  list(): Fault[] {
    return this.active.map(({ fault }) => fault);
  }

  /** Every call since the first fault, also after it is over; of very many the first. */
  arrivals(): readonly Arrival[] {
    return this.seen ?? [];
  }

  add(fault: Fault): void {
    this.seen ??= [];
    this.active.push({ fault, draw: drawFrom(fault.seed) });
  }

  clear(): void {
    this.active = [];
  }

  /** The fault that strikes this call, if any, with the delay drawn for it; uses up one of its times. */
  strike(system: Fault['system'], operation: string, subject: string | null): Fault | undefined {
    const name = `${system}.${operation}`;
    this.calls[name] = (this.calls[name] ?? 0) + 1;
    const found = this.active.find(
      ({ fault, draw }) =>
        fault.system === system &&
        (fault.operation ?? operation) === operation &&
        (fault.share === 1 || draw() < fault.share),
    );
    const { fault } = found ?? {};
    if (this.seen && this.seen.length < arrivalsStored) {
      const struck = fault?.kind ?? null;
      this.seen.push({ system, operation, subject, atMs: Date.now(), struck });
    }
    if (!found || !fault) return undefined;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) this.active = this.active.filter((other) => other !== found);
    }
    const jitteredMs = fault.jitterMs === 0 ? 0 : (found.draw() * 2 - 1) * fault.jitterMs;
    return { ...fault, delayMs: Math.max(0, Math.round(fault.delayMs + jitteredMs)) };
  }
}

/** Numbers from 0 to below 1, the same for the same seed. */
function drawFrom(seed: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha1').update(`${seed} ${drawn}`).digest().readUInt32BE() / 0x1_0000_0000;
  };
}

export function registerFaults(app: FastifyInstance, faults: Faults): void {
  app.addHook('preHandler', async (request, reply) => {
    const { system, operation } = request.routeOptions.config;
    if (system === undefined || operation === undefined) return;
    const fault = faults.strike(system, operation, subjectOf(request));
    if (fault === undefined) return;
    request.fault = fault;
    if (fault.delayMs > 0 && fault.kind !== 'late_answer') await sleep(fault.delayMs);
    if (fault.kind === 'reset') cut(request, reply);
    if (fault.kind === 'half_open') return reply.hijack();
    if (fault.kind === 'status') {
      if (fault.retryAfterSeconds !== undefined) {
        reply.header('retry-after', String(fault.retryAfterSeconds));
      }
      reply.code(fault.statusCode);
      return reply.send({ error: { type: 'api_error', message: 'The provider is unwell' } });
    }
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { fault } = request;
    if (fault === undefined || typeof payload !== 'string' || reply.statusCode >= 400) {
      return payload;
    }
    if (fault.kind === 'late_answer') await sleep(fault.delayMs);
    if (fault.kind === 'lost_answer') cut(request, reply);
    if (fault.kind === 'html') {
      reply.header('content-type', 'text/html');
      return '<!doctype html><title>Maintenance</title><p>We are back soon.';
    }
    if (fault.kind === 'truncated') return payload.slice(0, payload.length / 2);
    return lie(fault, payload);
  });
}

function subjectOf({ headers, method, url }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  if (typeof key === 'string') return key;
  return method === 'GET' ? url : null;
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

/** Names whose numbers are money, in any of the vendors' formats. */
const amountNames =
  /"(amount|amount_capturable|amount_received|amount_total|risk_score)":(\d+(?:\.\d+)?)/g;

function lie(fault: Fault, payload: string): string {
  if (fault.kind === 'other_amount') {
    return payload.replaceAll(amountNames, (_, name: string, amount: string) => {
      return `"${name}":${Number(amount) + 1}`;
    });
  }
  if (fault.kind === 'other_currency') {
    return payload.replaceAll(/"currency":"(\w{3})"/g, (_, currency: string) => {
      return `"currency":"${currency === 'chf' ? 'sek' : 'chf'}"`;
    });
  }
  if (fault.kind === 'unknown_status') {
    return payload.replaceAll(/"(status|status_code|action)":"\w+"/g, '"$1":"contemplating"');
  }
  return payload;
}
