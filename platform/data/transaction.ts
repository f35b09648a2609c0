import type pg from 'pg';
import type { Invocation } from '#kernel/invocation.ts';
import type { Transition } from '#kernel/states.ts';
import type { AfterCommit } from './after-commit.ts';
import { sendOver } from './column-names.ts';
import type { EmittedEvent } from '../events/event-types.ts';
import { announceChange, changeBy, changeStatement, type Change, type MoveDetail } from './move.ts';
import type { StoredForms } from '../documents/stored-forms.ts';
import type { Statement } from '../ground/sql.ts';
import { witnessStatement } from '../telemetry/statement-witness.ts';
import type { EventType, ServiceName } from '../topology.ts';
import type { Scope } from '../resting/story-rows.ts';
import { TransactionStories } from '../resting/transaction-stories.ts';
import { auditRow, eventRows, type AuditDetail } from './written-along.ts';

const inFailedTransaction = '25P02';

/** Leaves a transaction with a value and without a commit (an inbox that has seen it all). */
export class Unwind extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('transaction unwound');
    this.value = value;
  }
}

/**
 * An open transaction. Statements sent without waiting are pipelined. `emit`, `stories` and `audit` are collected and travel with the commit.
 */
export class Transaction {
  commitSent = false;
  private begun = false;
  private readonly closing: Statement[] = [];
  private readonly events: { event: EmittedEvent; scope: Scope }[] = [];
  /** What becomes of long stories in this transaction. */
  readonly stories: TransactionStories = new TransactionStories(this, () => this.scope);
  private scope: Scope;
  private readonly jobs: string[] = [];
  private audited: AuditDetail | undefined;
  /** What the server refused first: of all that is sent behind it, it says only that all is over. */
  private failed: Error | undefined;
  private readonly actions: (() => void)[] = [];

  private readonly client: pg.PoolClient;
  readonly service: ServiceName;
  private readonly name: string;
  readonly invocation: Invocation;
  private readonly afterCommit: AfterCommit;
  readonly stored: StoredForms;

  constructor(
    client: pg.PoolClient,
    {
      service,
      afterCommit,
      stored,
    }: { service: ServiceName; afterCommit: AfterCommit; stored: StoredForms },
    name: string,
    invocation: Invocation,
  ) {
    this.client = client;
    this.service = service;
    this.stored = stored;
    this.name = name;
    this.invocation = invocation;
    this.afterCommit = afterCommit;
    this.scope = invocation;
  }

  /** In whose channel, language and trace the next events and stories are: reactions take many events at once. */
  inScopeOf(scope: Scope): void {
    this.scope = scope;
  }

  async query<Row extends object>(statement: Statement): Promise<Row[]> {
    witnessStatement(this.service, statement, 'query');
    return this.stored.read(await this.send(statement)).rows as Row[];
  }

  async first<Row extends object>(statement: Statement): Promise<Row | undefined> {
    return (await this.query<Row>(statement))[0];
  }

  /** Runs a write and tells how many rows it changed: compare-and-set callers must look at it. */
  async change(statement: Statement): Promise<number> {
    witnessStatement(this.service, statement, 'change');
    return (await this.send(statement)).rowCount ?? 0;
  }

  /** A move of one row (`kernel/states.ts`), with what is written along; undefined when it was lost. */
  async move<Row extends object>(
    move: Transition,
    which: string | Statement,
    detail?: MoveDetail,
  ): Promise<Row | undefined> {
    return this.make<Row>(changeBy(move, which, detail));
  }

  /** A change (`platform/data/move.ts`) with further statements beside it; undefined when it was lost. */
  async make<Row extends object>(change: Change): Promise<Row | undefined> {
    const row = await this.first<Row>(changeStatement(change, this.invocation));
    const { service, invocation, afterCommit } = this;
    if (row) this.afterwards(() => announceChange(change, service, invocation, afterCommit));
    return row;
  }

