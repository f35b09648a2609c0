import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureEventConsumer, ensureEventStream } from '#platform/nats/event-stream.ts';
import {
  durableName,
  eventStream,
  eventSubject,
  subscribedSubject,
  inboxPrefix,
  permissionsOf,
  readEventType,
  readReceipt,
  receiptsSubject,
  receiptSubject,
} from '#platform/nats/subjects.ts';
import { eventRoutes, serviceNames, type EventType, type ServiceName } from '#platform/topology.ts';
import { TestBroker } from './broker-for-tests.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await TestBroker.open();
  for (const service of serviceNames) await ensureEventStream(broker.as(service).connection);
  for (const service of consumers) await ensureEventConsumer(broker.as(service).connection);
});
afterAll(() => broker.close());

const types = Object.keys(eventRoutes) as EventType[];
const routes = types.flatMap((type) => {
  const { producer, consumers: subscriptionsOf } = eventRoutes[type];
  return subscriptionsOf.map((consumer: ServiceName) => ({
    type,
    producer: producer as ServiceName,
    consumer,
  }));
});
const consumers = serviceNames.filter((service) =>
  routes.some(({ consumer }) => consumer === service),
);

/** Takes all that waits for a service, as "sender subject". */
async function take(service: ServiceName): Promise<string[]> {
  const { nats } = broker.as(service);
  const consumer = await jetstream(nats).consumers.get(eventStream, durableName(service));
  const taken: string[] = [];
  for (;;) {
    const message = await consumer.next({ expires: 1_000 });
    if (!message) return taken;
    taken.push(`${message.string()} ${message.subject}`);
    expect(await message.ackAck()).toBe(true);
    const { num_pending: left } = await consumer.info();
    if (left === 0) return taken;
  }
}

test('the broker lets a service tell its own events to those who hear them, and nothing else', async () => {
  const all = serviceNames.flatMap((consumer) =>
    [...types, 'invented.type' as EventType].map((type) => eventSubject(consumer, type)),
  );
  for (const service of serviceNames) {
    const own = routes
      .filter(({ producer }) => producer === service)
      .map(({ consumer, type }) => eventSubject(consumer, type));
    const others = all.filter((subject) => !own.includes(subject));
    const refused = await broker.as(service).publish(all);
    expect([...refused].toSorted(), service).toEqual(others.toSorted());
  }
  // Every route works to its end, and no consumer gets anything beside its routes.
  for (const service of consumers) {
    const expected = routes
      .filter(({ consumer }) => consumer === service)
      .map(({ producer, type }) => `${producer} ${eventSubject(service, type)}`);
    expect((await take(service)).toSorted(), service).toEqual(expected.toSorted());
  }
});

