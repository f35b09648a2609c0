import type { Database } from '#platform/data/database.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';

export interface OpenEdition {
  readonly editionId: number;
  readonly channel: string;
  readonly locale: string;
  readonly currency: string;
  readonly isDefault: boolean;
  /** Products of a category or collection are being listed anew, maybe under another name. */
  readonly isRelisting: boolean;
}

/** How long another process's change of a channel may go unseen. */
const staleAfterMs = 1_000;

/**
 * Editions of active channels, kept in memory: every read of the store needs one and they hardly
 * ever change. A change made in this process is seen at once.
 */
export class Editions {
  private readonly database: Database;
  private loaded: Promise<OpenEdition[]> | undefined;
  private loadedMs = 0;

  constructor(database: Database) {
    this.database = database;
  }

  /** The channel in the language asked for, else in one near it, else in its own. Undefined: no such channel. */
  async find({ channel, locale }: Invocation): Promise<OpenEdition | undefined> {
    const editions = (await this.all()).filter((edition) => edition.channel === channel);
    const language = locale.slice(0, 2);
    return (
      editions.find((edition) => edition.locale === locale) ??
      editions.find((edition) => edition.locale === language) ??
      editions.find((edition) => edition.locale.startsWith(`${language}-`)) ??
      editions.find(({ isDefault }) => isDefault)
    );
  }

  forget(): void {
    this.loaded = undefined;
  }

  private all(): Promise<OpenEdition[]> {
    const nowMs = performance.now();
    if (this.loaded === undefined || nowMs - this.loadedMs > staleAfterMs) {
      this.loadedMs = nowMs;
      const loading = this.load();
      this.loaded = loading;
      loading.catch(() => {
        if (this.loaded === loading) this.loaded = undefined;
      });
    }
    return this.loaded;
  }

  private load(): Promise<OpenEdition[]> {
    return this.database.query<OpenEdition>(sql`
      select e.id as edition_id, e.channel, e.locale, c.currency,
        e.locale = c.default_locale as is_default,
        exists (select from rebuild r where starts_with(r.id, 'category:')
          or starts_with(r.id, 'collection:')) as is_relisting
      from edition e join channel c on c.code = e.channel where c.active order by e.id`);
  }
}
