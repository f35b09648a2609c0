import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dispatcher, directTransport } from '#platform/calls/calls.ts';
import { CallServer } from '#platform/nats/serve-calls.ts';
import { ensureEventStream } from '#platform/nats/event-stream.ts';
import { callSubject, inboxPrefix, readCall, servedSubject } from '#platform/nats/subjects.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import { TestBroker, passwordOf, silent } from './broker-for-tests.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await TestBroker.open();
});
afterAll(() => broker.close());

const arrows = serviceNames.flatMap((from) => topology[from].calls.map((to) => ({ from, to })));
const called = serviceNames.filter((service) => arrows.some(({ to }) => to === service));

/** Every call that one could think of, under every caller's name. */
const allCalls = serviceNames.flatMap((from) =>
  serviceNames.map((to) => ({ from, to, subject: callSubject(from, to, 'probe') })),
);

function isArrow(from: ServiceName, to: ServiceName): boolean {
  return arrows.some((arrow) => arrow.from === from && arrow.to === to);
}

/** Serves all calls; resolves with what stops it, and fills `arrived` with "sender subject". */
async function serveAll(arrived: string[]): Promise<() => void> {
  const subscriptions = called.map((service) =>
    broker.as(service).nats.subscribe(servedSubject(service), {
      queue: service,
      callback: (_error, message) => {
        arrived.push(`${message.string()} ${message.subject}`);
        message.respond(`${service} answers`);
      },
    }),
  );
  for (const service of called) await broker.as(service).nats.flush();
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}

test('the broker lets a service call along its arrows under its own name, and nothing else', async () => {
  const arrived: string[] = [];
  const stop = await serveAll(arrived);
  for (const service of serviceNames) {
    const own = allCalls.filter(({ from, to }) => from === service && isArrow(from, to));
    const others = allCalls.filter((call) => !own.includes(call)).map(({ subject }) => subject);
    const refused = await broker.as(service).publish(allCalls.map(({ subject }) => subject));
    expect([...refused].toSorted(), service).toEqual(others.toSorted());
  }
  const expected = arrows.map(({ from, to }) => `${from} ${callSubject(from, to, 'probe')}`);
  await expect.poll(() => arrived.toSorted()).toEqual(expected.toSorted());
  stop();
});

test('every arrow between services carries a call and its answer', async () => {
  const stop = await serveAll([]);
  for (const { from, to } of arrows) {
    const answer = await broker.as(from).nats.request(callSubject(from, to, 'probe'), from);
    expect(answer.string()).toBe(`${to} answers`);
  }
  stop();
  expect(arrows).toHaveLength(25);
});

const everybodys = [
  '>',
  '*.>',
  'kontor.>',
  'kontor.call.>',
  'kontor.call.*.*.*',
  '_INBOX.>',
  '_INBOX.*.*',
  '$JS.>',
  '$JS.EVENT.ADVISORY.>',
  '$SYS.>',
];

test('nobody listens to calls, answers or events of another service', async () => {
  for (const service of serviceNames) {
    const client = broker.as(service);
    const others = serviceNames.filter((other) => other !== service);
    const foreign = [
      ...others.flatMap((other) => [
        servedSubject(other),
        `kontor.call.${other}.${service}.>`,
        `${inboxPrefix(other)}.>`,
        `${inboxPrefix(other)}.stolen`,
      ]),
      ...serviceNames.map((other) => `kontor.event.${other}.>`),
      ...everybodys,
    ];
    expect(await client.subscribe(foreign), service).toEqual(foreign);
    const queued = others.map((other) => servedSubject(other));
    expect(await client.subscribe(queued, service)).toEqual(queued);
    // Its own calls it hears as one of its replicas, and not beside them.
    expect(await client.subscribe([servedSubject(service)])).toEqual([servedSubject(service)]);
    expect(await client.subscribe([`${inboxPrefix(service)}.>`])).toEqual([]);
  }
});

