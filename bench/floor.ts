import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { addressOf, type Installation } from '#platform/provision/installation.ts';
import { schemaOf, serviceNames, type ServiceName } from '#platform/topology.ts';
import type { RecordedStatement } from '#platform/test-kit/wire-counts/statement-recorder.ts';
import { load, type LoadResult } from './load.ts';

/** A transaction of one service: from `begin` to `commit`, or what it sent under one Sync. */
interface Unit {
  readonly service: ServiceName;
  readonly statements: Sent[];
}

type Sent = Pick<RecordedStatement, 'text' | 'values' | 'name'>;

/** The frozen shop still holds its own connections. */
const connectionsEach = 2;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const gatewayId = /\b(pi|ch|re)_[A-Za-z0-9]+/g;
const orderNumber = /\bK-\d+\b/g;

/**
 * The floor: the statements and commits of one recorded purchase, sent again by a bare script
 * through `pg`, each transaction in one packet, with new ids each time; no HTTP, no rules.
 */
export class Floor {
  private readonly units: Unit[];
  /** As they were recorded. */
  readonly statements: number;
  readonly visits: number;
  private readonly sinceHex: string;
  private readonly pools = new Map<ServiceName, pg.Pool>();

  /** `sinceMs`: ids made since then are the purchase's own and are made anew. */
  constructor(installation: Installation, recorded: readonly RecordedStatement[], sinceMs: number) {
    const sent = recorded.filter(({ text }) => text !== 'rollback');
    this.units = unitsOf(sent);
    this.statements = sent.length;
    this.visits = new Set(sent.map(({ connection, sync }) => `${connection} ${sync}`)).size;
    this.sinceHex = sinceMs.toString(16).padStart(12, '0');
    for (const { service } of this.units) {
      if (this.pools.has(service)) continue;
      const options = `-c search_path=${schemaOf(service)},kontor`;
      const pool = new pg.Pool({
        ...addressOf(installation, service),
        options,
        max: connectionsEach,
        pipeline: true,
      });
      pool.on('error', () => {});
      this.pools.set(service, pool);
    }
  }

  get transactions(): number {
    return this.units.length;
  }

  run(callers: number, seconds: number): Promise<LoadResult> {
    return load(callers, { seconds }, () => this.replay());
  }

  async close(): Promise<void> {
    for (const pool of this.pools.values()) await pool.end();
  }

  private async replay(): Promise<void> {
    const fresh = new Map<string, string>();
    for (const { service, statements } of this.units) {
      const client = await this.pools.get(service)!.connect();
      try {
        const sent = statements.map(({ text, values, name }) =>
          client.query({
            text,
            values: values.map((value) => this.renew(value, fresh)),
            ...(name ? { name } : {}),
          }),
        );
        await Promise.all(sent);
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    }
  }

  private renew(value: string | null, fresh: Map<string, string>): string | null {
    if (value === null) return null;
    return value
      .replace(uuid, (found) => (this.isOwn(found) ? keep(fresh, found, newId) : found))
      .replace(gatewayId, (found) =>
        keep(fresh, found, () => `pi_${randomBytes(12).toString('hex')}`),
      )
      .replace(orderNumber, (found) =>
        keep(fresh, found, () => `K-F${randomBytes(6).toString('hex')}`),
      );
  }

  /** Made during the recorded purchase: by its time, or random and so a key of its own. */
  private isOwn(found: string): boolean {
    if (found[14] !== '7') return true;
    return found.slice(0, 8) + found.slice(9, 13) >= this.sinceHex;
  }
}

function keep(fresh: Map<string, string>, found: string, make: () => string): string {
  let made = fresh.get(found);
  if (made === undefined) fresh.set(found, (made = make()));
  return made;
}

/**
 * Several statements under one Sync were one transaction: they are sent again between a `begin` and a
 * `commit`, which the driver needs for it.
 */
function unitsOf(recorded: readonly RecordedStatement[]): Unit[] {
  const open = new Map<number, { unit: Unit; sync: number; isExplicit: boolean }>();
  const units: Unit[] = [];
  for (const statement of recorded) {
    const { connection, applicationName, sync, text } = statement;
    const service = serviceNames.find((name) => applicationName === `kontor ${name}`);
    if (!service) continue;
    const current = open.get(connection);
    if (current && (current.isExplicit || current.sync === sync)) {
      current.unit.statements.push(statement);
      if (current.isExplicit && text === 'commit') open.delete(connection);
      continue;
    }
    const unit: Unit = { service, statements: [statement] };
    units.push(unit);
    open.set(connection, { unit, sync, isExplicit: text === 'begin' });
  }
  return units.map(({ service, statements }) => {
    const alone = statements.length === 1 || statements[0]?.text === 'begin';
    return {
      service,
      statements: alone ? statements : [word('begin'), ...statements, word('commit')],
    };
  });
}

function word(text: string): Sent {
  return { text, values: [], name: '' };
}
