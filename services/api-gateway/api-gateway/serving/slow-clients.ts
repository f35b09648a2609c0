import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { overloaded, requestTimeout } from '../replies/refusals.ts';
import { sendRefusal } from '../answering/send-reply.ts';

/**
 * What a slow client holds while it keeps us waiting, and how much of it there may be. Where there
 * is more, the one that has waited longest is ended: whoever sends and reads in time waits for
 * milliseconds and is never turned away for others.
 */
export interface ServingLimits {
  /** Requests served at once, none of which waits for its client; more are told to come back. */
  readonly inFlight: number;
  /** Requests whose body is not there yet, of all clients and of one network. */
  readonly unreadBodies: number;
  readonly unreadBodiesOfOne: number;
  /** Answers that their clients have not taken yet. */
  readonly unreadAnswers: number;
  /** Connections, of which a tenth is kept free for those who come. */
  readonly connections: number;
  /** How long headers and a whole request may take, a connection rest, and an answer wait. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  readonly silentMs: number;
  /** How long a client may take for a whole answer, however it drips. */
  readonly answerMs: number;
}

export const servingLimits: ServingLimits = {
  inFlight: 2_000,
  unreadBodies: 1_000,
  unreadBodiesOfOne: 64,
  unreadAnswers: 2_000,
  connections: 5_000,
  headersMs: 10_000,
  requestMs: 15_000,
  idleMs: 65_000,
  silentMs: 20_000,
  answerMs: 60_000,
};

/** Things that wait for a client, the oldest first. */
class Waiting<Item> {
  private readonly items = new Set<Item>();
  private readonly limit: number;
  private readonly end: (item: Item) => void;

  constructor(limit: number, end: (item: Item) => void) {
    this.limit = limit;
    this.end = end;
  }

  get size(): number {
    return this.items.size;
  }

  /** As the youngest; when that is one too many, the oldest is ended. */
  add(item: Item): void {
    this.items.delete(item);
    this.items.add(item);
    if (this.items.size > this.limit) this.endOldest();
  }

  delete(item: Item): void {
    this.items.delete(item);
  }

  endOldest(): void {
    const oldest = this.items.values().next();
    if (oldest.done) return;
    this.items.delete(oldest.value);
    this.end(oldest.value);
  }
}

/** Counts the requests being served, and holds no place for a client that keeps us waiting. */
export class SlowClients {
  private readonly limits: ServingLimits;
  private readonly bodies: Waiting<FastifyReply>;
  private readonly bodiesByNetwork = new Map<string, Waiting<FastifyReply>>();
  private readonly answers: Waiting<FastifyReply>;
  /** Connections on which no request is being served. */
  private readonly resting: Waiting<Socket>;
  private readonly serving = new Set<FastifyReply>();

  constructor(limits: ServingLimits) {
    this.limits = limits;
    this.bodies = new Waiting(limits.unreadBodies, endRequest);
    this.answers = new Waiting(limits.unreadAnswers, (reply) => reply.raw.destroy());
    this.resting = new Waiting(limits.connections, (socket) => socket.destroy());
  }

  watch(app: FastifyInstance): void {
    const { connections, silentMs } = this.limits;
    let open = 0;
    app.server.maxConnections = connections;
    app.server.setTimeout(silentMs);
    app.server.on('connection', (socket) => {
      open += 1;
      socket.once('close', () => {
        open -= 1;
        this.resting.delete(socket);
      });
      this.resting.add(socket);
      if (open > connections * 0.9) this.resting.endOldest();
    });
    app.addHook('preParsing', (request, reply, _payload, done) => {
      if (hasBody(request)) this.awaitBody(request, reply);
      done();
    });
    app.addHook('preValidation', (request, reply, done) => {
      if (!hasBody(request)) done();
      else {
        this.forgetBody(request, reply);
        if (this.begin(reply)) done();
        else sendRefusal(request, reply, overloaded);
      }
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      this.forgetBody(request, reply);
      // A stream ends who does not take it itself (`hints/hint-stream.ts`).
      const isStream = request.routeOptions.config.prepared?.route.streams;
      if (this.serving.delete(reply) && !isStream) this.awaitTaking(reply);
      done(null, payload);
    });
  }

  /** What is not taken in time is not kept for whoever reads a little now and then. */
  private awaitTaking(reply: FastifyReply): void {
    this.answers.add(reply);
    const late = setTimeout(() => reply.raw.destroy(), this.limits.answerMs);
    reply.raw.once('close', () => clearTimeout(late));
  }

  /** A request has come with its headers; false when more are served than can be served well. */
  begins(request: FastifyRequest, reply: FastifyReply): boolean {
    const { socket } = request.raw;
    this.resting.delete(socket);
    // Also when the client went away, of which Fastify's own hook is not told.
    reply.raw.once('close', () => {
      this.serving.delete(reply);
      this.answers.delete(reply);
      this.forgetBody(request, reply);
      if (!socket.destroyed) this.resting.add(socket);
    });
    return this.begin(reply);
  }

  private begin(reply: FastifyReply): boolean {
    this.serving.add(reply);
    return this.serving.size <= this.limits.inFlight;
  }

  private awaitBody({ scope }: FastifyRequest, reply: FastifyReply): void {
    const { network } = scope.client;
    let ofOne = this.bodiesByNetwork.get(network);
    if (ofOne === undefined) {
      ofOne = new Waiting(this.limits.unreadBodiesOfOne, endRequest);
      this.bodiesByNetwork.set(network, ofOne);
    }
    this.serving.delete(reply);
    this.bodies.add(reply);
    ofOne.add(reply);
  }

  private forgetBody({ scope }: FastifyRequest, reply: FastifyReply): void {
    const { network } = scope.client;
    const ofOne = this.bodiesByNetwork.get(network);
    if (ofOne === undefined) return;
    this.bodies.delete(reply);
    ofOne.delete(reply);
    if (ofOne.size === 0) this.bodiesByNetwork.delete(network);
  }
}

/** Told why, if it still listens; what else it sends is not read. */
function endRequest(reply: FastifyReply): void {
  if (reply.sent) return;
  reply.header('Connection', 'close');
  sendRefusal(reply.request, reply, requestTimeout);
}

export function hasBody({ method, headers }: FastifyRequest): boolean {
  // The body of a GET has no meaning, and nobody reads it.
  if (method === 'GET' || method === 'HEAD') return false;
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