test('nobody writes into the inbox of another service, but once as an answer', async () => {
  for (const service of serviceNames) {
    const inboxes = serviceNames.map((other) => `${inboxPrefix(other)}.guessed`);
    expect(await broker.as(service).publish(inboxes), service).toEqual(inboxes);
  }
  const payment = broker.as('payment');
  const answers: string[] = [];
  const replies = broker.as('order').nats.subscribe(`${inboxPrefix('order')}.mine`, {
    callback: (_error, message) => void answers.push(message.string()),
  });
  const received = new Promise<string>((resolve) => {
    payment.nats.subscribe(servedSubject('payment'), {
      queue: 'payment',
      max: 1,
      callback: (_error, message) => resolve(message.reply!),
    });
  });
  await payment.nats.flush();
  await broker.as('order').publish([callSubject('order', 'payment', 'x')], replies.getSubject());
  const reply = await received;
  expect(await payment.publish([reply, reply])).toEqual([reply]);
  await expect.poll(() => answers).toEqual(['payment']);
  replies.unsubscribe();
});

test('nobody is let in without the password of the user', async () => {
  const attempts = [
    {},
    { user: 'cart' },
    { user: 'cart', pass: '' },
    { user: 'cart', pass: passwordOf('checkout') },
    { user: 'cart', pass: '$NATS_PASSWORD_CART' },
    { user: 'nobody', pass: passwordOf('cart') },
    { user: 'SYS', pass: '' },
  ];
  for (const attempt of attempts) {
    const connecting = connect({ servers: broker.server.url, reconnect: false, ...attempt });
    await expect(connecting, JSON.stringify(attempt)).rejects.toThrow(/Authorization/i);
  }
});

test('a callee sends nothing where a caller may not send it itself', async () => {
  const dispatcher = new Dispatcher(directTransport, new EdgeRecorder());
  await ensureEventStream(broker.as('payment').connection);
  const server = new CallServer(broker.as('payment').connection, dispatcher, silent);
  await server.start();
  const [order, payment] = [broker.as('order').nats, broker.as('payment').nats];
  await payment.flush();
  const subject = callSubject('order', 'payment', 'authorizePayment');
  for (const reply of [
    '$JS.API.STREAM.DELETE.kontor_events',
    '$JS.API.STREAM.PURGE.kontor_events',
    callSubject('checkout', 'payment', 'x'),
    `${inboxPrefix('checkout')}.guessed`,
  ]) {
    const before = payment.stats().outMsgs;
    order.publish(subject, '{}', { reply });
    await order.flush();
    // What comes after it has been answered, so it has been looked at.
    await order.request(subject, '{}').catch(() => {});
    expect(payment.stats().outMsgs - before, reply).toBe(1);
  }
  await server.drain();
});

test('a call is read from its subject only along an arrow and with an inbox of the caller', () => {
  const inbox = '_INBOX.order.1.2';
  const read = (subject: string, reply: string | undefined = inbox) =>
    readCall('payment', subject, reply);
  expect(read('kontor.call.payment.order.capture')).toEqual({
    caller: 'order',
    operation: 'capture',
  });
  const refused: [subject: string, reply?: string][] = [
    ['kontor.call.payment.order'],
    ['kontor.call.payment.order.'],
    ['kontor.call.payment.order.capture.more'],
    ['kontor.call.payment.cart.capture', '_INBOX.cart.1'],
    ['kontor.call.payment.nobody.capture', '_INBOX.nobody.1'],
    ['kontor.call.invoice.order.capture'],
    ['kontor.event.payment.order.capture'],
    ['kontor.call.payment.order.capture', ''],
    ['kontor.call.payment.order.capture', '_INBOX.checkout.1'],
    ['kontor.call.payment.order.capture', '_INBOX.orders.1'],
    ['kontor.call.payment.order.capture', '$JS.ACK.kontor_events.order.1'],
  ];
  for (const [subject, reply] of refused) expect(read(subject, reply), subject).toBeUndefined();
  expect(readCall('payment', 'kontor.call.payment.order.capture', undefined)).toBeUndefined();
});
