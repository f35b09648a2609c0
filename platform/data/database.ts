import pg from 'pg';
import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import type { PlatformFailure } from '#kernel/contract.ts';
import { failpoint, failpointsArmed } from '../ground/failpoints.ts';
import { NamedColumns } from './column-names.ts';
import { PoolPhases } from './full-pool.ts';
import { keyRequired, requestKey } from '../resting/request-key.ts';
import {
  claimIdempotencyKey,
  isTwinsReply,
  keptUnderKey,
  priorReply,
  readWithPriorUse,
  recordReply,
  type PriorUse,
} from './idempotency.ts';
import { announceChange, changeStatement, whenWon, type Change } from './move.ts';
import { readPlanned } from './settled-read.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { schemaOf, topology, type ServiceName } from '../topology.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { witnessStatement } from '../telemetry/statement-witness.ts';
import { momentOf } from '../ground/moment.ts';
import { reportWaits } from '../telemetry/pool-wait.ts';
import { summaryOf } from '../telemetry/query-summary.ts';
import { StoredForms } from '../documents/stored-forms.ts';
import type { DatabaseUse, Telemetry } from '../telemetry/telemetry.ts';
import { Transaction, Unwind } from './transaction.ts';
import { auditRow } from './written-along.ts';
import type { AfterCommit } from './after-commit.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} leaves the safe integers`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, momentOf);

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** 40001 serialization failure, 40P01 deadlock, 57P01 backend terminated, 08*: connection lost. */
const retriedStates = new Set(['40001', '40P01', '57P01', '08006', '08003', '08000']);
const attemptsLimit = 4;
/** Of these the server says itself that the statement had no effect. */
const provesNothingDone = new Set(['40001', '40P01']);
const unlockedAttempts = 3;
const nothingToRead = sql`select 1 where false`;
const lockTimeoutMs = 8_000;
const statementTimeoutMs = 30_000;
/** How long it usually takes at most until a server has taken a connection. */
export const connectTimeoutMs = 5_000;

type Decision = Result<{ readonly move: Change; readonly value: unknown }, Failure>;
type ValueOf<D> = D extends { ok: true; value: { value: infer Value } } ? Value : never;
type FailureOf<D> = D extends { ok: false; failure: infer F extends Failure } ? F : never;
type Answer<D> = Result<ValueOf<D>, FailureOf<D> | PlatformFailure>;

/**
 * One service's schema, seen with that service's role. Reads are single statements; writes are
 * transactions with a name, which is also the name of their failpoints. A transaction is two round
 * trips at best: `begin` rides with the first statement, events and stories with `commit`.
 */
export class Database {
  private readonly pool: pg.Pool;
  private readonly edge: { kind: 'arrow' | 'co_located_store'; to: string };

  readonly service: ServiceName;
  private readonly recorder: EdgeRecorder;
  readonly afterCommit: AfterCommit;
  /** Undefined where nobody watches. */
  readonly telemetry: Telemetry | undefined;
  readonly stored: StoredForms;
  readonly phases: PoolPhases;

  constructor(
    service: ServiceName,
    address: DatabaseAddress,
    recorder: EdgeRecorder,
    afterCommit: AfterCommit,
    telemetry?: Telemetry,
    stored = new StoredForms(),
    connectMs = connectTimeoutMs,
  ) {
    this.service = service;
    this.recorder = recorder;
    this.afterCommit = afterCommit;
    this.telemetry = telemetry;
    this.stored = stored;
    const { connections, database, drawnStore } = topology[service];
    this.edge = { kind: drawnStore ? 'arrow' : 'co_located_store', to: `${database}-db` };
    this.pool = new pg.Pool({
      ...address,
      max: connections,
      pipeline: true,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: connectMs,
      application_name: `kontor ${service}`,
      options: `-c search_path=${schemaOf(service)},kontor -c plan_cache_mode=force_generic_plan -c lock_timeout=${lockTimeoutMs} -c statement_timeout=${statementTimeoutMs} -c idle_in_transaction_session_timeout=${statementTimeoutMs}`,
    });
    this.phases = new PoolPhases(this.pool, connections, connectMs);
    // A connection that dies while idle is replaced at the next use; the use reports what matters.
    this.pool.on('error', () => {});
    // One that dies between two statements of a transaction says so to nobody else either.
    this.pool.on('connect', (client) => client.on('error', () => {}));
    const waited = telemetry?.pool(service, () => ({
      open: this.pool.totalCount,
      idle: this.pool.idleCount,
      waiting: this.pool.waitingCount,
      limit: connections,
    }));
    if (waited) reportWaits(this.pool, waited);
  }

