import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Balance, Posted } from './balance/balance.ts';
import type { Book } from './book/book.ts';
import type { CarrierKeys } from './book/carrier-keys.ts';
import type { Carrier } from './carrier/carrier.ts';
import { faultSchema, type Faults } from './book/faults.ts';
import type { Payments } from './payment/payments.ts';
import type { StripeEvents } from './payment/stripe-events.ts';
import { eventId, type WebhookSender } from './book/webhooks.ts';
import { receiveReply } from './sms/sms-routes.ts';
import { bodyJson } from './wire/request-body.ts';

interface Parts {
  book: Book;
  faults: Faults;
  webhooks: WebhookSender;
  carrier: Carrier;
  carrierKeys: CarrierKeys;
  payments: Payments;
  balance: Balance;
  events: StripeEvents;
}

const webhookTargetSchema = z.strictObject({ baseUrl: z.url({ protocol: /^https?$/ }) });
const deliverySchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('hold') }),
  z.strictObject({
    action: z.literal('release'),
    order: z.enum(['oldest_first', 'newest_first', 'shuffled']).default('oldest_first'),
  }),
  z.strictObject({
    action: z.literal('deliver'),
    ids: z.array(z.string()).min(1).max(1_000),
  }),
  z.strictObject({
    action: z.literal('redeliver'),
    ids: z.array(z.string()).min(1).max(100),
    times: z.number().int().min(1).max(100).default(1),
  }),
]);
const parcelsSchema = z.union([
  z.strictObject({ stepMs: z.number().int().min(5).max(86_400_000).nullable() }),
  z.strictObject({ advance: z.string(), steps: z.number().int().min(1).max(10).default(1) }),
  z.strictObject({ expect: z.string(), at: z.iso.datetime() }),
]);
const refundSchema = z.strictObject({
  refundId: z.string(),
  status: z.enum(['succeeded', 'failed', 'canceled']),
});
const captureSchema = z.strictObject({
  gatewayPaymentId: z.string(),
  status: z.enum(['failed', 'canceled']),
});
const disputeSchema = z.union([
  z.strictObject({
    gatewayPaymentId: z.string(),
    amount: z.number().int().min(1).optional(),
    inquiry: z.boolean().default(false),
    tellsWithdrawal: z.boolean().default(false),
  }),
  z.strictObject({
    disputeId: z.string(),
    status: z.enum(['under_review', 'won', 'lost', 'warning_closed']),
  }),
]);
/** Pays out what came in so far, or before a moment; or says how the bank took a payout. */
const payoutSchema = z.union([
  z.strictObject({
    before: z.number().int().min(1).optional(),
    status: z.enum(['paid', 'in_transit']).default('paid'),
    byHand: z.boolean().default(false),
  }),
  z.strictObject({ payoutId: z.string(), status: z.enum(['paid', 'failed', 'canceled']) }),
]);
/** A movement of the balance of any kind, also one that no payment explains. */
const lineSchema = z.strictObject({
  type: z.string().min(1).max(100),
  reportingCategory: z.string().min(1).max(100).optional(),
  amount: z.number().int(),
  fee: z.number().int().optional(),
  currency: z.string().regex(/^[a-z]{3,10}$/),
  exchangeRate: z.number().positive().optional(),
  source: z.string().optional(),
  paymentId: z.string().optional(),
  description: z.string().optional(),
  createdSeconds: z.number().int().min(1).optional(),
});
/** A line that the provider lists late, or not at all. */
const hiddenSchema = z.strictObject({ lineId: z.string(), hidden: z.boolean() });
/** Any event of any kind, as the gateway would sign it. */
const eventSchema = z.strictObject({
  type: z.string().min(1).max(100),
  object: z.record(z.string(), z.unknown()),
});

