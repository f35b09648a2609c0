import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { traceIdOf } from '#kernel/invocation.ts';
import type { AfterCommit } from './after-commit.ts';
import type { EmittedEvent } from './event-types.ts';
import { json, sql, type Statement } from './sql.ts';
import { eventRoutes, type EventType, type ServiceName } from './topology.ts';

/** Leaves a transaction with a value and without a commit (an inbox that has seen it all). */
export class Unwind extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('transaction unwound');
    this.value = value;
  }
}

type Scope = Pick<Invocation, 'channel' | 'locale' | 'traceparent'>;

/** What a staff change did, for the audit row that is written with it. */
export interface AuditDetail {
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * An open transaction. Statements sent without waiting are pipelined. `emit`, `startStory` and
 * `audit` are collected and travel with the commit.
 */
export class Transaction {
  commitSent = false;
  private begun = false;
  private readonly closing: Statement[] = [];
  private readonly events: { event: EmittedEvent; scope: Scope }[] = [];
  private readonly stories: { name: string; id: string; scope: Scope; wakes: boolean }[] = [];
  private scope: Scope;
  private readonly jobs: string[] = [];
  private audited: AuditDetail | undefined;
  private readonly actions: (() => void)[] = [];

  private readonly client: pg.PoolClient;
  readonly service: ServiceName;
  private readonly name: string;
  readonly invocation: Invocation;
  private readonly afterCommit: AfterCommit;

  constructor(
    client: pg.PoolClient,
    service: ServiceName,
    name: string,
    invocation: Invocation,
    afterCommit: AfterCommit,
  ) {
    this.client = client;
    this.service = service;
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
    return (await this.send(statement)).rows as Row[];
  }

  async first<Row extends object>(statement: Statement): Promise<Row | undefined> {
    return (await this.query<Row>(statement))[0];
  }

  /** Runs a write and tells how many rows it changed: compare-and-set callers must look at it. */
  async change(statement: Statement): Promise<number> {
    return (await this.send(statement)).rowCount ?? 0;
  }

  /** A write whose outcome nobody needs to see: it is sent together with the commit. */
  last(statement: Statement): void {
    this.closing.push(statement);
  }

  /** Tells a fact in the transaction of the change it tells of. */
  emit<T extends EventType>(event: EmittedEvent<T>): void {
    this.events.push({ event: event, scope: this.scope });
  }

  /**
   * Puts a long story at rest as a row and goes on with it right after the commit. Starting one
   * that exists changes nothing but wakes it. With `wakes` false nobody goes on now: the writer
   * does the work itself, and the sweep does it when he could not.
   */
  startStory(name: string, id: string, { wakes = true } = {}): void {
    this.stories.push({ name, id, scope: this.scope, wakes });
  }

  /** Ends a story: no sweep looks at it any more. */
  finishStory(name: string, id: string): void {
    this.last(
      sql`update story set state = 'finished', finished_at = kontor_now() where name = ${name} and id = ${id} and state <> 'finished'`,
    );
  }

  /** Names what a staff change touched; without it the row names the operation alone. */
  audit(detail: AuditDetail): void {
    this.audited = detail;
  }

  /** Something to do in this process once the commit is durable; lost with the process. */
  afterwards(action: () => void): void {
    this.actions.push(action);
  }

  /** Wakes the workers of a queue after the commit; the job itself is inserted by `platform/jobs.ts`. */
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
    if (tag !== 'COMMIT') throw new Error(`transaction ${this.name} was rolled back: ${tag}`);
    return true;
  }

  /** Wakes what the commit made ready. */
  announce(): void {
    if (this.events.length > 0) this.afterCommit.eventsWritten(this.service);
    for (const { name, id, scope, wakes } of this.stories) {
      if (wakes) this.afterCommit.storyStarted(this.service, name, id, scope);
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
      const sent = this.client.query(statement as unknown as pg.QueryConfig);
      this.uncork();
      return sent;
    }
    return this.client.query(statement as unknown as pg.QueryConfig);
  }

  private collect(): void {
    const { invocation } = this;
    for (const { name, id, scope } of this.stories) {
      this.last(sql`
        insert into story (name, id, channel, locale, traceparent, next_attempt_at)
        values (${name}, ${id}, ${scope.channel}, ${scope.locale},
                ${scope.traceparent}, kontor_now() + interval '60 seconds')
        on conflict (name, id) do update set next_attempt_at = excluded.next_attempt_at
        where story.state = 'open'`);
    }
    for (const { event, scope } of this.events) this.last(outboxInsert(event, scope, invocation));
    const { actor } = invocation;
    if ((actor.kind === 'staff' || actor.kind === 'api_key') && this.begun) {
      this.last(sql`
        insert into audit_entry (id, actor_kind, actor_id, operation, subject, detail, trace_id)
        values (${newId()}, ${actor.kind}, ${actor.id}, ${this.name}, ${this.audited?.subject ?? null},
                ${json({ before: this.audited?.before, after: this.audited?.after })},
                ${traceIdOf(invocation.traceparent)})`);
    }
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

function outboxInsert(event: EmittedEvent, scope: Scope, invocation: Invocation): Statement {
  return sql`
    insert into outbox (id, type, schema_version, aggregate_id, aggregate_version, channel, locale,
                        actor, traceparent, data, pending)
    values (${newId()}, ${event.type}, ${event.schemaVersion ?? 1}, ${event.aggregateId},
            ${event.aggregateVersion}, ${event.channel ?? scope.channel},
            ${event.locale ?? scope.locale}, ${json(invocation.actor)},
            ${scope.traceparent}, ${json(event.data)},
            ${eventRoutes[event.type].consumers})`;
}
