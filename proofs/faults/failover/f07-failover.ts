import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf, serviceNames, topology, type DatabaseName } from '#platform/topology.ts';
import { auditAtRest, settingsOf } from '#journeys/shop-kit/crash-shop.ts';
import { prepareSeeded } from '#journeys/shop-kit/seeded-shop.ts';
import { ShopProcess } from '#journeys/shop-kit/shop-process.ts';
import { Journal } from '#journeys/people/journal.ts';
import type { PreparedShop } from '#journeys/shop-kit/prepared-shop.ts';
import type { Violation } from '#audit/audit.ts';
import { Staff } from '#journeys/people/staff.ts';
import { Buyers } from '../buyers/buyers.ts';
import { Seeded } from '../injections/seeded.ts';
import { TcpProxy } from '../injections/tcp-proxy.ts';
import { clear, PostgresNode } from './postgres-node.ts';

export interface FailoverOptions {
  readonly seed: number;
  readonly buyers: number;
  /** Orders before the primary is killed, on the new one, and after the old one came back. */
  readonly orders: number;
  /** Progress, a line at a time. */
  readonly say: (line: string) => void;
}

export interface FailoverResult {
  readonly seed: number;
  readonly ordersPlaced: number;
  /** From the kill to the end of the promotion, and to the next order that was acknowledged. */
  readonly promotedAfterMs: number;
  readonly nextOrderAfterMs: number;
  /** Requests without a reply, and replies 503: what clients saw of it. */
  readonly unanswered: number;
  readonly refused: number;
  /** Events and orders that the old primary committed alone: nobody was told of them. */
  readonly eventsOnOldAlone: number;
  readonly ordersOnOldAlone: number;
  /** Sessions of the shop that the old primary saw after it came back. */
  readonly sessionsOnOld: number;
  readonly violations: readonly Violation[];
  /** What should have been and was not, other than violations. */
  readonly complaints: readonly string[];
}

/** Of the network between the two servers: every commit waits for it. */
const replicationDelayMs = 15;
/** That network goes first: what the primary commits until it dies has reached nobody else. */
const alonePrimaryMs = 400;
const restLimitMs = 120_000;
/** How long a write at the old primary is waited for: it must never be acknowledged. */
const fencedForMs = 3_000;

/**
 * F07: the primary is killed under load, its synchronous standby is promoted and the shop's
 * address moved there; the old primary comes back, is kept out, and becomes the new standby.
 */