/** The same of the carrier platform. */
const carrierEventSchema = z.strictObject({
  resourceType: z.string().min(1).max(100),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** What a person texts to the shop. */
const smsReplySchema = z.strictObject({
  from: z.string().regex(/^\+[1-9]\d{6,14}$/),
  to: z.string().min(1).max(40),
  body: z.string().max(1_600),
});

/** What SendGrid reports of a mail: the fields that each event has, and more. */
const mailEventSchema = z.looseObject({ event: z.string().min(1), email: z.string().min(1) });

/** What Twilio reports of a text: the fields of a form. */
const smsEventSchema = z.record(z.string(), z.string());

type Post = <S extends z.ZodType>(
  path: string,
  schema: S,
  handle: (body: z.infer<S>, reply: FastifyReply) => unknown,
) => void;

/**
 * For tests and the curious. JSON alone is taken: a web page elsewhere cannot send that here
 * without being asked about its origin first.
 */
export function registerControlRoutes(app: FastifyInstance, parts: Parts): void {
  const { faults, webhooks, carrier, carrierKeys, book } = parts;
  const post: Post = (path, schema, handle) => {
    app.post(`/sandbox/control/${path}`, async (request, reply) => {
      if (!request.headers['content-type']?.startsWith('application/json')) {
        return reply.code(415).send({ error: 'Send JSON with content-type application/json.' });
      }
      const body = schema.safeParse(bodyJson(request));
      if (!body.success) return reply.code(400).send({ error: z.prettifyError(body.error) });
      return handle(body.data, reply);
    });
  };
  app.get('/sandbox/control/faults', async () => ({ data: faults.list() }));
  app.delete('/sandbox/control/faults', async () => {
    faults.clear();
    return { data: [] };
  });
  app.delete('/sandbox/control/keys', async () => {
    book.forgetReplies();
    await book.committed();
    return { data: [] };
  });
  app.get('/sandbox/control/arrivals', async () => ({ data: faults.arrivals() }));
  post('faults', faultSchema, (fault) => {
    faults.add(fault);
    return { data: faults.list() };
  });
  post('webhook-target', webhookTargetSchema, ({ baseUrl }) => {
    webhooks.aimAt(baseUrl);
    return { baseUrl };
  });
  post('webhooks', deliverySchema, async (body, reply) => {
    if (body.action === 'hold') {
      webhooks.hold();
      return { held: true };
    }
    if (body.action === 'release') return { delivered: await webhooks.release(body.order) };
    const statuses =
      body.action === 'deliver'
        ? await webhooks.deliverHeld(body.ids)
        : await Promise.all(body.ids.map((id) => webhooks.redeliver(id, body.times)));
    if (statuses.includes(undefined)) return reply.code(404).send({ error: 'No such webhook.' });
    return { statuses };
  });
  post('carrier-keys', z.strictObject({ rotate: z.literal(true) }), () => ({
    keyId: carrierKeys.rotate(),
  }));
  post('carrier-events', carrierEventSchema, ({ resourceType, data }) => {
    const id = book.write(() => carrier.report(resourceType, data));
    webhooks.wake();
    return { id };
  });
  post('parcels', parcelsSchema, (body, reply) => {
    if ('stepMs' in body) {
      carrier.setStepMs(body.stepMs);
      return body;
    }
    const told = 'expect' in body ? body.expect : body.advance;
    const parcel = () => carrier.find(told) ?? carrier.findByTrackingNumber(told);
    if (!parcel()) return reply.code(404).send({ error: 'No such parcel.' });
    if ('expect' in body) return { told: carrier.expectAt(parcel()!, body.at) };
    let moved = 0;
    for (let step = 0; step < body.steps; step += 1) {
      if (carrier.advance(parcel()!)) moved += 1;
    }
    return { moved };
  });
  registerReportControls(post, parts);
  registerMoneyControls(post, parts);
}

/** What comes in of mails and texts. */
function registerReportControls(post: Post, { book, webhooks }: Parts): void {
  post('sms-replies', smsReplySchema, (reply) => ({ id: receiveReply(book, webhooks, reply) }));
  post('sms-events', smsEventSchema, (fields) => {
    const id = eventId();
    const body = new URLSearchParams(fields).toString();
    book.write(() => webhooks.enqueue({ id, system: 'sms', type: 'event', body }));
    webhooks.wake();
    return { id };
  });
  post('mail-events', mailEventSchema, (event) => {
    const id = eventId();
    const timestamp = Math.floor(Date.now() / 1_000);
    const body = JSON.stringify([{ sg_event_id: id, timestamp, ...event }]);
    book.write(() => webhooks.enqueue({ id, system: 'mail', type: event.event, body }));
    webhooks.wake();
    return { id };
  });
}

/** What banks do later to money that was taken or given back. */
function registerMoneyControls(
  post: Post,
  { payments, balance, events, webhooks, book }: Parts,
): void {
  post('refunds', refundSchema, ({ refundId, status }, reply) => {
    const result = book.write(() => payments.endRefund(refundId, status));
    webhooks.wake();
    if (result.ok) return result.value;
    return reply.code(result.failure.statusCode).send({ error: result.failure.message });
  });
  post('captures', captureSchema, ({ gatewayPaymentId, status }, reply) => {
    const result = book.write(() => payments.failCapture(gatewayPaymentId, status));
    webhooks.wake();
    if (result.ok) return { status: result.value.status };
    return reply.code(result.failure.statusCode).send({ error: result.failure.message });
  });
  post('disputes', disputeSchema, (body, reply) => {
    const result = book.write(() => {
      if ('disputeId' in body) return payments.endDispute(body.disputeId, body.status);
      const { gatewayPaymentId, amount, inquiry, tellsWithdrawal } = body;
      const asked = { inquiry, tellsWithdrawal, ...(amount === undefined ? {} : { amount }) };
      return payments.dispute(gatewayPaymentId, asked);
    });
    webhooks.wake();
    if (result.ok) return { disputed: result.value.paymentId, disputeId: result.value.id };
    return reply.code(result.failure.statusCode).send({ error: result.failure.message });
  });
  post('payouts', payoutSchema, (body, reply) => {
    const ended = book.write(() => {
      if ('payoutId' in body) return balance.endPayout(body.payoutId, body.status);
      const { before, ...how } = body;
      const asked = before === undefined ? how : { ...how, before };
      return { ok: true as const, value: balance.payOut(asked) };
    });
    webhooks.wake();
    if (ended.ok) return { payouts: [ended.value].flat() };
    return reply.code(ended.failure.statusCode).send({ error: ended.failure.message });
  });
  post('balance', z.union([lineSchema, hiddenSchema]), (body) =>
    book.write(() => ('lineId' in body ? balance.hide(body) : balance.post(defined(body)))),
  );
  post('events', eventSchema, ({ type, object }) => {
    const id = book.write(() => events.report(type, object));
    webhooks.wake();
    return { id };
  });
}

/** Without the names that were not told. */
function defined(line: z.infer<typeof lineSchema>): Posted {
  const reported = Object.entries(line).filter(([, value]) => value !== undefined);
  return Object.fromEntries(reported) as unknown as Posted;
}