  /** Reads rows with one statement. */
  async query<Row extends object>(statement: Statement, invocation?: Invocation): Promise<Row[]> {
    witnessStatement(this.service, statement, 'query');
    if (!this.telemetry) return this.send(statement, invocation);
    const use = this.use(summaryOf(statement), invocation);
    return this.telemetry.database(use, () => this.send<Row>(statement, invocation));
  }

  private async send<Row extends object>(
    statement: Statement,
    invocation: Invocation | undefined,
  ): Promise<Row[]> {
    if (invocation) this.touch(invocation);
    const named = new NamedColumns(statement);
    // A pool answers by promise, whatever it is handed.
    const result = await (this.pool.query(named) as unknown as Promise<pg.QueryResult>);
    return this.stored.read(result).rows as Row[];
  }

  /**
   * Reads a list with filters, planned for their values. `settled`: up to where no open transaction can
   * change what was listed (`platform/data/settled-read.ts`).
   */
  async list<Row extends object>(
    statement: Statement,
    settled: boolean,
    invocation: Invocation,
  ): Promise<Row[]> {
    witnessStatement(this.service, statement, 'list');
    this.touch(invocation);
    const send = async () => {
      const client = await this.pool.connect();
      try {
        const found = await readPlanned(client, statement, settled);
        client.release();
        return this.stored.read(found).rows as Row[];
      } catch (error) {
        client.release(!(error instanceof pg.DatabaseError));
        throw error;
      }
    };
    return this.telemetry?.database(this.use('list', invocation), send) ?? send();
  }

  /** A statement of the job engine, several in one text too: what the driver answers, untouched. */
  async raw(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    return this.pool.query(text, values);
  }

  /** Reads at most one row. */
  async first<Row extends object>(
    statement: Statement,
    invocation?: Invocation,
  ): Promise<Row | undefined> {
    return (await this.query<Row>(statement, invocation))[0];
  }

  /**
   * A transaction of one statement in one round trip: PostgreSQL commits it by itself. It has a
   * transaction's failpoints and retries, so the statement must be harmless when repeated; events,
   * stories and audit rows need `transaction`.
   */
  async write<Row extends object>(
    name: string,
    statement: Statement,
    invocation: Invocation,
  ): Promise<Row[]> {
    witnessStatement(this.service, statement, 'write');
    if (failpointsArmed()) await this.reach(name, 'before');
    const send = () => retrying(retriedStates, () => this.send<Row>(statement, invocation));
    const rows = await (this.telemetry?.database(this.use(name, invocation), send) ?? send());
    if (failpointsArmed()) await this.reach(name, 'after');
    this.afterCommit.committed(this.service, invocation.actor.kind);
    return rows;
  }

  /**
   * A compare-and-set with its events, stories and reply, in one statement and one round trip. The
   * row as moved; undefined when nothing moved, and then nothing was written. It has a
   * transaction's failpoints, and is tried again where the server proves that it did nothing.
   */
  async move<Row extends object>(
    name: string,
    change: Change,
    invocation: Invocation,
  ): Promise<Row | undefined> {
    const audit = auditRow(name, undefined, invocation, whenWon);
    const statement = changeStatement(change, invocation, audit);
    witnessStatement(this.service, statement, 'move');
    if (failpointsArmed()) await this.reach(name, 'before');
    const send = () => retrying(provesNothingDone, () => this.send<Row>(statement, invocation));
    const [row] = await (this.telemetry?.database(this.use(name, invocation), send) ?? send());
    if (!row) return undefined;
    if (failpointsArmed()) await this.reach(name, 'after');
    announceChange(change, this.service, invocation, this.afterCommit);
    this.afterCommit.committed(this.service, invocation.actor.kind);
    return row;
  }

