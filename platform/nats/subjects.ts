import {
  eventRoutes,
  hintKindsOf,
  pictureEdge,
  serviceNames,
  topology,
  type EventType,
  type SubscriptionsOf,
  type ServiceName,
} from '../topology.ts';

/** What a service's own user may do at the broker; `tools/topology` writes it as a configuration. */
export interface BrokerPermissions {
  readonly publish: readonly string[];
  /** A subject, or a subject and the queue group that alone may subscribe to it. */
  readonly subscribe: readonly string[];
  /**
   * Beyond `publish`, an answer to what was received, wherever it was asked for: so many, so long
   * after it. Only for services that are called, or that tell events and are asked about them.
   */
  readonly allowResponses: { readonly max: number; readonly expiresSeconds: number } | undefined;
}

/** What a callee takes from the subject of a call. */
export interface ReceivedCall {
  readonly caller: ServiceName;
  readonly operation: string;
}

/** Where events wait; one message for each event and consumer. */
export const eventStream = 'kontor_events';
export const eventStreamSubjects = 'kontor.event.>';

/** What no longer waits for an answer gets none; longer than any deadline. */
const answerExpiresSeconds = 60;

/** The subject of one call. The broker lets `from` alone publish it, so it proves who calls. */
export function callSubject(from: ServiceName, to: ServiceName, operation: string): string {
  return `kontor.call.${to}.${from}.${operation}`;
}

/** All calls to a service, to be subscribed to with the service's name as the queue group. */
export function servedSubject(service: ServiceName): string {
  return `kontor.call.${service}.>`;
}

/**
 * Who calls what, or undefined where it is no call along an arrow; such a message gets no answer at
 * all. The broker lets a callee answer wherever it was asked to, so one that answered outside the
 * caller's inbox would carry out for the caller what that may not do itself. And JetStream delivers
 * what it keeps wherever a consumer asks, under its old subject, so the subject is looked at although
 * the subscription matched.
 */
export function readCall(
  service: ServiceName,
  subject: string,
  reply: string | undefined,
): ReceivedCall | undefined {
  const [root, kind, callee, name = '', operation = '', ...more] = subject.split('.');
  const caller = serviceNames.find((candidate) => candidate === name);
  if (root !== 'kontor' || kind !== 'call' || callee !== service || caller === undefined)
    return undefined;
  if (operation === '' || more.length > 0 || !calls(caller, service)) return undefined;
  return reply?.startsWith(`${inboxPrefix(caller)}.`) ? { caller, operation } : undefined;
}

/** One event on its way to one consumer. The producer's user alone may publish it. */
export function eventSubject(consumer: ServiceName, type: EventType): string {
  return `kontor.event.${consumer}.${type}`;
}

/** Where `consumer` tells `producer` which of its events it has. The broker lets the consumer alone publish it. */
export function receiptSubject(producer: ServiceName, consumer: ServiceName): string {
  return `kontor.taken.${producer}.${consumer}`;
}

/** All receipts for what a service tells, to be subscribed to with the service's name as the queue group. */
export function receiptsSubject(producer: ServiceName): string {
  return `kontor.taken.${producer}.*`;
}

/** Who tells what it has, or undefined where nothing that it hears comes from here. As `readCall`. */
export function readReceipt(
  producer: ServiceName,
  subject: string,
  reply: string | undefined,
): ServiceName | undefined {
  const consumer = serviceNames.find((name) => receiptSubject(producer, name) === subject);
  if (consumer === undefined || !producersFor(consumer).includes(producer)) return undefined;
  const answersElsewhere = reply && !reply.startsWith(`${inboxPrefix(consumer)}.`);
  return answersElsewhere ? undefined : consumer;
}

/** That somebody looks at the live picture. The broker lets its asker alone say it, and all hear it. */
export const pictureWantedSubject = 'kontor.picture.wanted';
/** All that is told of the picture; the asker alone hears it. */
export const pictureToldSubjects = 'kontor.picture.told.*';

/** What a service tells of the arrows it uses. The broker lets that service alone publish it. */
export function pictureToldSubject(service: ServiceName): string {
  return `kontor.picture.told.${service}`;
}

/** Who tells it, or undefined where it is nothing of the picture. As `readCall`. */
export function readPictureTeller(subject: string): ServiceName | undefined {
  return pictureEdge.tellers.find((teller) => pictureToldSubject(teller) === subject);
}

/** What the durable consumer of a service is filtered by: all events for it. */
export function subscribedSubject(consumer: ServiceName): string {
  return `kontor.event.${consumer}.>`;
}

/** The type of an event that arrived at `consumer`, or undefined where no route leads there. */
export function readEventType<S extends ServiceName>(
  consumer: S,
  subject: string,
): SubscriptionsOf<S> | undefined {
  const type = subscriptionsOf(consumer).find(
    (received) => eventSubject(consumer, received) === subject,
  );
  return type as SubscriptionsOf<S> | undefined;
}

/** Where gateways say that somebody looks, and each service that hints hears it. */
export const hintsWantedSubject = 'kontor.hints_wanted';
/** All hints, for every gateway. */
export const hintSubjects = 'kontor.hint.*';

/** Hints of one service. The broker lets it alone publish there, so that nobody hints in its name. */
export function hintSubject(teller: ServiceName): string {
  return `kontor.hint.${teller}`;
}

