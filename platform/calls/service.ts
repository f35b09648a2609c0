import type { contracts } from '#contracts/index.ts';
import type { Answer, Input, OperationShape, Output, Reply } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ExternalSystems } from '#external/external-systems.ts';
import type { SystemKey } from '#external/systems.ts';
import type { Database } from '../data/database.ts';
import type { StoredDocument } from '../documents/documents.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import type { HintsHeard } from '../hints/hint-listeners.ts';
import type { HintSource, HintSources } from '../hints/hint-source.ts';
import type { JobShape, Jobs } from '../stories/jobs.ts';
import type { RetentionSeconds } from '../ground/retention-seconds.ts';
import type { LivePicture } from '../picture/live-picture.ts';
import type { Settings } from '../ground/settings.ts';
import type { Statement } from '../ground/sql.ts';
import type { StoryShape } from '../stories/stories.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ReadGauges, Telemetry } from '../telemetry/telemetry.ts';
import type { CalleeOf, HintsOf, SubscriptionsOf, ServiceName, topology } from '../topology.ts';
import type { Transaction } from '../data/transaction.ts';

export type Contracts = typeof contracts;
export type OperationsOf<S extends keyof Contracts> = Contracts[S]['operations'];
export type OperationOf<
  S extends keyof Contracts,
  O extends keyof OperationsOf<S>,
> = OperationsOf<S>[O] extends OperationShape ? OperationsOf<S>[O] : never;

/** What a service's operation is given and what it answers, by its contract. */
export type Handler<S extends keyof Contracts, O extends keyof OperationsOf<S>> = (
  input: Input<OperationOf<S, O>>,
  invocation: Invocation,
) => Promise<Reply<OperationOf<S, O>>>;

export type InputOf<S extends keyof Contracts, O extends keyof OperationsOf<S>> = Input<
  OperationOf<S, O>
>;
export type OutputOf<S extends keyof Contracts, O extends keyof OperationsOf<S>> = Output<
  OperationOf<S, O>
>;

export type Handlers<S extends keyof Contracts> = {
  readonly [O in keyof OperationsOf<S>]: Handler<S, O>;
};

/** A service's operations as its neighbours call them: the platform's own failures throw. */
export type Callers<S extends keyof Contracts> = {
  readonly [O in keyof OperationsOf<S>]: (
    input: Input<OperationOf<S, O>>,
    invocation: Invocation,
  ) => Promise<Answer<OperationOf<S, O>>>;
};

/**
 * The services that `S` has an arrow to, each with its operations. Others do not compile. The
 * gateway is told the platform's own failures, to tell them on; inside they are surprises
 * (`PlatformRefusal`), so that nobody can take one for a refusal of what was asked.
 */
export type CallsOf<S extends ServiceName> = {
  readonly [C in CalleeOf<S> & keyof Contracts]: S extends 'api-gateway' ? Handlers<C> : Callers<C>;
};

/**
 * What reacts to an event: new events of one type, each of another thing, in one transaction that
 * also holds their inbox rows. It must not call anyone; it may emit and start stories.
 */
export type Reaction<S extends ServiceName> = {
  readonly [T in SubscriptionsOf<S>]: (
    events: ReceivedEvent<T>[],
    tx: Transaction,
  ) => Promise<void>;
};

/** Makes a reaction of a function that takes one event; what it tells carries that event's scope. */
export function each<T extends ReceivedEvent>(
  react: (event: T, tx: Transaction) => Promise<void>,
): (events: T[], tx: Transaction) => Promise<void> {
  return async (events, tx) => {
    for (const event of events) {
      tx.inScopeOf(event);
      await react(event, tx);
    }
  };
}

/** What a service is opened with. */
export interface ServiceContext<S extends ServiceName> {
  readonly service: S;
  readonly database: Database;
  readonly call: CallsOf<S>;
  readonly external: ExternalsOf<S>;
  readonly settings: Settings;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly recorder: EdgeRecorder;
  /** Undefined where nobody watches. Calls, events and the database are watched without it. */
  readonly telemetry?: Telemetry | undefined;
  /** What changed lately, as services hint at it: of no use to anybody but a gateway. */
  readonly hints?: HintsHeard | undefined;
  /** How the arrows are used now; the gateway alone shows it. */
  readonly picture: LivePicture;
}

export type ExternalsOf<S extends ServiceName> = Pick<
  ExternalSystems,
  SystemKey<(typeof topology)[S]['externals'][number]>
>;

/**
 * Statements that each delete at most so many rows of a service's own tables, those that have served
 * their time, and return a row for each. They are repeated until nothing is left, and by several
 * processes at once.
 */
export type Outdated = (retention: RetentionSeconds, rows: number) => readonly Statement[];

/** What answers the outside world; only the gateway has one. */
export interface HttpServer {
  /** Port 0 takes a free one. Throws when the port is taken. */
  listen(options: { host: string; port: number }): Promise<{ port: number }>;
  /** Takes nothing new, finishes what is in flight, closes every connection. */
  drain(): Promise<void>;
}

export interface OpenedService<S extends ServiceName> {
  readonly operations: S extends keyof Contracts ? Handlers<S> : Readonly<Record<string, never>>;
  readonly subscriptions: Reaction<S>;
  readonly stories?: readonly StoryShape[];
  readonly jobs?: Readonly<Record<string, JobShape>>;
  readonly http?: HttpServer;
  /** Deletes what of its own rows has served its time; the platform's own it need not name. */
  readonly outdated?: Outdated;
  /** Numbers of its own rows that somebody should see when they rise. Must be cheap to read. */
  readonly gauges?: ReadGauges;
  /** Runs once everything is open, before the first request. */
  started?(): Promise<void>;
  close?(): Promise<void>;
}

/** A service's table of contents: its migrations, and what it binds to its promises. */
export interface ServiceDeclaration<S extends ServiceName = ServiceName> {
  readonly name: S;
  /** Folder of `NNNN-name.sql` files, applied in order by the service's own role. */
  readonly migrations: URL | null;
  /** What its json columns hold, by version (`platform/documents/documents.ts`). */
  readonly documents?: readonly StoredDocument[];
  /** Json columns that are no document of ours, as `table.column`, each with the reason. */
  readonly otherJson?: Readonly<Record<string, string>>;
  /** Where it finds what changed of each kind that it hints at (`hintTellers` of the topology). */
  readonly hints?: Readonly<Record<string, HintSource>>;
  open(context: ServiceContext<S>): OpenedService<S> | Promise<OpenedService<S>>;
}

type Hinting<S extends ServiceName> = [HintsOf<S>] extends [never]
  ? { readonly hints?: undefined }
  : { readonly hints: HintSources<S> };

export function defineService<const S extends ServiceName>(
  declaration: ServiceDeclaration<S> & Hinting<S>,
): ServiceDeclaration<S> {
  return declaration;
}