/** What the JetStream API could do to a stream and somebody's consumer. */
function requestsAgainst(durable: string, service: ServiceName): string[] {
  const consumer = `${eventStream}.${durable}`;
  return [
    `$JS.API.CONSUMER.INFO.${consumer}`,
    `$JS.API.CONSUMER.DELETE.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${consumer}.${subscribedSubject(service)}`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${consumer}`,
    `$JS.API.CONSUMER.PAUSE.${consumer}`,
    `$JS.API.CONSUMER.UNPIN.${consumer}`,
    `$JS.API.CONSUMER.RESET.${consumer}`,
    `$JS.API.CONSUMER.LEADER.STEPDOWN.${consumer}`,
    `$JS.ACK.${consumer}.1.1.1.1.1`,
  ];
}

const requestsAgainstStream = [
  'STREAM.DELETE.kontor_events',
  'STREAM.PURGE.kontor_events',
  'STREAM.UPDATE.kontor_events',
  'STREAM.MSG.GET.kontor_events',
  'STREAM.MSG.DELETE.kontor_events',
  'STREAM.SNAPSHOT.kontor_events',
  'STREAM.RESTORE.kontor_events',
  'STREAM.LEADER.STEPDOWN.kontor_events',
  'STREAM.CREATE.another',
  'STREAM.INFO.another',
  'STREAM.LIST',
  'STREAM.NAMES',
  'DIRECT.GET.kontor_events',
  'DIRECT.GET.kontor_events.kontor.event.order.checkout.completed',
  'CONSUMER.LIST.kontor_events',
  'CONSUMER.NAMES.kontor_events',
  'CONSUMER.CREATE.kontor_events',
  'ACCOUNT.PURGE.KONTOR',
  'META.LEADER.STEPDOWN',
  'SERVER.REMOVE',
].map((request) => `$JS.API.${request}`);

test('nobody reads, changes or deletes the consumer of another service, or the stream', async () => {
  await broker.as('checkout').publish([eventSubject('order', 'checkout.completed')]);
  for (const service of serviceNames) {
    const attempts = [
      ...requestsAgainstStream,
      ...serviceNames
        .filter((other) => other !== service)
        .flatMap((other) => requestsAgainst(durableName(other), other)),
      // Its own consumer, with what others are told.
      ...serviceNames
        .filter((other) => other !== service)
        .map(
          (other) =>
            `$JS.API.CONSUMER.CREATE.${eventStream}.${durableName(service)}.${subscribedSubject(other)}`,
        ),
      `$JS.API.CONSUMER.CREATE.${eventStream}.${durableName(service)}`,
      `$JS.API.CONSUMER.CREATE.${eventStream}.${durableName(service)}.kontor.event.>`,
      `$JS.API.CONSUMER.CREATE.${eventStream}.another.${subscribedSubject(service)}`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${eventStream}.${durableName(service)}`,
    ];
    expect(await broker.as(service).publish(attempts), service).toEqual(attempts);
  }
  for (const service of consumers) {
    const manager = await jetstreamManager(broker.as(service).nats, { checkAPI: false });
    const { config } = await manager.consumers.info(eventStream, durableName(service));
    expect(config.filter_subject).toBe(subscribedSubject(service));
  }
  expect(await take('order')).toHaveLength(1);
});

test('what the broker itself answers reaches the inbox of who asked, and nothing beyond', async () => {
  const [order, intruder] = [broker.as('order'), broker.as('cart')];
  await broker.as('checkout').publish([eventSubject('order', 'checkout.completed')]);
  const consumer = await jetstream(order.nats).consumers.get(eventStream, durableName('order'));
  const pull = JSON.stringify({ batch: 1, no_wait: true });
  const inbox = `${inboxPrefix('order')}.held`;
  const arriving = order.nats.subscribe(inbox, { max: 1 });
  order.nats.publish(`$JS.API.CONSUMER.MSG.NEXT.${eventStream}.order`, pull, { reply: inbox });
  const held = (await arriving[Symbol.asyncIterator]().next()).value as Msg;
  const streamNow = async () => (await ensureEventStream(order.connection)).toISOString();
  const madeAt = await streamNow();
  // "Nothing waits" has no body, and without one they are requests to delete, or an acknowledgement.
  const replies = [held.reply!, ...requestsAgainst('order', 'order'), ...requestsAgainstStream];
  for (const reply of replies)
    intruder.nats.publish(`$JS.API.CONSUMER.MSG.NEXT.${eventStream}.cart`, pull, { reply });
  await intruder.nats.flush();
  await sleep(500);
  expect(await streamNow()).toBe(madeAt);
  expect(await consumer.info()).toMatchObject({ num_ack_pending: 1 });
  held.respond('-NAK');
  expect(await take('order')).toHaveLength(1);
});

test('a consumer is filtered by what its subject says, whatever its request asks for', async () => {
  const { nats } = broker.as('cart');
  const subject = `$JS.API.CONSUMER.CREATE.${eventStream}.cart.${subscribedSubject('cart')}`;
  const configs = [
    { durable_name: 'cart', filter_subject: subscribedSubject('order') },
    { durable_name: 'cart', filter_subject: '' },
    { durable_name: 'cart', filter_subject: 'kontor.event.>' },
    {
      durable_name: 'cart',
      filter_subjects: [subscribedSubject('cart'), subscribedSubject('order')],
    },
    { durable_name: 'order', filter_subject: subscribedSubject('cart') },
  ];
  for (const config of configs) {
    const request = { stream_name: eventStream, config: { ack_policy: 'explicit', ...config } };
    const answer = await nats.request(subject, JSON.stringify(request));
    expect(answer.json<{ error?: object }>().error, JSON.stringify(config)).toBeDefined();
  }
});

