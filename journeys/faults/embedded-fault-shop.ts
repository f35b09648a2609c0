import { SandboxBook } from '#external/sandbox/sandbox-book.ts';
import type { Installation } from '#platform/provision.ts';
import { setDatabaseClocks } from '#platform/test-clock.ts';
import { startTestCluster, type TestCluster } from '#tools/test-cluster.ts';
import type { ChildSettings } from '../crash/crash-messages.ts';
import { auditAtRest, prepareFurnished, settingsOf } from '../crash/crash-shop.ts';
import { ShopProcess } from '../crash/shop-process.ts';
import { Journal } from '../journal.ts';
import { freePort, type PreparedShop } from '../journey-shop.ts';
import type { AuditReport } from '../oracle/audit.ts';
import { Shopper } from '../shopper.ts';
import { Staff } from '../staff.ts';
import type { BreakablePostgres, Ending, FaultShop } from './fault-shop.ts';
import { postgresStatements } from './postgres-statements.ts';
import type { ShopNeeds } from './scenario.ts';
import type { Seeded } from './seeded.ts';
import { TcpProxy } from './tcp-proxy.ts';

const restLimitMs = 120_000;

interface Parts {
  readonly prepared: PreparedShop;
  readonly cluster: TestCluster | undefined;
  readonly proxies: { readonly postgres: TcpProxy; readonly sandbox: TcpProxy };
  readonly members: ReadonlyMap<string, ShopProcess>;
  readonly apiKey: string;
}

/** The whole platform in one process, or in several on one installation, behind proxies. */
export class EmbeddedFaultShop implements FaultShop {
  readonly mode = 'embedded';
  readonly url: string;
  readonly journal = new Journal();
  readonly book: SandboxBook;
  readonly staff: Staff;
  readonly proxies: Parts['proxies'];
  readonly prepared: PreparedShop;
  private readonly members: Parts['members'];
  private readonly cluster: TestCluster | undefined;
  private readonly paused = new Set<string>();
  private clockOffsetMs = 0;

  private constructor({ prepared, cluster, proxies, members, apiKey }: Parts) {
    this.prepared = prepared;
    this.cluster = cluster;
    this.proxies = proxies;
    this.members = members;
    this.url = `http://127.0.0.1:${prepared.port}`;
    this.book = new SandboxBook(prepared.sandbox.httpUrl);
    this.staff = new Staff(this.url, apiKey, this.journal);
  }

  static async open(needs: ShopNeeds, random: Seeded): Promise<EmbeddedFaultShop> {
    const { ownPostgres } = needs;
    const cluster = ownPostgres
      ? await startTestCluster({
          durable: true,
          ...(typeof ownPostgres === 'object' ? { settings: ownPostgres } : {}),
        })
      : undefined;
    const { prepared, apiKey } = await prepareFurnished(cluster?.address);
    const { port } = prepared.installation.cluster;
    const sandbox = new URL(prepared.sandbox.httpUrl);
    const proxies = {
      postgres: await TcpProxy.open(
        { host: '127.0.0.1', port },
        random.branch('postgres'),
        postgresStatements,
      ),
      sandbox: await TcpProxy.open(
        { host: sandbox.hostname, port: Number(sandbox.port) },
        random.branch('sandbox'),
      ),
    };
    const members = await membersOf(prepared, proxies, needs);
    const shop = new EmbeddedFaultShop({ prepared, cluster, proxies, members, apiKey });
    await shop.start();
    return shop;
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

  guest(): Promise<Shopper> {
    return Shopper.guest(this.url, this.journal);
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${this.member(name).settings.port}`;
  }

  async kill(name?: string): Promise<void> {
    await Promise.all(this.named(name).map((member) => member.kill()));
  }

  async start(name?: string): Promise<void> {
    const missing = this.named(name).filter((member) => !member.runs);
    for (const member of missing) await member.start({ clockOffsetMs: this.clockOffsetMs });
  }

  pause(name: string): void {
    this.member(name).pause();
    this.paused.add(name);
  }

  resume(name: string): void {
    this.member(name).resume();
    this.paused.delete(name);
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
    return (await Promise.all(this.named(name).map((member) => member.died(timeoutMs)))).some(
      Boolean,
    );
  }

  async setClock(offset: { processMs?: number; databaseMs?: number }): Promise<void> {
    const { processMs, databaseMs } = offset;
    if (databaseMs !== undefined) await setDatabaseClocks(this.installation, databaseMs);
    if (processMs === undefined) return;
    this.clockOffsetMs = processMs;
    const running = this.named().filter((member) => member.runs);
    await Promise.all(running.map((member) => member.setClock(processMs)));
  }

  async auditAtRest(limitMs = restLimitMs): Promise<AuditReport> {
    for (const name of this.paused) this.resume(name);
    for (const proxy of Object.values(this.proxies)) await proxy.heal();
    await this.start();
    return auditAtRest(this, this.named(), limitMs);
  }

  async close(): Promise<void> {
    for (const name of this.paused) this.resume(name);
    await this.kill();
    for (const proxy of Object.values(this.proxies)) await proxy.close();
    try {
      await this.prepared.drop();
    } finally {
      await this.cluster?.stop();
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

/** Every process reaches PostgreSQL and the sandbox through the proxies. */
async function membersOf(
  prepared: PreparedShop,
  proxies: Parts['proxies'],
  { replicas = 1, settings, environment }: ShopNeeds,
): Promise<Map<string, ShopProcess>> {
  const own = settingsOf(prepared);
  const { host, port } = proxies.postgres;
  const { sandbox } = proxies;
  const proxied: ChildSettings = {
    ...own,
    installation: { ...own.installation, cluster: { ...own.installation.cluster, host, port } },
    sandbox: { ...own.sandbox, httpUrl: `http://${sandbox.host}:${sandbox.port}` },
    ...(settings ? { settings } : {}),
    ...(environment ? { environment } : {}),
    ...(replicas > 1 ? { soleOwner: false } : {}),
  };
  const members = new Map([['shop', new ShopProcess(proxied)]]);
  for (let number = 2; number <= replicas; number += 1) {
    const member = new ShopProcess({ ...proxied, port: await freePort() });
    members.set(`shop-${number}`, member);
  }
  return members;
}
