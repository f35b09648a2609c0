import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { setDatabaseClocks } from '#platform/provision/test-clock.ts';
import type { NatsServer } from '#platform/nats-server/nats-server.ts';
import type { TestCluster } from '#platform/test-kit/test-cluster.ts';
import { auditAtRest } from '#journeys/shop-kit/crash-shop.ts';
import type { ShopProcess } from '#journeys/shop-kit/shop-process.ts';
import { Journal } from '#journeys/people/journal.ts';
import type { PreparedShop } from '#journeys/shop-kit/prepared-shop.ts';
import type { AuditReport } from '#audit/audit.ts';
import { Shopper } from '#journeys/people/shopper.ts';
import { Staff } from '#journeys/people/staff.ts';
import type { Version } from '#journeys/two-versions/versions.ts';
import type { BreakablePostgres, Ending, FaultShop } from './fault-shop.ts';
import type { FaultMode } from './scenario.ts';
import type { SmallDisk } from './injections/small-disk.ts';
import type { Certificates } from './injections/certificates.ts';
import type { TcpProxy } from './injections/tcp-proxy.ts';

const restLimitMs = 120_000;
const wellLimitMs = 120_000;
/** Until somebody was told by the others that a database is too old, who start as slowly. */
const refusalLimitMs = 180_000;

/** What a shop of either mode stands on. */
export interface FaultGround {
  readonly prepared: PreparedShop;
  readonly apiKey: string;
  readonly cluster: TestCluster | undefined;
  readonly disk: SmallDisk | undefined;
  readonly certificates: Certificates | undefined;
  readonly proxies: { readonly postgres: TcpProxy; readonly sandbox: TcpProxy };
}

interface Parts {
  readonly mode: FaultMode;
  readonly ground: FaultGround;
  readonly members: ReadonlyMap<string, ShopProcess>;
  readonly broker?: { readonly server: NatsServer; readonly proxy: TcpProxy };
}

/** A shop in processes of its own behind proxies: each the whole platform, or each a service. */
export class ProcessFaultShop implements FaultShop {
  readonly mode: FaultMode;
  readonly url: string;
  readonly journal = new Journal();
  readonly book: SandboxBook;
  readonly staff: Staff;
  readonly proxies: FaultShop['proxies'];
  readonly prepared: PreparedShop;
  readonly broker: NatsServer | undefined;
  private readonly members: Parts['members'];
  private readonly cluster: TestCluster | undefined;
  private readonly smallDisk: SmallDisk | undefined;
  private readonly tls: Certificates | undefined;
  private readonly paused = new Set<string>();
  private readonly clockOffsetsMs = new Map<ShopProcess, number>();

  private constructor({ mode, ground, members, broker }: Parts) {
    this.mode = mode;
    this.prepared = ground.prepared;
    this.cluster = ground.cluster;
    this.smallDisk = ground.disk;
    this.tls = ground.certificates;
    this.proxies = { ...ground.proxies, ...(broker ? { nats: broker.proxy } : {}) };
    this.broker = broker?.server;
    this.members = members;
    this.url = `http://127.0.0.1:${this.prepared.port}`;
    this.book = new SandboxBook(this.prepared.sandbox.httpUrl, this.prepared.sandbox.secret);
    this.staff = new Staff(this.url, ground.apiKey, this.journal);
  }

  static async open(parts: Parts): Promise<ProcessFaultShop> {
    const shop = new ProcessFaultShop(parts);
    try {
      await shop.start();
      await shop.answers();
    } catch (error) {
      // Those that did start would be in the way of the next.
      await shop.close().catch(() => {});
      throw error;
    }
    return shop;
  }

  /** Faults begin in a shop that is well: processes that just started on a busy machine may not be. */
  private async answers(): Promise<void> {
    for (const endMs = Date.now() + wellLimitMs; ;) {
      const { status, text } = await this.staff.get('/v1/products?limit=1');
      if (status === 200) return;
      if (Date.now() > endMs) throw new Error(`the shop does not answer: ${status} ${text}`);
      await sleep(200);
    }
  }

  get installation(): Installation {
    return this.prepared.installation;
  }

  get processes(): readonly string[] {
    return [...this.members.keys()];
  }

  get crashes(): readonly string[] {
    return [...this.members].flatMap(([name, { crashes }]) => Array<string>(crashes).fill(name));
  }

