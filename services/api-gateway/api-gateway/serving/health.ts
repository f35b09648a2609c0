import type { FastifyInstance } from 'fastify';
import { systemActor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { GatewayCalls } from '../desk/use-case.ts';

const answerTimeMs = 2_000;
const rememberedMs = 1_000;

type Probe = (invocation: Invocation) => Promise<unknown>;

/**
 * One question for each service that the gateway calls, about a thing that is not there: a service
 * that answers "not found" has asked its database.
 */
function probesOf(call: GatewayCalls): Readonly<Record<string, Probe>> {
  return {
    auth: (invocation) => call.auth.getJwks({}, invocation),
    product: (invocation) => call.product.getSellableVariants({ skus: ['-'] }, invocation),
    cart: (invocation) => call.cart.getCart({ cartId: newId() }, invocation),
    checkout: (invocation) => call.checkout.getCheckout({ checkoutId: newId() }, invocation),
    order: (invocation) => call.order.getOrder({ orderId: newId() }, invocation),
    fulfillment: (invocation) =>
      call.fulfillment.getFulfillment({ fulfillmentId: newId() }, invocation),
    customer: (invocation) => call.customer.getCustomer({ customerId: newId() }, invocation),
  };
}

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or `no_answer` by service; `draining` for all of them while the gateway stops. */
  readonly services: Readonly<Record<string, string>>;
}

/** Whether the services answer, asked once a second at most. */
export class Health {
  draining = false;
  private readonly probes: Readonly<Record<string, Probe>>;
  private last: { atMs: number; readiness: Promise<Readiness> } | undefined;

  constructor(call: GatewayCalls) {
    this.probes = probesOf(call);
  }

  async readiness(): Promise<Readiness> {
    if (this.draining) return { ready: false, services: { 'api-gateway': 'draining' } };
    const nowMs = clock.nowMs();
    if (!this.last || Math.abs(nowMs - this.last.atMs) > rememberedMs) {
      this.last = { atMs: nowMs, readiness: this.ask() };
    }
    return this.last.readiness;
  }

  private async ask(): Promise<Readiness> {
    const invocation: Invocation = {
      ...systemInvocation(systemActor('api-gateway'), { channel: 'default', locale: 'en' }),
      deadlineMs: clock.nowMs() + answerTimeMs,
    };
    const answers = await Promise.all(
      Object.entries(this.probes).map(async ([service, probe]) => {
        const answered = await answersInTime(() => probe(invocation));
        return [service, answered ? 'ok' : 'no_answer'] as const;
      }),
    );
    return {
      ready: answers.every(([, answer]) => answer === 'ok'),
      services: Object.fromEntries(answers),
    };
  }
}

async function answersInTime(probe: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), answerTimeMs);
  });
  // A probe may throw before it returns a promise: nobody serves the callee.
  const asked = Promise.resolve()
    .then(probe)
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/livez`: the process answers. `/readyz`: so do the services behind it, and it takes requests. */
export function serveHealth(app: FastifyInstance, health: Health): void {
  app.get('/livez', (_request, reply) => reply.type('application/json').send('{"status":"live"}'));
  app.get('/readyz', async (_request, reply) => {
    const { ready, services } = await health.readiness();
    const status = ready ? 'ready' : 'not_ready';
    return reply
      .code(ready ? 200 : 503)
      .type('application/json')
      .send(JSON.stringify({ status, services }));
  });
}
