import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Standbys } from './standbys.ts';

/** The shop as a process of its own that can be ended and begun again in a moment. */
export class RestartedShop {
  private readonly log: (line: string) => void;
  private readonly standbys: Standbys;
  private child: ChildProcess | undefined;
  private stopped = false;
  /** What was saved since the last process began. */
  private saved: string[] = [];
  private isChanging = false;

  constructor(projectFolder: string, log: (line: string) => void) {
    this.log = log;
    this.standbys = new Standbys(projectFolder, log);
  }

  start(saved: readonly string[] = []): void {
    const beganMs = performance.now();
    const child = this.standbys.take(saved);
    child.send('start');
    this.child = child;
    // The first start takes its time, and what is saved right after it finds somebody waiting.
    if (saved.length === 0) this.standbys.prepare(['packages']);
    child.on('message', (message) => {
      if (message !== 'serves') return;
      const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
      // Only now, so that it takes nothing from the start.
      if (!this.stopped) this.standbys.prepare();
      if (saved.length > 0) this.log(`Started again in ${seconds} s: ${wereSaved(saved)}.`);
    });
    child.once('exit', (exitCode) => {
      if (this.child !== child || this.isChanging || this.stopped) return;
      this.log(
        `The shop ended (${exitCode ?? 'killed'}); it is started again when a file is saved.`,
      );
      // What is broken cannot be loaded beforehand either.
      this.standbys.prepare(['packages']);
    });
  }

  /**
   * kill -9, which loses nothing: what was acknowledged is on disk, and the next process takes over
   * PostgreSQL and the sandbox as they run. Where the sandbox's own code changed, it is stopped too.
   */
  startAgain(files: readonly string[]): void {
    this.saved.push(...files);
    if (!this.isChanging) void this.change();
  }

  private async change(): Promise<void> {
    this.isChanging = true;
    while (this.saved.length > 0 && !this.stopped) {
      const sandboxToo = this.saved.some((file) => file.startsWith('external/sandbox/'));
      await this.end(sandboxToo ? 'SIGTERM' : 'SIGKILL');
      const saved = [...new Set(this.saved.splice(0))];
      if (!this.stopped) this.start(saved);
    }
    this.isChanging = false;
  }

  /** As Ctrl-C stops a shop: what is under way is finished. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.standbys.stop();
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

function wereSaved(files: readonly string[]): string {
  const [first, ...others] = files;
  return others.length === 0
    ? `${first} was saved`
    : `${first} and ${others.length} more were saved`;
}