export async function runFailover(options: FailoverOptions): Promise<FailoverResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-failover-'));
  const run = new Failover(options, folder);
  try {
    return await run.play();
  } finally {
    await run.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Failover {
  private readonly options: FailoverOptions;
  private readonly random: Seeded;
  private readonly old: PostgresNode;
  private readonly newFolder: string;
  private readonly journal = new Journal();
  private readonly complaints: string[] = [];
  private readonly undo: (() => Promise<unknown>)[] = [];

  constructor(options: FailoverOptions, folder: string) {
    this.options = options;
    this.random = new Seeded(options.seed, 'F07');
    this.old = new PostgresNode(join(folder, 'one'));
    this.newFolder = join(folder, 'two');
  }

  async close(): Promise<void> {
    for (const step of this.undo.splice(0).toReversed()) await step();
  }

  async play(): Promise<FailoverResult> {
    const { say, orders, seed } = this.options;
    say('Starting the primary, the shop and the standby …');
    await this.start(this.old);
    const { prepared, apiKey } = await prepareSeeded({ cluster: this.old.address });
    this.undo.push(() => this.dropShop(prepared));
    const { standby, link } = await this.followBy(this.old);
    const proxy = await TcpProxy.open(this.old.target, this.random.branch('shop'));
    this.undo.push(() => proxy.close());
    const shop = await this.open(prepared, proxy);
    const buyers = await this.sendBuyers(prepared, apiKey);

    await buyers.placed(orders);
    say(`${buyers.purchases.length} orders placed; the primary is cut off and killed …`);
    link.deafen('both');
    await sleep(alonePrimaryMs);
    const times = await this.failOver(standby, proxy, buyers);
    say(
      `promoted after ${times.promotedAfterMs} ms, next order after ${times.nextOrderAfterMs} ms`,
    );
    await buyers.placed(buyers.purchases.length + orders);

    say('The old primary comes back …');
    await this.start(this.old);
    const onOldAlone = await this.compare(prepared, standby);
    await this.refuseWrites(prepared);
    await buyers.placed(buyers.purchases.length + orders);
    const sessionsOnOld = await this.sessionsOn(this.old);
    await this.rejoin(standby);
    await buyers.placed(buyers.purchases.length + orders);
    await buyers.stop();

    const cluster = standby.address;
    const now = { ...prepared, installation: { ...prepared.installation, cluster } };
    const book = new SandboxBook(prepared.sandbox.httpUrl, prepared.sandbox.secret);
    const report = await auditAtRest(
      { prepared: now, book, journal: this.journal },
      [shop],
      restLimitMs,
    );
    return {
      seed,
      ordersPlaced: buyers.purchases.length,
      ...times,
      unanswered: buyers.experience.statuses[0] ?? 0,
      refused: buyers.experience.statuses[503] ?? 0,
      ...onOldAlone,
      sessionsOnOld,
      violations: report.violations,
      complaints: this.complaints,
    };
  }

  private async start(node: PostgresNode): Promise<void> {
    await node.start();
    this.undo.push(() => node.stop());
  }

  /** A synchronous standby of this server, behind a network of its own. */
  private async followBy(primary: PostgresNode, folder = this.newFolder) {
    const link = await TcpProxy.open(primary.target, this.random.branch('replication'));
    this.undo.push(() => link.close());
    link.delay(replicationDelayMs, replicationDelayMs / 3);
    const standby = await primary.clone(folder, link);
    await this.start(standby);
    await primary.waitForStandby();
    return { standby, link };
  }

  private async open(prepared: PreparedShop, { host, port }: TcpProxy): Promise<ShopProcess> {
    const own = settingsOf(prepared);
    const cluster = { ...own.installation.cluster, host, port };
    const shop = new ShopProcess({ ...own, installation: { ...own.installation, cluster } });
    await shop.start();
    this.undo.push(() => shop.kill());
    return shop;
  }

  private async sendBuyers({ port }: PreparedShop, apiKey: string): Promise<Buyers> {
    const { journal, random } = this;
    const url = `http://127.0.0.1:${port}`;
    const staff = new Staff(url, apiKey, journal);
    const skus = [await staff.stockedSku(50_000), await staff.stockedSku(50_000, 1)];
    const shop = { url, journal };
    return new Buyers({ random, shop }, { buyers: this.options.buyers, skus, declines: 0.1 });
  }

  /** What a failover manager does: see that the primary is gone, move the address, promote. */
  private async failOver(standby: PostgresNode, proxy: TcpProxy, buyers: Buyers) {
    const killedMs = performance.now();
    this.old.killNow();
    await proxy.refuse();
    proxy.cut();
    await standby.promote();
    const promotedMs = performance.now();
    proxy.aimAt(standby.target);
    await proxy.heal();
    const isAfter = ({ atMs }: { atMs: number }) => atMs > promotedMs;
    const next = async () => {
      while (!buyers.purchases.some(isAfter)) await sleep(20);
      return buyers.purchases.find(isAfter)!.atMs;
    };
    await buyers.placed(buyers.purchases.length + this.options.buyers);
    return {
      promotedAfterMs: Math.round(promotedMs - killedMs),
      nextOrderAfterMs: Math.round((await next()) - killedMs),
    };
  }

  /** What the old primary has and the new one does not; no order of it was acknowledged. */
  private async compare({ installation }: PreparedShop, standby: PostgresNode) {
    const alone = async (database: DatabaseName, table: string): Promise<string[]> => {
      const name = databaseNameOf(installation, database);
      const ids = async (node: PostgresNode) =>
        (await node.query<{ id: string }>(`select id::text from ${table}`, name)).map(
          ({ id }) => id,
        );
      const old = await ids(this.old);
      const stored = new Set(await ids(standby));
      return old.filter((id) => !stored.has(id));
    };
    let events = 0;
    for (const service of serviceNames) {
      const { database } = topology[service];
      if (database) events += (await alone(database, `"${schemaOf(service)}".outbox`)).length;
    }
    const orders = await alone('order', '"order".orders');
    const reported = new Set(this.journal.entries.map(({ id }) => id));
    for (const id of orders)
      if (reported.has(id)) this.complaints.push(`order ${id} was acknowledged and is lost`);
    return { eventsOnOldAlone: events, ordersOnOldAlone: orders.length };
  }

  /**
   * Whoever still has the old address gets no acknowledgement there: a commit waits for a standby
   * that no longer follows.
   */
  private async refuseWrites({ installation }: PreparedShop): Promise<void> {
    const client = await this.old.connect(databaseNameOf(installation, 'cart'));
    const write = client.query('update kontor.clock set moved = moved').then(
      () => 'acknowledged' as const,
      () => 'cut' as const,
    );
    const outcome = await Promise.race([write, sleep(fencedForMs, 'waits' as const)]);
    if (outcome !== 'waits') this.complaints.push(`a write at the old primary was ${outcome}`);
    await this.old.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'failover' and wait_event = 'SyncRep'`,
    );
    await write;
    await client.end();
  }

  private async sessionsOn(node: PostgresNode): Promise<number> {
    const [row] = await node.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where application_name like 'kontor %'`,
    );
    if (row!.n > 0) this.complaints.push(`${row!.n} sessions of the shop are at the old primary`);
    return row!.n;
  }

  /** What the old primary alone has was never acknowledged: it is thrown away with its data. */
  private async rejoin(primary: PostgresNode): Promise<void> {
    await this.old.stop();
    await clear(this.old.folder);
    await this.followBy(primary, this.old.folder);
    this.options.say('The old primary follows the new one; commits wait for it again.');
  }

  private async dropShop({ sandbox, dataFolder }: PreparedShop): Promise<void> {
    await sandbox.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
