import type { Database } from '#platform/data/database.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import { sql } from '#platform/ground/sql.ts';

/** Many share a group, so it waits little for anybody's lock. */
const quickWaitMs = 150;
/** Who wants what somebody else holds waits so long, and then had better come again. */
const patientWaitMs = 1_000;
const lockNotAvailable = '55P03';

/** The stock that an entry wants is held by somebody; the server's own words for it. */
class Held {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

export interface StockLanesParts<Entry, Outcome> {
  readonly database: Pick<Database, 'query'>;
  readonly skusOf: (entry: Entry) => readonly string[];
  /** One transaction for all; waits for a lock no longer than it is told. */
  readonly commit: (entries: readonly Entry[], lockWaitMs: number) => Promise<Outcome[]>;
}

/**
 * Groups the entries of a moment into one transaction, and keeps those apart whose stock somebody
 * holds for long: they wait in a lane of their own, and nobody waits with them.
 */
export class StockLanes<Entry, Outcome> {
  private readonly parts: StockLanesParts<Entry, Outcome>;
  /** Until somebody gets them. */
  private readonly heldSkus = new Set<string>();
  private readonly quick: GroupCommit<Entry, Outcome | Held>;
  private readonly patient: GroupCommit<Entry, Outcome | Held>;

  constructor(parts: StockLanesParts<Entry, Outcome>) {
    this.parts = parts;
    this.quick = new GroupCommit((entries) => this.commit(entries, quickWaitMs));
    this.patient = new GroupCommit((entries) => this.commit(entries, patientWaitMs), 1);
  }

  /** @throws the server's error when somebody holds the stock for too long */
  async submit(entry: Entry): Promise<Outcome> {
    if (!this.isHeld(entry)) {
      const outcome = await this.quick.submit(entry);
      if (!(outcome instanceof Held)) return outcome;
    }
    const outcome = await this.patient.submit(entry);
    if (outcome instanceof Held) throw outcome.error;
    for (const sku of this.parts.skusOf(entry)) this.heldSkus.delete(sku);
    return outcome;
  }

  private async commit(entries: Entry[], waitMs: number): Promise<(Outcome | Held)[]> {
    const { commit } = this.parts;
    try {
      return await commit(entries, waitMs);
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      for (const sku of await this.lookForHeld(entries)) this.heldSkus.add(sku);
      const free = entries.filter((entry) => !this.isHeld(entry));
      const outcomes = free.length > 0 ? await commit(free, waitMs) : [];
      const outcomeOf = new Map(free.map((entry, index) => [entry, outcomes[index]!]));
      return entries.map((entry) => outcomeOf.get(entry) ?? new Held(error));
    }
  }

  private isHeld(entry: Entry): boolean {
    return this.heldSkus.size > 0 && this.parts.skusOf(entry).some((sku) => this.heldSkus.has(sku));
  }

  private async lookForHeld(entries: readonly Entry[]): Promise<string[]> {
    const skus = [...new Set(entries.flatMap((entry) => this.parts.skusOf(entry)))];
    const rows = await this.parts.database.query<{ sku: string }>(sql`
      with free as materialized (
        select sku, location_id from stock_item where sku = any(${skus}) for update skip locked)
      select distinct i.sku from stock_item i
      left join free f on f.sku = i.sku and f.location_id = i.location_id
      where i.sku = any(${skus}) and f.sku is null`);
    return rows.map(({ sku }) => sku);
  }
}