test('a stream of another shape is not taken for the one that is there', async () => {
  for (const change of [{ subjects: ['kontor.>'] }, { retention: 'limits' }, { max_msgs: 1 }]) {
    const config = { name: eventStream, subjects: ['kontor.event.>'], ...change };
    const { nats } = broker.as('invoice');
    const answer = await nats.request(
      `$JS.API.STREAM.CREATE.${eventStream}`,
      JSON.stringify({ retention: 'workqueue', storage: 'file', ...config }),
    );
    expect(answer.json<{ error?: { description: string } }>().error?.description).toMatch(/in use/);
  }
});

test('nobody says for another that it has an event, or hears what is said to another', async () => {
  for (const service of serviceNames) {
    const others = all
      .filter(({ producer, consumer }) => consumer !== service || !isReceived(producer, consumer))
      .map(({ producer, consumer }) => receiptSubject(producer, consumer));
    expect((await broker.as(service).publish(others)).toSorted()).toEqual(others.toSorted());
    const foreign = serviceNames
      .filter((other) => other !== service)
      .flatMap((other) => [receiptsSubject(other), receiptSubject(other, service)]);
    const wide = ['kontor.taken.>', 'kontor.taken.*.*'];
    const asked = [...foreign, ...wide, receiptsSubject(service)];
    expect(await broker.as(service).subscribe(asked), service).toEqual(asked);
    const queued = foreign.filter((subject) => subject.endsWith('*'));
    expect(await broker.as(service).subscribe(queued, service)).toEqual(queued);
  }
});

test('every consumer can say to its producers what it has, and is answered', async () => {
  const reported = all.filter(({ producer, consumer }) => isReceived(producer, consumer));
  const subscriptions = [...new Set(reported.map(({ producer }) => producer))].map((producer) =>
    broker.as(producer).nats.subscribe(receiptsSubject(producer), {
      queue: producer,
      callback: (_error, message) => {
        message.respond(readReceipt(producer, message.subject, message.reply) ?? 'nobody');
      },
    }),
  );
  for (const { producer } of reported) await broker.as(producer).nats.flush();
  for (const { producer, consumer } of reported) {
    const subject = receiptSubject(producer, consumer);
    expect((await broker.as(consumer).nats.request(subject)).string()).toBe(consumer);
    const elsewhere = `${inboxPrefix(producer)}.stolen`;
    expect(readReceipt(producer, subject, elsewhere)).toBeUndefined();
  }
  expect(readReceipt('checkout', 'kontor.taken.checkout.payment', undefined)).toBeUndefined();
  for (const subscription of subscriptions) subscription.unsubscribe();
});

const all = serviceNames.flatMap((producer) =>
  serviceNames.map((consumer) => ({ producer, consumer })),
);

function isReceived(producer: ServiceName, consumer: ServiceName): boolean {
  return routes.some((route) => route.producer === producer && route.consumer === consumer);
}

test('an event is read by the subject that its producer alone may publish', () => {
  expect(readEventType('order', 'kontor.event.order.payment.changed')).toBe('payment.changed');
  for (const subject of [
    'kontor.event.cart.payment.changed',
    'kontor.event.order.payment.failed',
    'kontor.event.order.payment',
    'kontor.event.order.payment.changed.more',
    'kontor.call.order.payment.changed',
  ])
    expect(readEventType('order', subject), subject).toBeUndefined();
});

test('who hears nothing has no consumer, and who is not called answers nobody', () => {
  for (const service of serviceNames) {
    const { publish, allowResponses } = permissionsOf(service);
    expect(publish.some((subject) => subject.startsWith('$JS.API.CONSUMER'))).toBe(
      consumers.includes(service),
    );
    expect(allowResponses !== undefined).toBe(service !== 'api-gateway');
  }
});
