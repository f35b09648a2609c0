import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makePrivateFolder } from './private-folder.ts';

export const shelfNames = [
  'payments',
  'refunds',
  'disputes',
  'balance_transactions',
  'payouts',
  'mails',
  'sms',
  'sms_replies',
  'webhooks',
  'labels',
  'rates',
  'manifests',
  'assessments',
  'tax_calculations',
  'tax_transactions',
  'customers',
  'payment_methods',
  'setup_intents',
  'checkout_sessions',
] as const;

export type ShelfName = (typeof shelfNames)[number];

export interface Entry<T> {
  seq: number;
  value: T;
}

/** One kind of record: by id, by reference, in order of arrival, and by when it is due next. */
export class Shelf<T extends { id: string }> {
  private readonly insertStatement: StatementSync;
  private readonly updateStatement: StatementSync;
  private readonly byIdStatement: StatementSync;
  private readonly byReferenceStatement: StatementSync;
  private readonly pageStatement: StatementSync;
  private readonly newestStatement: StatementSync;
  private readonly beforeStatement: StatementSync;
  private readonly seqStatement: StatementSync;
  private readonly dueStatement: StatementSync;
  private readonly nextDueStatement: StatementSync;
  private readonly countStatement: StatementSync;

  constructor(database: DatabaseSync, name: ShelfName) {
    database.exec(`
      create table if not exists ${name} (
        seq integer primary key, id text not null unique, reference text,
        due_at_ms integer, body text not null
      ) strict;
      create index if not exists ${name}_reference on ${name} (reference) where reference is not null;
      create index if not exists ${name}_due on ${name} (due_at_ms) where due_at_ms is not null;`);
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.insertStatement = prepare(
      `insert into ${name} (id, reference, due_at_ms, body) values (?, ?, ?, ?)`,
    );
    this.updateStatement = prepare(`update ${name} set due_at_ms = ?, body = ? where id = ?`);
    this.byIdStatement = prepare(`select body from ${name} where id = ?`);
    this.byReferenceStatement = prepare(
      `select body from ${name} where reference = ? order by seq`,
    );
    this.pageStatement = prepare(
      `select seq, body from ${name} where seq > ? order by seq limit ?`,
    );
    this.newestStatement = prepare(`select seq, body from ${name} order by seq desc limit ?`);
    this.beforeStatement = prepare(
      `select seq, body from ${name} where seq < ? order by seq desc limit ?`,
    );
    this.seqStatement = prepare(`select seq from ${name} where id = ?`);
    this.dueStatement = prepare(
      `select seq, body from ${name} where due_at_ms <= ? order by due_at_ms, seq limit ?`,
    );
    this.nextDueStatement = prepare(
      `select min(due_at_ms) as at from ${name} where due_at_ms is not null`,
    );
    this.countStatement = prepare(`select count(*) as count from ${name}`);
  }

  insert(value: T, reference: string | null = null, dueAtMs: number | null = null): void {
    this.insertStatement.run(value.id, reference, dueAtMs, JSON.stringify(value));
  }

  update(value: T, dueAtMs: number | null = null): void {
    this.updateStatement.run(dueAtMs, JSON.stringify(value), value.id);
  }

  get(id: string): T | undefined {
    const row = this.byIdStatement.get(id);
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as T);
  }

  byReference(reference: string): T[] {
    return this.byReferenceStatement
      .all(reference)
      .map((row) => JSON.parse(String(row['body'])) as T);
  }

  page(afterSeq: number, limit: number): Entry<T>[] {
    return entries(this.pageStatement.all(afterSeq, limit));
  }

  newest(limit: number): Entry<T>[] {
    return entries(this.newestStatement.all(limit));
  }

  /** Newest first, of those before one; of all where none is given. */
  before(seq: number | undefined, limit: number): Entry<T>[] {
    return entries(this.beforeStatement.all(seq ?? Number.MAX_SAFE_INTEGER, limit));
  }

  seqOf(id: string): number | undefined {
    const seq = this.seqStatement.get(id)?.['seq'];
    return typeof seq === 'number' ? seq : undefined;
  }

  due(nowMs: number, limit: number): T[] {
    return entries<T>(this.dueStatement.all(nowMs, limit)).map((entry) => entry.value);
  }

  nextDueAtMs(): number | undefined {
    const at = this.nextDueStatement.get()?.['at'];
    return typeof at === 'number' ? at : undefined;
  }

  count(): number {
    return Number(this.countStatement.get()?.['count']);
  }
}