  get postgres(): BreakablePostgres {
    if (!this.cluster) throw new Error('Ask for `ownPostgres` in the scenario’s needs.');
    return this.cluster;
  }

  get disk(): SmallDisk {
    if (!this.smallDisk) throw new Error('Ask for `smallDiskMb` in the scenario’s needs.');
    return this.smallDisk;
  }

  get certificates(): Certificates {
    if (!this.tls) throw new Error('Ask for `tls` in the scenario’s needs.');
    return this.tls;
  }

  get sandboxPid(): number {
    return this.prepared.sandbox.pid;
  }

  guest(): Promise<Shopper> {
    return Shopper.guest(this.url, this.journal);
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${this.member(name).settings.port}`;
  }

  async kill(name?: string): Promise<void> {
    await Promise.all(this.named(name).map((member) => member.kill()));
  }

  async start(name?: string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const missing = this.named(name).filter((member) => !member.runs);
    await Promise.all(
      missing.map((member) =>
        member.start({
          clockOffsetMs: this.clockOffsetsMs.get(member) ?? 0,
          environment: { ...member.settings.environment, ...environment },
        }),
      ),
    );
  }

  async startRefused(): Promise<readonly string[]> {
    const before = [...this.members].map(([name, member]) => ({
      name,
      member,
      crashes: member.crashes,
    }));
    await Promise.all(before.map(({ member }) => member.start().catch(() => {})));
    await this.died(refusalLimitMs);
    const refused = before.filter(({ member }) => !member.runs).map(({ name }) => name);
    await this.kill();
    // To end was right.
    for (const { member, crashes } of before) member.crashes = crashes;
    return refused;
  }

  pause(name: string): void {
    this.member(name).pause();
    this.paused.add(name);
  }

  resume(name: string): void {
    this.member(name).resume();
    this.paused.delete(name);
  }

  isStopped(name: string): Promise<boolean> {
    return this.member(name).isStopped();
  }

  renew(name: string): void {
    this.member(name).renew();
  }

  become(name: string, version: Version): void {
    this.member(name).become(version);
  }

  crossed(name: string): Promise<Readonly<Record<string, number>>> {
    return this.member(name).crossed();
  }

  terminate(name: string): Promise<Ending> {
    return this.member(name).end('SIGTERM');
  }

  async arm(failpoints: string, name?: string): Promise<void> {
    await Promise.all(this.named(name).map((member) => member.arm(failpoints)));
  }

  async reached(name?: string): Promise<string[]> {
    return (await Promise.all(this.named(name).map((member) => member.reached()))).flat();
  }

  async died(timeoutMs: number, name?: string): Promise<boolean> {
    const deaths = this.named(name).map(async (member) => {
      if (!(await member.died(timeoutMs))) throw new Error('it lives');
    });
    return Promise.any(deaths).then(
      () => true,
      () => false,
    );
  }

  async setClock(
    { processMs, databaseMs }: { processMs?: number; databaseMs?: number },
    names: readonly string[] = this.processes,
  ): Promise<void> {
    if (databaseMs !== undefined) await setDatabaseClocks(this.installation, databaseMs);
    if (processMs === undefined) return;
    const moved = names.map((name) => this.member(name));
    for (const member of moved) this.clockOffsetsMs.set(member, processMs);
    const running = moved.filter((member) => member.runs);
    await Promise.all(running.map((member) => member.setClock(processMs)));
  }

  async auditAtRest(limitMs = restLimitMs): Promise<AuditReport> {
    for (const name of this.paused) this.resume(name);
    for (const proxy of Object.values(this.proxies)) await proxy.heal();
    this.tls?.renew();
    await this.smallDisk?.free();
    await this.broker?.start();
    await this.start();
    return auditAtRest(this, this.named(), limitMs);
  }

  async close(): Promise<void> {
    for (const name of this.paused) this.resume(name);
    await this.kill();
    for (const proxy of Object.values(this.proxies)) await proxy.close();
    await this.tls?.close();
    await this.broker?.stop();
    try {
      await this.prepared.drop();
    } finally {
      await this.cluster?.stop();
      await this.smallDisk?.unmount();
    }
  }

  private member(name: string): ShopProcess {
    const member = this.members.get(name);
    if (!member) throw new Error(`no process is named ${name}; there are ${this.processes.join()}`);
    return member;
  }

  private named(name?: string): ShopProcess[] {
    return name === undefined ? [...this.members.values()] : [this.member(name)];
  }
}
