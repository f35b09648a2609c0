import * as clock from '#kernel/clock.ts';
import type { Contract } from '#kernel/contract.ts';
import { tolerantContract, tolerantEvents } from '#kernel/tolerant-contract.ts';
import type { ExternalSystems } from '#external/external-systems.ts';
import { Dispatcher, directTransport, loopbackTransport } from '../calls/calls.ts';
import type { Composition } from '../calls/composition.ts';
import { connectTimeoutMs, Database, type DatabaseAddress } from '../data/database.ts';
import { StoredForms } from '../documents/stored-forms.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { externalsFor } from '../calls/externals.ts';
import { receiveEvents } from '../events/inbox.ts';
import { retentionSecondsOf } from '../ground/retention-seconds.ts';
import { JobEngine, type JobShape, type Jobs } from '../stories/jobs.ts';
import { producersHere } from '../events/producers-here.ts';
import { refuseDatabasesApart } from '../events/refuse-databases-apart.ts';
import { LaterVersion } from '../ground/later-version.ts';
import { Relay } from '../events/relay.ts';
import {
  checkHints,
  checkReactions,
  checkVersions,
  producesEvents,
  storedByContracts,
} from './known-contracts.ts';
import { ProcessHints } from './process-hints.ts';
import { Retention } from './retention.ts';
import { AuditSeal } from './audit-seal.ts';
import { RestingPlaces } from '../resting/resting-place.ts';
import type { OpenedService, ServiceDeclaration } from '../calls/service.ts';
import { timeToWait, type Settings } from '../ground/settings.ts';
import { StoryEngine } from '../stories/stories.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Logger } from '../telemetry/log.ts';
import { LivePicture } from '../picture/live-picture.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { gaugesOf } from '../telemetry/service-gauges.ts';
import { eventRoutes, topology, type ServiceName } from '../topology.ts';
import type { AfterCommit } from '../data/after-commit.ts';
import { isAudited } from '../data/written-along.ts';
import { BrokerSide } from '../nats/broker-side.ts';
import { natsTransport } from '../nats/carry-calls.ts';
import {
  connectService,
  type BrokerAddress,
  type ServiceConnection,
} from '../nats/connect-service.ts';

export interface KontorOptions {
  readonly composition: Composition;
  /** How a service's own role reaches its schema. */
  readonly addressOf: (service: ServiceName) => DatabaseAddress;
  readonly external: ExternalSystems;
  readonly settings: Settings;
  readonly log: Logger;
  /** Undefined where nobody watches. */
  readonly telemetry?: Telemetry | undefined;
  /** Which services this process runs; all unless told. */
  readonly services?: readonly ServiceName[];
  readonly transport?: 'direct' | 'loopback';
  /** Where the services of other processes are reached; without it all that are called run here. */
  readonly broker?: BrokerAddress;
  /** This process alone owns the data: what a killed one left active is taken up at once. */
  readonly soleOwner: boolean;
}

interface Running {
  readonly name: ServiceName;
  readonly opened: OpenedService<ServiceName>;
  readonly database: Database | undefined;
  readonly relay: Relay | undefined;
  readonly stories: StoryEngine | undefined;
  readonly jobs: JobEngine | undefined;
  readonly broker: BrokerSide | undefined;
  readonly retention: Retention | undefined;
  readonly seal: AuditSeal | undefined;
}

interface Retained {
  readonly database: Database;
  readonly resting: RestingPlaces;
  readonly opened: OpenedService<ServiceName>;
  readonly side: BrokerSide | undefined;
  readonly log: Logger;
}

/** Some or all services, open and connected along the arrows, in this process. */
export class Kontor implements AfterCommit {
  readonly recorder = new EdgeRecorder();
  private readonly picture = new LivePicture();
  private readonly telemetry: Telemetry;
  readonly dispatcher: Dispatcher;
  private readonly running = new Map<ServiceName, Running>();
  private readonly connections = new Map<ServiceName, ServiceConnection>();
  private readonly hints: ProcessHints;

  private readonly options: KontorOptions;
  /** For what is heard: a newer service may tell more than this version knows. */
  private readonly subscriptionsOf: (service: ServiceName) => Readonly<Record<string, Contract>>;
  private readonly closing = new AbortController();
  private readonly openedAtMs = clock.nowMs();

  constructor(options: KontorOptions) {
    this.options = options;
    this.telemetry = this.picture.watch(options.telemetry);
    const isLoopback = options.transport === 'loopback';
    const transport = isLoopback ? loopbackTransport : directTransport;
    const tolerated = isLoopback || options.broker ? tolerantContract : tolerantEvents;
    this.subscriptionsOf = storedByContracts(tolerated, (name) => this.knownBy(name));
    const remote = options.broker && natsTransport((from) => this.connectionOf(from));
    this.hints = new ProcessHints(this.connections);
    this.dispatcher = new Dispatcher(transport, this.recorder, remote, this.telemetry);
  }