  /**
   * A command that is one move, under the client's idempotency key as in `command`: what it depends
   * on is read without a lock, beside the key's earlier use; `decide` makes of it the reply and a
   * move that is won only while that still holds. Who lost to others some times reads under a lock.
   * A twin that comes while the first runs waits for it and gets its reply.
   */
  async moveCommand<Decide extends (row: never) => Decision>(
    operation: string,
    input: unknown,
    invocation: Invocation,
    read: Statement | undefined,
    decide: Decide,
  ): Promise<Answer<ReturnType<Decide>>> {
    type Reported = Answer<ReturnType<Decide>>;
    type Value = ValueOf<ReturnType<Decide>>;
    const record = requestKey(operation, input, invocation);
    if (!record) return keyRequired();
    const look = readWithPriorUse(record, read ?? nothingToRead);
    witnessStatement(this.service, read ?? nothingToRead, 'decide');
    let row: PriorUse | undefined;
    for (let attempt = 1; attempt <= unlockedAttempts; attempt += 1) {
      if (read || attempt > 1) row = await this.first<PriorUse>(look, invocation);
      const prior = priorReply<Value>(record, row, this.stored);
      if (prior) return prior;
      const decided = decide((row?.isThere ? row : undefined) as never);
      if (!decided.ok) return decided as Reported;
      const { move, value } = decided.value;
      try {
        const whole = { ...move, reply: keptUnderKey(record, value) };
        if (await this.move(operation, whole, invocation)) return ok(value as Value);
      } catch (error) {
        if (!isTwinsReply(error)) throw error;
      }
    }
    return this.command(operation, input, invocation, async (tx) => {
      const locked = await tx.first(sql`${read ?? nothingToRead} for update`);
      const decided = decide(locked as never);
      if (!decided.ok) return decided as Reported;
      const { move, value } = decided.value;
      if (!(await tx.make(move))) throw new Error(`${operation}: the move was lost under a lock`);
      return ok(value as Value);
    }) as Promise<Reported>;
  }

  /**
   * Runs `work` in a transaction and commits what it wrote, with its events, stories and audit row.
   * A failed result rolls everything back. Serialization failures, deadlocks and lost connections
   * run the whole of `work` again, so it must have no effect outside the transaction.
   */
  async transaction<T>(
    name: string,
    invocation: Invocation,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    if (!this.telemetry) return this.transact(name, invocation, work);
    const use = this.use(name, invocation);
    return this.telemetry.database(use, () => this.transact(name, invocation, work));
  }

  private async transact<T>(
    name: string,
    invocation: Invocation,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    this.touch(invocation);
    for (let attempt = 1; ; attempt += 1) {
      const client = await this.pool.connect();
      const tx = new Transaction(client, this, name, invocation);
      let value: T;
      let committed: boolean;
      try {
        value = await work(tx);
        if (isFailed(value)) {
          await tx.rollback();
          client.release();
          return value;
        }
        if (failpointsArmed()) await this.reach(name, 'before');
        committed = await tx.commit();
      } catch (error) {
        const broken = await tx.abandon();
        client.release(broken);
        if (error instanceof Unwind) return error.value as T;
        if (attempt >= attemptsLimit || !mayRetry(error, tx)) throw error;
        await backOff(attempt);
        continue;
      }
      client.release();
      if (committed && failpointsArmed()) await this.reach(name, 'after');
      tx.announce();
      if (committed) this.afterCommit.committed(this.service, invocation.actor.kind);
      return value;
    }
  }

  /**
   * A command under the client's idempotency key: the same key and body get the recorded reply,
   * another body is refused, and while the first still runs the second is told so. Failed results
   * change nothing and are not recorded, so a client may mend what was wrong and send again.
   */
  async command<Value, F extends Failure>(
    operation: string,
    input: unknown,
    invocation: Invocation,
    work: (tx: Transaction) => Promise<Result<Value, F>>,
  ): Promise<Result<Value, F | PlatformFailure>> {
    return this.transaction<Result<Value, F | PlatformFailure>>(
      operation,
      invocation,
      async (tx) => {
        const claim = await claimIdempotencyKey<Value>(tx, operation, input, invocation);
        if (!claim.fresh) return claim.reply;
        const result = await work(tx);
        if (result.ok) recordReply(tx, claim.record, result.value);
        return result;
      },
    );
  }

  /** Once, before anything is read: where its stored documents are. */
  async learnDocuments(): Promise<void> {
    await this.stored.learn((statement) => this.query(statement));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private use(summary: string, invocation: Invocation | undefined): DatabaseUse {
    const { service } = this;
    const database = topology[service].database!;
    return { service, database, summary, traceparent: invocation?.traceparent };
  }

  private touch(invocation: Invocation): void {
    this.recorder.record(this.edge.kind, this.service, this.edge.to, invocation.traceparent);
  }

  private async reach(name: string, when: 'before' | 'after'): Promise<void> {
    await failpoint(`commit:${this.service}.${name}:${when}`);
  }
}

/** Sends a statement again while the server answers with one of these states. */
async function retrying<T>(states: ReadonlySet<string>, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const { code } = error as { code?: string };
      if (attempt >= attemptsLimit || code === undefined || !states.has(code)) throw error;
      await backOff(attempt);
    }
  }
}

function backOff(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * Math.random()));
}

function isFailed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}

function mayRetry(error: unknown, tx: Transaction): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint === 'idempotency_pkey') return true;
  return code !== undefined && retriedStates.has(code) && !tx.commitSent;
}