function entries<T>(rows: Record<string, unknown>[]): Entry<T>[] {
  return rows.map((row) => ({
    seq: Number(row['seq']),
    value: JSON.parse(String(row['body'])) as T,
  }));
}

export interface StoredReply {
  fingerprint: string;
  statusCode: number;
  body: string;
}

const replyRetentionMs = 86_400_000;

/**
 * What the outside world remembers, on disk. WAL without a sync per commit: it survives the death
 * of any process at any instant, which is what the sandbox is asked to survive.
 */
export class Book {
  readonly database: DatabaseSync;
  private readonly shelves = new Map<ShelfName, Shelf<{ id: string }>>();
  private readonly begin: StatementSync;
  private readonly commit: StatementSync;
  private readonly rollback: StatementSync;
  private readonly savepoint: StatementSync;
  private readonly release: StatementSync;
  private pending: Promise<void> | undefined;
  private readonly readReply: StatementSync;
  private readonly writeReply: StatementSync;

  constructor(folder: string) {
    makePrivateFolder(folder);
    // SQLite makes its files with the mode of the first one.
    closeSync(openSync(join(folder, 'book.sqlite'), 'a', 0o600));
    this.database = new DatabaseSync(join(folder, 'book.sqlite'));
    this.database.exec(`
      pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 2000;
      pragma wal_autocheckpoint = 4000;
      create table if not exists replies (
        key text primary key, fingerprint text not null, status_code integer not null,
        body text not null, created_ms integer not null
      ) strict, without rowid;`);
    this.database
      .prepare('delete from replies where created_ms < ?')
      .run(Date.now() - replyRetentionMs);
    for (const name of shelfNames) this.shelves.set(name, new Shelf(this.database, name));
    this.begin = this.database.prepare('begin immediate');
    this.commit = this.database.prepare('commit');
    this.rollback = this.database.prepare('rollback to one_write');
    this.savepoint = this.database.prepare('savepoint one_write');
    this.release = this.database.prepare('release one_write');
    this.readReply = this.database.prepare(
      'select fingerprint, status_code, body from replies where key = ?',
    );
    this.writeReply = this.database.prepare('insert into replies values (?, ?, ?, ?, ?)');
  }

  shelf<T extends { id: string }>(name: ShelfName): Shelf<T> {
    return this.shelves.get(name) as unknown as Shelf<T>;
  }

  /**
   * All or nothing. Writes of one turn of the event loop share a commit; whoever answers for one
   * waits for `committed` first.
   */
  write<T>(work: () => T): T {
    this.open();
    this.savepoint.run();
    try {
      const result = work();
      this.release.run();
      return result;
    } catch (error) {
      this.rollback.run();
      this.release.run();
      throw error;
    }
  }

  /** Resolves when everything written so far will survive the death of this process. */
  async committed(): Promise<void> {
    await this.pending;
  }

  /** Commits now what waits for the end of the turn. */
  flush(): void {
    if (this.pending === undefined) return;
    this.pending = undefined;
    this.commit.run();
  }

  private open(): void {
    if (this.pending !== undefined) return;
    this.begin.run();
    this.pending = new Promise((resolve) => {
      setImmediate(() => {
        if (this.database.isOpen) this.flush();
        resolve();
      });
    });
  }

  reply(key: string): StoredReply | undefined {
    const row = this.readReply.get(key);
    if (row === undefined) return undefined;
    return {
      fingerprint: String(row['fingerprint']),
      statusCode: Number(row['status_code']),
      body: String(row['body']),
    };
  }

  keepReply(key: string, { fingerprint, statusCode, body }: StoredReply): void {
    this.writeReply.run(key, fingerprint, statusCode, body, Date.now());
  }

  /** As a provider does after a day: every key is new to it from now on. */
  forgetReplies(): void {
    this.write(() => this.database.exec('delete from replies'));
  }

  counts(): Record<ShelfName, number> {
    const pairs = shelfNames.map((name) => [name, this.shelf(name).count()]);
    return Object.fromEntries(pairs) as Record<ShelfName, number>;
  }

  close(): void {
    this.flush();
    this.database.close();
  }
}