  /** Opens the services, then starts their relays, stories and jobs. Nothing is served before all are open. */
  async open(): Promise<void> {
    const { composition, services } = this.options;
    for (const declaration of composition.services) {
      if (services && !services.includes(declaration.name)) continue;
      await this.openService(declaration);
    }
    await Promise.all(
      [...this.running.values()].map(async ({ database }) => database?.learnDocuments()),
    );
    await Promise.all([...this.running.values()].map((one) => this.refuseApart(one)));
    for (const { opened } of this.running.values()) await opened.started?.();
    // Stories, jobs and news ask at the same time, and one may wait behind a locked row.
    for (const { database } of this.running.values()) database?.phases.openAll();
    await Promise.all(
      [...this.running.values()].map(async ({ opened, database, stories, jobs, relay, broker }) => {
        await broker?.start(database, opened.subscriptions as never);
        await jobs?.start(this.options.soleOwner);
        await stories?.start(this.options.soleOwner);
        relay?.start();
      }),
    );
    for (const { database, retention, seal } of this.running.values()) {
      database?.phases.serve(this.options.settings.poolWaitMs);
      retention?.start();
      seal?.start();
    }
  }

  runs(name: ServiceName): boolean {
    return this.running.has(name);
  }

  /** What a running service opened; the gateway's server is found here. */
  opened<S extends ServiceName>(name: S): OpenedService<S> {
    const running = this.running.get(name);
    if (!running) throw new Error(`${name} does not run here`);
    return running.opened;
  }

  /** A running service's own database: only the oracle and tests look at it from outside. */
  databaseOf(name: ServiceName): Database {
    const database = this.running.get(name)?.database;
    if (!database) throw new Error(`${name} keeps no state here`);
    return database;
  }

  committed(...[service, by]: Parameters<AfterCommit['committed']>): void {
    this.hints.committed(service);
    if (isAudited(by)) this.running.get(service)?.seal?.wake();
  }

  eventsWritten(service: ServiceName): void {
    this.running.get(service)?.relay?.wake();
  }

  storyStarted(...[service, name, id, scope]: Parameters<AfterCommit['storyStarted']>): void {
    this.running.get(service)?.stories?.wake(name, id, scope);
  }

  jobWritten(service: ServiceName, queue: string): void {
    this.running.get(service)?.jobs?.wake(queue);
  }

  /** Runs every story that is due now, whatever timers say. For tests that moved the clock. */
  async sweep(): Promise<void> {
    for (const { stories, relay, seal } of this.running.values()) {
      await stories?.sweep();
      relay?.wake();
      await seal?.sealWritten();
    }
  }

  /** Deletes what has served its time now, whatever timers say. @returns how many rows */
  async clean(): Promise<number> {
    let deleted = 0;
    for (const { retention } of this.running.values()) deleted += (await retention?.clean()) ?? 0;
    return deleted;
  }

  /** True when no event is under way and no story is being advanced in this process. */
  get resting(): boolean {
    return [...this.running.values()].every(
      ({ relay, stories, broker }) => !relay?.busy && !stories?.busy && !broker?.busy,
    );
  }

  /** As `resting`, and nothing waits for these services at the broker. */
  async atRest(): Promise<boolean> {
    if (!this.resting) return false;
    const sides = [...this.running.values()].flatMap(({ broker }) => broker ?? []);
    return (await Promise.all(sides.map((side) => side.atRest()))).every(Boolean);
  }

  /** Lets what runs come to rest at a row, then closes everything. */
  async close(): Promise<void> {
    this.closing.abort();
    const all = [...this.running.values()].toReversed();
    await Promise.all(all.map(async ({ broker }) => broker?.drain()));
    await Promise.all([this.hints.stop(), ...all.map(async ({ retention }) => retention?.stop())]);
    for (const { jobs } of all) await jobs?.stop();
    await Promise.all(all.map(async ({ stories }) => stories?.stop()));
    await Promise.all(all.map(async ({ relay }) => relay?.stop()));
    await Promise.all(all.map(async ({ seal }) => seal?.stop()));
    for (const { opened } of all) await opened.close?.();
    await Promise.all(all.map(async ({ database }) => database?.close()));
    await Promise.all([...this.connections.values()].map((connection) => connection.close()));
  }

  private connectionOf(service: ServiceName): ServiceConnection {
    const connection = this.connections.get(service);
    if (!connection) throw new Error(`${service} is not connected to the broker here`);
    return connection;
  }