  /** A write whose outcome nobody needs to see: it is sent together with the commit. */
  last(statement: Statement): void {
    witnessStatement(this.service, statement, 'last');
    this.closing.push(statement);
  }

  /** Tells a fact in the transaction of the change it tells of. */
  emit<T extends EventType>(event: EmittedEvent<T>): void {
    this.events.push({ event: event, scope: this.scope });
  }

  /** Names what a staff change touched; without it the row names the operation alone. */
  audit(detail: AuditDetail): void {
    this.audited = detail;
  }

  /** Something to do in this process once the commit is durable; lost with the process. */
  afterwards(action: () => void): void {
    this.actions.push(action);
  }

  /** Wakes the workers of a queue after the commit; the job itself is inserted by `platform/stories/jobs.ts`. */
  wakesQueue(queue: string): void {
    this.jobs.push(queue);
  }

  /** Commits. False when there was nothing to commit. */
  async commit(): Promise<boolean> {
    this.collect();
    if (!this.begun && this.closing.length === 0) return false;
    this.cork();
    const sent = this.closing.map((statement) => this.send(statement));
    this.commitSent = true;
    const ended = this.client.query('commit');
    this.uncork();
    // All are awaited: a failed statement makes `commit` a rollback, and its error is the one told.
    const outcomes = await Promise.allSettled([...sent, ended]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') throw this.refused(outcome.reason);
    const tag = (outcomes.at(-1) as PromiseFulfilledResult<pg.QueryResult>).value.command;
    if (tag !== 'COMMIT')
      throw this.failed ?? new Error(`transaction ${this.name} was rolled back: ${tag}`);
    return true;
  }

  /** Wakes what the commit made ready. */
  announce(): void {
    if (this.events.length > 0) this.afterCommit.eventsWritten(this.service);
    for (const { story, id, scope } of this.stories.ready()) {
      this.afterCommit.storyStarted(this.service, story.name, id, scope);
    }
    for (const queue of this.jobs) this.afterCommit.jobWritten(this.service, queue);
    for (const action of this.actions) action();
  }

  async rollback(): Promise<void> {
    if (this.begun) await this.client.query('rollback');
  }

  /** After a throw: rolls back; true when the connection cannot be used again. */
  async abandon(): Promise<boolean> {
    try {
      await this.rollback();
      return false;
    } catch {
      return true;
    }
  }

  /** A server's own refusal proves that nothing was committed; a lost connection proves nothing. */
  private refused(error: unknown): unknown {
    const code = (error as { code?: string }).code;
    if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && code !== '57P01')
      this.commitSent = false;
    return error;
  }

  private send(statement: Statement): Promise<pg.QueryResult> {
    if (!this.begun) {
      this.begun = true;
      this.cork();
      // Its failure shows in the statement behind it.
      this.client.query('begin').catch(() => {});
      const sent = this.sendOver(statement);
      this.uncork();
      return sent;
    }
    return this.sendOver(statement);
  }

  private async sendOver(statement: Statement): Promise<pg.QueryResult> {
    try {
      return await sendOver(this.client, statement);
    } catch (error) {
      this.failed ??= error as Error;
      throw (error as { code?: string }).code === inFailedTransaction ? this.failed : error;
    }
  }

  private collect(): void {
    const { invocation } = this;
    for (const statement of this.stories.collected()) this.last(statement);
    if (this.events.length > 0) this.last(eventRows(this.events, invocation));
    const audit = this.begun ? auditRow(this.name, this.audited, invocation) : undefined;
    if (audit) this.last(audit);
  }

  private stream(): { cork(): void; uncork(): void } | undefined {
    return (
      this.client as unknown as { connection?: { stream?: { cork(): void; uncork(): void } } }
    ).connection?.stream;
  }

  /** Several messages leave in one packet. */
  private cork(): void {
    this.stream()?.cork();
  }

  private uncork(): void {
    this.stream()?.uncork();
  }
}
