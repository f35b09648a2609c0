import type { Field } from '#contracts/fields.ts';
import type { Database } from '#platform/data/database.ts';
import { fieldOf, type FieldRow } from '#platform/fields/define-field.ts';
import { sql } from '#platform/ground/sql.ts';

/** How long a new name or a field that is counted no more may go unseen. */
const staleAfterMs = 1_000;

/** The fields that shoppers filter by, by key: many searches a second name the same few. */
export class FacetFields {
  private readonly database: Database;
  private read: Promise<ReadonlyMap<string, Field>> | undefined;
  private readMs = 0;

  constructor(database: Database) {
    this.database = database;
  }

  all(): Promise<ReadonlyMap<string, Field>> {
    const nowMs = performance.now();
    if (this.read === undefined || nowMs - this.readMs > staleAfterMs) {
      this.readMs = nowMs;
      const reading = this.load();
      this.read = reading;
      reading.catch(() => {
        if (this.read === reading) this.read = undefined;
      });
    }
    return this.read;
  }

  private async load(): Promise<ReadonlyMap<string, Field>> {
    // Where a product and a variant have the same key, the product's name is told.
    const rows = await this.database.query<FieldRow>(
      sql`select owner, key, version, definition from field_definition order by owner desc, key`,
    );
    const shown = rows.map(fieldOf).filter(({ facet, storefront }) => facet && storefront);
    return new Map(shown.map((field) => [field.key, field]));
  }
}
