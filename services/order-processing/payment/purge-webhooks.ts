import * as clock from '#kernel/clock.ts';
import type { Database } from '#platform/database.ts';
import { sql } from '#platform/sql.ts';

const everyMs = 3_600_000;
const batch = 5_000;

/** Event ids are kept 14 days. What is older goes when new ones come, so nothing runs while idle. */
export class WebhookInbox {
  private nextMs = 0;
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  purgeSometimes(): void {
    if (clock.nowMs() < this.nextMs) return;
    this.nextMs = clock.nowMs() + everyMs;
    this.database
      .query(sql`
        delete from webhook_inbox where event_id in (
          select event_id from webhook_inbox
          where received_at < kontor_now() - interval '14 days' limit ${batch})`)
      .catch(() => (this.nextMs = 0));
  }
}
