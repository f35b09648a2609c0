import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { Journal } from '#journeys/people/journal.ts';
import { cards, Shopper } from '#journeys/people/shopper.ts';
import { Staff } from '#journeys/people/staff.ts';
import { readApiKey } from '#journeys/shop-kit/prepared-shop.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { ScenarioContext } from '../scenario.ts';

const program = fileURLToPath(new URL('../../../tools/command-line.ts', import.meta.url));
const startLimitMs = 300_000;

/** `kontor start` on a data folder, in a process of its own. */
export class StartedShop {
  readonly folder: string;
  private child: ChildProcess | undefined;
  private port = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  async start(): Promise<void> {
    this.port = await freePort();
    const { child, said } = run(this.folder, this.port);
    this.child = child;
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the shop on ${this.folder} did not start: ${said()}`);
    });
    ended.catch(() => {});
    const serves = once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) });
    await Promise.race([serves, ended]);
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async sandboxUrl(): Promise<string> {
    const record = await readFile(join(this.folder, 'running.json'), 'utf8');
    return (JSON.parse(record) as { sandboxUrl: string }).sandboxUrl;
  }

  /** One order that is placed and confirmed. */
  async buy({ random }: Pick<ScenarioContext, 'random'>): Promise<void> {
    const url = `http://127.0.0.1:${this.port}`;
    const journal = new Journal();
    const staff = new Staff(url, await readApiKey(this.folder), journal);
    const sku = await staff.stockedSku(10);
    const book = new SandboxBook(await this.sandboxUrl());
    const guest = () => Shopper.guest(url, journal);
    const buyer = await PatientBuyer.ready({ guest, book }, { sku }, random);
    const orderId = (await buyer.placed(cards.good, []))!;
    await buyer.order(orderId, ({ state }) => state === 'confirmed');
  }
}

/** A start that must come to nothing. @throws where it does not, or not for this reason */
export async function refusedStart(
  folder: string,
  environment: Readonly<Record<string, string>>,
  why: string,
): Promise<void> {
  const { child, said } = run(folder, await freePort(), environment);
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(startLimitMs) });
  const [code] = (await exited) as [number];
  if (code === 0 || !said().includes(why))
    throw new Error(`a start on ${folder} ended with ${code}: ${said()}`);
}

function run(
  folder: string,
  port: number,
  environment: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly said: () => string } {
  const child = fork(program, ['start'], {
    env: { ...process.env, KONTOR_DATA: folder, PORT: String(port), ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}
