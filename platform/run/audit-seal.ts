import type { Database } from '../data/database.ts';
import { sql } from '../ground/sql.ts';
import type { Logger } from '../telemetry/log.ts';

/** No change of staff is under way longer, by far. */
const lateSeconds = 3_600;
const sealsAtOnce = 200;
/** With what an entry may wait for its turn it is sealed within a minute. */
const gatherMs = 30_000;
const uniqueViolation = '23505';

/**
 * Seals what was audited into its schema's chain, some seconds after it was written and beside it:
 * changes of staff wait for no lock of a chain. Where several processes seal, one is first, and the
 * other has nothing left. What a killed process left is sealed by the next start or the next change.
 */
export class AuditSeal {
  private timer: NodeJS.Timeout | undefined;
  private sealing: Promise<void> | undefined;
  private isWritten = false;
  private stopped = false;
  private readonly database: Database;
  private readonly log: Logger;

  constructor(database: Database, log: Logger) {
    this.database = database;
    this.log = log;
  }

  start(): void {
    this.wake();
  }

  /** Something may have been audited. */
  wake(): void {
    this.isWritten = true;
    if (this.stopped) return;
    this.timer ??= setTimeout(() => void this.sealWritten(), gatherMs).unref();
  }

  /** Seals what was written since, if anything was. Never fails: what is left is sealed later. */
  async sealWritten(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.sealing;
    if (!this.isWritten) return;
    this.isWritten = false;
    this.sealing = this.sealAll().catch((error: unknown) => {
      const isOther = (error as { code?: string }).code === uniqueViolation;
      if (!isOther) this.log.warn({ error: String(error) }, 'audit entries were not sealed; later');
      this.wake();
    });
    await this.sealing;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.sealWritten();
  }

  private async sealAll(): Promise<void> {
    let sealed: number;
    do sealed = (await this.database.query(sealSome)).length;
    while (sealed === sealsAtOnce);
  }
}

/** Those that are there now and have no seal yet, one after the other. */
const sealSome = sql`
  with recursive last as (
    select sequence, entry_at, hash from audit_seal order by sequence desc limit 1
  ), entries as (
    select row_number() over (order by e.at, e.id) as place, e.id, e.at, audit_digest(e) as digest
    from audit_entry e
    where e.at > coalesce((select entry_at - ${lateSeconds} * interval '1 second' from last), '-infinity')
      and not exists (select from audit_seal s where s.entry_id = e.id)
    order by e.at, e.id limit ${sealsAtOnce}
  ), chain as (
    select place, id, at, digest, sha256(coalesce((select hash from last), ''::bytea) || digest) as hash
    from entries where place = 1
    union all
    select e.place, e.id, e.at, e.digest, sha256(c.hash || e.digest)
    from chain c join entries e on e.place = c.place + 1
  )
  insert into audit_seal (sequence, entry_id, entry_at, digest, hash)
  select coalesce((select sequence from last), 0) + place, id, at, digest, hash
  from chain order by place
  returning 1`;