/** Who hints there, or undefined where it is nobody who may. */
export function readHintTeller(subject: string): ServiceName | undefined {
  return serviceNames.find((name) => hintSubject(name) === subject && tellsHints(name));
}

/** A service has one durable consumer of its own, named after it. */
export function durableName(service: ServiceName): string {
  return service;
}

/** Answers to a service arrive below it; nobody else may listen there. */
export function inboxPrefix(service: ServiceName): string {
  return `_INBOX.${service}`;
}

/** The broker's user of a service has the service's name and this variable's password. */
export function passwordVariable(service: ServiceName): string {
  return `NATS_PASSWORD_${variableEnding(service)}`;
}

/** The database that a service connects to, with its own role and that role's password. */
export function databaseVariable(service: ServiceName): string {
  return `DATABASE_URL_${variableEnding(service)}`;
}

/** The keys that a service holds, where it holds any. */
export function secretVariable(service: ServiceName): string {
  return `KONTOR_SECRET_${variableEnding(service)}`;
}

function variableEnding(service: ServiceName): string {
  return service.toUpperCase().replaceAll('-', '_');
}

/** What the arrows and the event routes allow, and nothing beyond. */
export function permissionsOf(service: ServiceName): BrokerPermissions {
  const subscriptions = subscriptionsOf(service).length > 0;
  const isCalled = serviceNames.some((caller) => calls(caller, service));
  const reports = producedSubjects(service).length > 0;
  const hearsHints = service === 'api-gateway';
  return {
    publish: [
      ...topology[service].calls.map((callee) => callSubject(service, callee, '>')),
      ...producedSubjects(service),
      ...producersFor(service).map((producer) => receiptSubject(producer, service)),
      ...(hearsHints ? [hintsWantedSubject] : []),
      ...(tellsHints(service) ? [hintSubject(service)] : []),
      ...streamRequests,
      ...(subscriptions ? consumerRequests(service) : []),
      ...(service === pictureEdge.asker ? [pictureWantedSubject] : []),
      pictureToldSubject(service),
    ],
    subscribe: [
      ...(isCalled ? [`${servedSubject(service)} ${service}`] : []),
      ...(reports ? [`${receiptsSubject(service)} ${service}`] : []),
      ...(hearsHints ? [hintSubjects] : []),
      ...(tellsHints(service) ? [hintsWantedSubject] : []),
      `${inboxPrefix(service)}.>`,
      ...(service === pictureEdge.asker ? [pictureToldSubjects] : []),
      pictureWantedSubject,
    ],
    allowResponses:
      isCalled || reports ? { max: 1, expiresSeconds: answerExpiresSeconds } : undefined,
  };
}

/** Making the stream that is there already changes nothing; another shape of it is refused. */
const streamRequests = [
  '$JS.API.INFO',
  `$JS.API.STREAM.INFO.${eventStream}`,
  `$JS.API.STREAM.CREATE.${eventStream}`,
];

/**
 * All that reaches JetStream, which has an account of its own at the broker. Its answers come back
 * through these subjects alone: in one account with the services it would send them wherever a
 * request asks it to, for instance an empty one to the subject that deletes the stream.
 */
export const eventAccountSubjects = [
  ...streamRequests,
  `$JS.API.CONSUMER.CREATE.${eventStream}.>`,
  `$JS.API.CONSUMER.INFO.${eventStream}.*`,
  `$JS.API.CONSUMER.DELETE.${eventStream}.*`,
  `$JS.API.CONSUMER.MSG.NEXT.${eventStream}.*`,
  `$JS.ACK.${eventStream}.>`,
  eventStreamSubjects,
];

/**
 * The consumer is made with its filter in the subject, as servers do since 2.9: the form without it
 * would let a service put anybody's events into its own consumer.
 */
function consumerRequests(service: ServiceName): string[] {
  const consumer = `${eventStream}.${durableName(service)}`;
  return [
    `$JS.API.CONSUMER.CREATE.${consumer}.${subscribedSubject(service)}`,
    `$JS.API.CONSUMER.INFO.${consumer}`,
    `$JS.API.CONSUMER.DELETE.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${consumer}`,
    `$JS.ACK.${consumer}.>`,
  ];
}

function producedSubjects(service: ServiceName): string[] {
  return eventTypes
    .filter((type) => eventRoutes[type].producer === service)
    .flatMap((type) => eventRoutes[type].consumers.map((consumer) => eventSubject(consumer, type)));
}

const eventTypes = Object.keys(eventRoutes) as EventType[];

function subscriptionsOf(service: ServiceName): EventType[] {
  return eventTypes.filter((type) => {
    const consumers: readonly ServiceName[] = eventRoutes[type].consumers;
    return consumers.includes(service);
  });
}

/** Whose events a service hears. */
export function producersFor(consumer: ServiceName): ServiceName[] {
  return [...new Set(subscriptionsOf(consumer).map((type) => eventRoutes[type].producer))];
}

function tellsHints(service: ServiceName): boolean {
  return hintKindsOf(service).length > 0;
}

function calls(from: ServiceName, to: ServiceName): boolean {
  const callees: readonly ServiceName[] = topology[from].calls;
  return callees.includes(to);
}
