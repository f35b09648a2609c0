import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { composition } from '#platform/compose.ts';
import { furnish } from '#platform/furnish.ts';
import { openShop } from '#platform/open-shop.ts';
import { audit, type AuditReport } from '../oracle/audit.ts';
import { Journal } from '../journal.ts';
import { prepareShop, readApiKey, type PreparedShop } from '../journey-shop.ts';
import { SandboxBook } from '#external/sandbox/sandbox-book.ts';
import { Shopper } from '../shopper.ts';
import { Staff } from '../staff.ts';
import type { ChildOrder, ChildReport, ChildSettings } from './crash-messages.ts';

const program = fileURLToPath(new URL('crash-child.ts', import.meta.url));
const compiled = fileURLToPath(new URL('../../node_modules/.cache/kontor', import.meta.url));
const startLimitMs = 30_000;
const restLimitMs = 60_000;

/** A shop whose process is killed and started again, on databases and a sandbox that stay. */
export class CrashShop {
  readonly url: string;
  readonly journal = new Journal();
  readonly book: SandboxBook;
  readonly prepared: PreparedShop;
  readonly staff: Staff;
  private child: ChildProcess | undefined;
  private exited: Promise<NodeJS.Signals | null> = Promise.resolve(null);

  private constructor(prepared: PreparedShop, apiKey: string) {
    this.prepared = prepared;
    this.url = `http://127.0.0.1:${prepared.port}`;
    this.book = new SandboxBook(prepared.sandbox.httpUrl);
    this.staff = new Staff(this.url, apiKey, this.journal);
  }

  /** Databases with the demo store in them; no process runs yet. */
  static async prepare(): Promise<CrashShop> {
    const prepared = await prepareShop();
    const { installation, sandbox, dataFolder, port } = prepared;
    const environment = { KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off' };
    const open = await openShop({
      composition,
      installation,
      sandbox,
      environment,
      host: '127.0.0.1',
      port,
    });
    const url = `http://127.0.0.1:${port}`;
    await furnish({ kontor: open.kontor, dataFolder, url, log: () => {}, withDemoStore: true });
    await open.close();
    return new CrashShop(prepared, await readApiKey(dataFolder));
  }

  /** Starts the process and waits until it serves. */
  async start(): Promise<void> {
    const { installation, sandbox, port } = this.prepared;
    const settings: ChildSettings = {
      installation: { cluster: installation.cluster, prefix: installation.prefix },
      secret: installation.secret.toString('base64'),
      sandbox: { httpUrl: sandbox.httpUrl, smtpPort: sandbox.smtpPort },
      port,
    };
    const child = fork(program, {
      env: {
        NODE_COMPILE_CACHE: compiled,
        ...process.env,
        KONTOR_CRASH_CHILD: JSON.stringify(settings),
      },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    await this.hear('ready', startLimitMs);
  }

  /** Switches failpoints on in the running process. */
  async arm(setting: string): Promise<void> {
    await this.order({ kind: 'arm', setting });
  }

  /** Failpoints that the process has reached since `forget`. */
  async reached(): Promise<string[]> {
    return (await this.order({ kind: 'look' })).reached;
  }

  async forget(): Promise<void> {
    await this.order({ kind: 'forget' });
  }

  /** Resolves when the process is gone; with how it went. False when it lives on after the time. */
  async died(timeoutMs: number): Promise<boolean> {
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), timeoutMs));
    return (await Promise.race([this.exited, late])) !== 'late';
  }

  /** kill -9, whatever it does. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  async guest(): Promise<Shopper> {
    return Shopper.guest(this.url, this.journal);
  }

  /**
   * Waits until the process says that it rests, then asks the oracle; again for as long as
   * something is only on its way, such as a story that waits for its next attempt.
   */
  async auditAtRest(limitMs = restLimitMs): Promise<AuditReport> {
    const endMs = Date.now() + limitMs;
    for (;;) {
      await this.rest(endMs);
      const report = await audit({
        installation: this.prepared.installation,
        graceSeconds: 0,
        book: this.book,
        journal: this.journal,
      });
      const underWay = report.violations.some(({ invariant }) => invariant === 'I14');
      if (!underWay || Date.now() > endMs) return report;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private async rest(endMs: number): Promise<void> {
    for (let quiet = 0; quiet < 4;) {
      quiet = (await this.order({ kind: 'look' })).resting ? quiet + 1 : 0;
      if (Date.now() > endMs) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async close(): Promise<void> {
    await this.kill();
    await this.prepared.drop();
  }

  private async order(order: ChildOrder): Promise<ChildReport & { kind: 'done' }> {
    const heard = this.hear('done', 5_000);
    this.child!.send(order);
    return (await heard) as ChildReport & { kind: 'done' };
  }

  private hear(kind: ChildReport['kind'], timeoutMs: number): Promise<ChildReport> {
    const child = this.child!;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        act();
      };
      const onMessage = (report: ChildReport) => {
        if (report.kind === kind) settle(() => resolve(report));
      };
      const onExit = () => {
        settle(() => reject(new Error(`the shop’s process ended before it said "${kind}"`)));
      };
      const timer = setTimeout(() => {
        settle(() => reject(new Error(`the shop’s process did not say "${kind}"`)));
      }, timeoutMs);
      child.on('message', onMessage);
      child.once('exit', onExit);
    });
  }
}
