import { ok } from '#kernel/result.ts';
import type { AnyReply, Operations } from '#platform/calls/calls.ts';
import type { Composition } from '#platform/calls/composition.ts';
import type { ServiceContext, ServiceDeclaration } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import type { Change } from '#platform/data/move.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import type { ServiceName } from '#platform/topology.ts';
import { keepAs } from './documents-of-version.ts';
import { knownBy, versions, type KnownPromises, type Version } from './versions.ts';

/** Services of two releases: what each asks, answers and tells is as its own release has it. */
export function composeVersions(
  composition: Composition,
  versionOf: (service: ServiceName) => Version,
): Composition {
  const promises = Object.fromEntries(
    versions.map((version) => [version, knownBy(version, composition.contracts)]),
  ) as Record<Version, KnownPromises>;
  return {
    ...composition,
    knownBy: (service) => promises[versionOf(service)].contracts,
    services: composition.services.map((declaration) =>
      serviceOf(declaration, versionOf(declaration.name), promises),
    ),
  };
}

function serviceOf(
  declaration: ServiceDeclaration,
  version: Version,
  promises: Record<Version, KnownPromises>,
): ServiceDeclaration {
  const known = promises[version];
  keepAs(version, declaration.documents ?? []);
  return {
    ...declaration,
    open: async (context: ServiceContext<ServiceName>) => {
      if (context.database) reportEventsAs(context.database, known);
      const call = askAs(context.call, known);
      const opened = await declaration.open({ ...context, call: call as never });
      const operations = answerAs(declaration.name, opened.operations, known);
      return { ...opened, operations: operations as never };
    },
  };
}

function askAs(call: Record<string, Operations>, known: KnownPromises): Record<string, Operations> {
  return mapValues(call, (operations, callee) =>
    mapValues(
      operations,
      (ask, operation) => (input: never, invocation) =>
        ask(known.asks(callee, operation, input) as never, invocation),
    ),
  );
}

function answerAs(service: string, operations: Operations, known: KnownPromises): Operations {
  return mapValues(operations, (handle, operation) => async (input: never, invocation) => {
    const reply: AnyReply = await handle(input, invocation);
    if (!reply.ok) return reply;
    const { value } = reply;
    const reported = value instanceof PreparedJson ? value.toJSON() : value;
    return ok(known.answers(service, operation, reported));
  });
}

/** All that a service writes goes through its database: what it tells of is written there. */
function reportEventsAs(database: Database, known: KnownPromises): void {
  const event = <E extends EmittedEvent>(one: E): E => ({
    ...one,
    data: known.reports(one.type, one.data),
  });
  const moved = (move: Change): Change =>
    move.events ? { ...move, events: move.events.map(event) } : move;
  const move = database.move.bind(database);
  const transaction = database.transaction.bind(database);
  const movesAs: Database['move'] = (name, made, invocation) => move(name, moved(made), invocation);
  const transactsAs: Database['transaction'] = (name, invocation, work) =>
    transaction(name, invocation, (tx) => work(reporting(tx)));
  Object.assign(database, { move: movesAs, transaction: transactsAs });
  function reporting(tx: Transaction): Transaction {
    const emit = tx.emit.bind(tx);
    const make = tx.make.bind(tx);
    const emitAs: Transaction['emit'] = (one) => emit(event(one));
    const makeAs: Transaction['make'] = (change) => make(moved(change));
    return Object.assign(tx, { emit: emitAs, make: makeAs });
  }
}

function mapValues<From, To>(
  fields: Readonly<Record<string, From>>,
  map: (field: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, map(field, name)]),
  );
}
