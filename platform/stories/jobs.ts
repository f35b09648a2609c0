import { PgBoss } from 'pg-boss';
import type { Database } from '../data/database.ts';
import { LaterVersion } from '../ground/later-version.ts';
import type { Logger } from '../telemetry/log.ts';
import { schemaOf, type ServiceName } from '../topology.ts';
import type { Transaction } from '../data/transaction.ts';

/** Work that has no row of its own to rest in: schedules, imports, polls, cleaning. */
export interface JobShape {
  /** Does one job. It may run twice, so it must be idempotent; a throw tries it again. */
  run(data: Record<string, unknown>): Promise<void>;
  /** Five-field cron in UTC for work that comes round. */
  readonly cron?: string;
  readonly retryLimit?: number;
  readonly concurrency?: number;
}

export interface Jobs {
  /** Adds a job in the transaction of the row it belongs to and wakes a worker after the commit. */
  enqueue(
    tx: Transaction,
    name: string,
    data: Record<string, unknown>,
    options?: { startAfterSeconds?: number; singletonKey?: string; priority?: number },
  ): Promise<void>;
}

const pollSeconds = 15;
const laterVersionPauseSeconds = 60;
const deadLetters = 'dead_letters';

/** pg-boss in a schema of the service's own role, opened only for services that declare jobs. */
export class JobEngine implements Jobs {
  private readonly boss: PgBoss;
  private readonly workers = new Map<string, string[]>();

  private readonly database: Database;
  private readonly jobs: Readonly<Record<string, JobShape>>;
  private readonly log: Logger;

  constructor(database: Database, jobs: Readonly<Record<string, JobShape>>, log: Logger) {
    this.database = database;
    this.jobs = jobs;
    this.log = log;
    this.boss = new PgBoss({
      db: {
        executeSql: (text, values) => database.raw(text, values),
      },
      schema: jobSchemaOf(database.service),
      createSchema: false,
      registerInstance: false,
      superviseIntervalSeconds: 60,
      monitorVacuum: false,
      reindex: false,
      openTelemetry: { enabled: false },
    });
    this.boss.on('error', (error) => this.log.error({ error: String(error) }, 'job engine'));
  }

  /** `takeAll`: this process alone owns the data, so jobs that a killed one left active are returned. */
  async start(takeAll: boolean): Promise<void> {
    await this.boss.start();
    // The engine changes nothing about those that are there, and takes a lock on all to find out.
    const there = new Set((await this.boss.getQueues()).map(({ name }) => name));
    if (!there.has(deadLetters)) await this.boss.createQueue(deadLetters);
    for (const [name, job] of Object.entries(this.jobs)) {
      if (there.has(name)) continue;
      await this.boss.createQueue(name, {
        retryLimit: job.retryLimit ?? 5,
        retryBackoff: true,
        retryDelay: 1,
        retryDelayMax: 300,
        deadLetter: deadLetters,
        heartbeatSeconds: 30,
      });
    }
    if (takeAll) await this.returnActive();
    for (const [name, job] of Object.entries(this.jobs)) {
      const id = await this.boss.work(
        name,
        { pollingIntervalSeconds: pollSeconds, localConcurrency: job.concurrency ?? 1 },
        async (batch) => {
          for (const { data } of batch) {
            await this.runOrWait(name, job, (data ?? {}) as Record<string, unknown>);
          }
        },
      );
      this.workers.set(name, [id]);
      if (job.cron) await this.boss.schedule(name, job.cron, {}, { missed: 'once' });
    }
  }

  async enqueue(
    tx: Transaction,
    name: string,
    data: Record<string, unknown>,
    options: { startAfterSeconds?: number; singletonKey?: string; priority?: number } = {},
  ): Promise<void> {
    await this.boss.send(name, data, {
      ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
      ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      db: {
        executeSql: async (text, values) => ({
          rows: await tx.query({ text, values: values ?? [], name: undefined, parts: [] }),
        }),
      },
    });
    tx.wakesQueue(name);
  }

  /** What leads to something that a newer process wrote waits for one, and counts no tries. */
  private async runOrWait(name: string, job: JobShape, data: Record<string, unknown>) {
    try {
      await job.run(data);
    } catch (error) {
      if (!(error instanceof LaterVersion)) throw error;
      this.log.warn({ job: name, error: String(error) }, 'job waits for a newer version');
      if (!job.cron) await this.boss.send(name, data, { startAfter: laterVersionPauseSeconds });
    }
  }

  wake(queue: string): void {
    for (const id of this.workers.get(queue) ?? []) this.boss.notifyWorker(id);
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 10_000, close: false });
  }

  private async returnActive(): Promise<void> {
    const text = `update ${jobSchemaOf(this.database.service)}.job set state = 'retry' where state = 'active'`;
    await this.database.raw(text);
  }
}

/** The schema of a service's jobs, owned by the service's role. */
export function jobSchemaOf(service: ServiceName): string {
  return `${schemaOf(service)}_jobs`;
}
