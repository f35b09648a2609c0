import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The shop as a process of its own that can be ended and begun again in a moment. */
export class RestartedShop {
  private readonly projectFolder: string;
  private readonly log: (line: string) => void;
  private child: ChildProcess | undefined;
  /** What the next start continues in: it has loaded the packages, which are never saved. */
  private standby: ChildProcess | undefined;
  private stopped = false;
  /** What was saved while the last process was being ended. */
  private saved: string | undefined;
  private isChanging = false;

  constructor(projectFolder: string, log: (line: string) => void) {
    this.projectFolder = projectFolder;
    this.log = log;
  }

  start(because?: string): void {
    const beganMs = performance.now();
    const child = this.standby ?? this.prepare();
    this.standby = undefined;
    child.send('start');
    this.child = child;
    child.once('message', () => {
      const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
      // Only now, so that it takes nothing from the start.
      if (!this.stopped) this.standby = this.prepare();
      if (because !== undefined) this.log(`Started again in ${seconds} s: ${because} was saved.`);
    });
    child.once('exit', (exitCode) => {
      if (this.child !== child || this.isChanging || this.stopped) return;
      this.log(
        `The shop ended (${exitCode ?? 'killed'}); it is started again when a file is saved.`,
      );
      this.standby ??= this.prepare();
    });
  }

  private prepare(): ChildProcess {
    const program = join(this.projectFolder, 'tools/dev/standby.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    child.once('error', (error) => this.log(`The shop cannot be run: ${error.message}`));
    return child;
  }

  /**
   * kill -9, which loses nothing: what was acknowledged is on disk, and the next process takes over
   * PostgreSQL and the sandbox as they run. Where the sandbox's own code changed, it is stopped too.
   */
  startAgain(file: string): void {
    this.saved = file;
    if (!this.isChanging) void this.change();
  }

  private async change(): Promise<void> {
    this.isChanging = true;
    while (this.saved !== undefined && !this.stopped) {
      const file = this.saved;
      this.saved = undefined;
      await this.end(file.startsWith('external/sandbox/') ? 'SIGTERM' : 'SIGKILL');
      if (!this.stopped) this.start(file);
    }
    this.isChanging = false;
  }

  /** As Ctrl-C stops a shop: what is under way is finished. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.standby?.kill('SIGKILL');
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