  private async openService(declaration: ServiceDeclaration): Promise<void> {
    const { name } = declaration;
    const { external, settings, log } = this.options;
    const { picture, telemetry } = this;
    picture.runsHere(name);
    const contract = this.knownBy(name)[name];
    const stored = new StoredForms(declaration.documents, contract?.operations);
    const database = topology[name].database
      ? new Database(
          name,
          this.options.addressOf(name),
          this.recorder,
          this,
          telemetry,
          stored,
          timeToWait(settings, connectTimeoutMs),
        )
      : undefined;
    database?.phases.begin();
    const serviceLog = log.child({ service: name });
    const side = await this.brokerSideOf(name, serviceLog);
    const jobs = this.jobsOf(name);
    const opened = await declaration.open({
      service: name,
      database: database as Database,
      call: this.dispatcher.connect(name, this.knownBy(name)) as never,
      external: externalsFor(name, external, this.recorder, telemetry, serviceLog) as never,
      settings: {
        ...settings,
        secrets: settings.secrets.for(name),
        // The key of a bucket is in it.
        media: name === 'product' ? settings.media : undefined,
      },
      jobs,
      log: serviceLog,
      recorder: this.recorder,
      telemetry,
      hints: this.hints.heard,
      picture,
    });
    const resting = new RestingPlaces((opened.stories ?? []).map(({ story }) => story));
    const isRefused = () => side?.refusesEvents ?? false;
    if (database) telemetry.gauges(name, gaugesOf(database, resting, opened.gauges, isRefused));
    if (contract) this.dispatcher.serve(name, contract, opened.operations);
    checkReactions(name, opened.subscriptions);
    checkVersions(name, contract);
    checkHints(name, declaration.hints ?? {});
    this.hints.open(declaration, database, serviceLog);
    this.running.set(name, {
      name,
      opened,
      database,
      relay: await this.relayOf(name, database, side, serviceLog),
      stories:
        database && opened.stories
          ? new StoryEngine(database, opened.stories, serviceLog)
          : undefined,
      jobs: database && opened.jobs ? jobs.bind(database, opened.jobs, serviceLog) : undefined,
      broker: side,
      retention:
        database && this.retentionOf(name, { database, resting, opened, side, log: serviceLog }),
      seal: database && new AuditSeal(database, serviceLog),
    });
  }

  private async refuseApart({ name, database, broker }: Running): Promise<void> {
    if (!database) return;
    const { settings, log } = this.options;
    await refuseDatabasesApart({
      database,
      producers: broker?.producers ?? producersHere(name, this),
      retention: retentionSecondsOf(settings),
      log: log.child({ service: name }),
      accepts: settings.restored === 'accept',
      stopped: this.closing.signal,
    });
  }

  private retentionOf(
    name: ServiceName,
    { database, resting, opened, side, log }: Retained,
  ): Retention {
    const { outdated } = opened;
    const producers = side?.producers ?? producersHere(name, this);
    const { settings } = this.options;
    const [retention, everySeconds] = [retentionSecondsOf(settings), settings.cleansEverySeconds];
    return new Retention({ database, producers, retention, resting, outdated, log, everySeconds });
  }

  private async brokerSideOf(name: ServiceName, log: Logger): Promise<BrokerSide | undefined> {
    const { broker } = this.options;
    if (!broker) return undefined;
    const connection = await connectService(name, broker, log);
    this.connections.set(name, connection);
    const { dispatcher, picture, recorder } = this;
    return new BrokerSide({
      connection,
      dispatcher,
      contracts: this.subscriptionsOf(name),
      recorder,
      log,
      picture,
      retentionSeconds: retentionSecondsOf(this.options.settings),
    });
  }

  private async relayOf(
    name: ServiceName,
    database: Database | undefined,
    side: BrokerSide | undefined,
    log: Logger,
  ): Promise<Relay | undefined> {
    if (!database || !producesEvents(name)) return undefined;
    if (!side) return new Relay(database, this.deliver, log);
    const deliver = await side.deliver(database, () => this.eventsWritten(name));
    return new Relay(database, deliver, log, true);
  }

  /** Handlers are made before their queues are: the engine is bound once the service is open. */
  private jobsOf(name: ServiceName): Jobs & {
    bind(database: Database, shapes: Readonly<Record<string, JobShape>>, log: Logger): JobEngine;
  } {
    let engine: JobEngine | undefined;
    return {
      bind: (database, shapes, log) => (engine = new JobEngine(database, shapes, log)),
      enqueue: (...job) => {
        if (!engine) throw new Error(`${name} declares no jobs`);
        return engine.enqueue(...job);
      },
    };
  }

  private knownBy(service: ServiceName): Readonly<Record<string, Contract>> {
    const { contracts, knownBy } = this.options.composition;
    return knownBy?.(service) ?? contracts;
  }

  private readonly deliver = async (
    consumer: ServiceName,
    events: ReceivedEvent[],
  ): Promise<void> => {
    const running = this.running.get(consumer);
    if (!running?.database) throw new Error(`${consumer} does not run here`);
    const taken = events.map((event) =>
      this.mayBeOlder(event) ? this.parse(consumer, event) : event,
    );
    await receiveEvents(
      running.database,
      running.opened.subscriptions as never,
      this.recorder,
      taken,
    );
  };

  /** What a process before this one wrote, an earlier version may have written. */
  private mayBeOlder({ occurredAt }: ReceivedEvent): boolean {
    return this.options.transport === 'loopback' || Date.parse(occurredAt) < this.openedAtMs;
  }

  private parse(consumer: ServiceName, event: ReceivedEvent): ReceivedEvent {
    const shape =
      this.subscriptionsOf(consumer)[eventRoutes[event.type].producer]!.events[event.type]!;
    if (event.schemaVersion > shape.version)
      throw new LaterVersion(event.type, event.schemaVersion, shape.version);
    const sent = JSON.parse(JSON.stringify(event)) as ReceivedEvent;
    return { ...sent, data: shape.data.parse(sent.data) };
  }
}
