import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Logger } from '#platform/telemetry/log.ts';

const pauseMs = 3_600_000;
const rowsAtOnce = 1_000;

/**
 * Deletes what has served its time, a thousand rows at once. Somebody's try to log in sets it going,
 * once an hour at most, so that nothing ticks in a shop at rest.
 */
export class Tidying {
  private lastMs = 0;
  private running: Promise<void> | undefined;
  private closing = false;
  private readonly database: Database;
  private readonly log: Logger;

  constructor(database: Database, log: Logger) {
    this.database = database;
    this.log = log;
  }

  begin(invocation: Invocation): void {
    if (this.running || clock.nowMs() - this.lastMs < pauseMs) return;
    this.lastMs = clock.nowMs();
    this.running = this.run(invocation)
      .catch((error: unknown) => this.log.warn({ error: String(error) }, 'tidying failed'))
      .finally(() => (this.running = undefined));
  }

  /** Waits for what runs, and lets the rest be. */
  async close(): Promise<void> {
    this.closing = true;
    await this.running;
  }

  private async run(invocation: Invocation): Promise<void> {
    for (const statement of outdated()) await this.database.query(statement, invocation);
    // Anybody who likes to makes these: as many as there are.
    for (const statement of [outdatedAttempts(), outdatedPasskeyChallenges()]) {
      let deleted = rowsAtOnce;
      while (deleted === rowsAtOnce && !this.closing) {
        deleted = (await this.database.query(statement, invocation)).length;
      }
    }
  }
}

/** One that is counted meanwhile stays: the row is looked at once more when its lock is had. */
function outdatedAttempts(): Statement {
  return sql`
    delete from attempts
    where expires_at < kontor_now() and subject_hash in (
      select subject_hash from attempts where expires_at < kontor_now() limit ${rowsAtOnce})
    returning 1`;
}

function outdatedPasskeyChallenges(): Statement {
  return sql`
    delete from passkey_challenge
    where challenge_hash in (
      select challenge_hash from passkey_challenge
      where expires_at < kontor_now() limit ${rowsAtOnce})
    returning 1`;
}

function outdated(): Statement[] {
  return [
    // A spent token that is shown after a week is refused as unknown; its family needs no revoking.
    sql`delete from refresh_token where token_hash in (
          select token_hash from refresh_token
          where spent_at < kontor_now() - interval '7 days' limit 1000)`,
    sql`delete from session where session_id in (
          select session_id from session
          where expires_at < kontor_now() - interval '30 days' limit 1000)`,
    sql`delete from action_token where token_hash in (
          select token_hash from action_token
          where expires_at < kontor_now() - interval '7 days' limit 1000)`,
    sql`delete from sign_in_challenge where token_hash in (
          select token_hash from sign_in_challenge
          where expires_at < kontor_now() - interval '1 day' limit 1000)`,
    sql`delete from email_change where change_id in (
          select change_id from email_change
          where expires_at < kontor_now() - interval '7 days'
            and (confirmed_at is null or expires_at < kontor_now() - interval '180 days')
          limit 1000)`,
    sql`delete from registration where registration_id in (
          select registration_id from registration
          where expires_at < kontor_now() - interval '7 days' limit 1000)`,
    sql`delete from risk_assessment where key in (
          select key from risk_assessment
          where assessed_at < kontor_now() - interval '180 days' limit 1000)`,
  ];
}
