import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** What a process that is to become the shop has loaded before. */
type Loaded = 'packages' | 'program';

interface Standby {
  readonly child: ChildProcess;
  /** The project's files that it has loaded; undefined while it still loads. */
  files: ReadonlySet<string> | undefined;
}

/** Above what a standby loads of the program: nothing that it has loaded opens a file of these. */
const above = /^(services|product-files)\//;

/**
 * Processes that wait to become the shop. One has loaded the packages alone and can always go on; the
 * other has loaded the program below the services as well, and can where only those were saved.
 */
export class Standbys {
  private readonly waiting = new Map<Loaded, Standby>();
  private readonly projectFolder: string;
  private readonly log: (line: string) => void;
  private stopped = false;

  constructor(projectFolder: string, log: (line: string) => void) {
    this.projectFolder = projectFolder;
    this.log = log;
  }

  /** The one that has loaded the most of what stands as it did before these files were saved. */
  take(saved: readonly string[]): ChildProcess {
    const program = this.waiting.get('program');
    const stands = ({ files }: Standby) =>
      saved.length > 0 && saved.every((file) => above.test(file) && files?.has(file) === false);
    if (program && !stands(program)) {
      this.waiting.delete('program');
      program.child.kill('SIGKILL');
    }
    const loaded = this.waiting.has('program') ? 'program' : 'packages';
    const standby = this.waiting.get(loaded);
    this.waiting.delete(loaded);
    return standby?.child ?? this.spawn(loaded).child;
  }

  /** One after the other, so that what is begun meanwhile is slowed down little. */
  prepare(wanted: readonly Loaded[] = ['packages', 'program']): void {
    const missing = wanted.find((one) => !this.waiting.has(one));
    if (missing === undefined || this.stopped) return;
    const standby = this.spawn(missing);
    this.waiting.set(missing, standby);
    standby.child.once('message', ({ waitsWith }: { waitsWith: readonly string[] }) => {
      standby.files = new Set(waitsWith);
      this.prepare(wanted);
    });
    standby.child.once('exit', () => {
      if (this.waiting.get(missing) === standby) this.waiting.delete(missing);
    });
  }

  stop(): void {
    this.stopped = true;
    for (const { child } of this.waiting.values()) child.kill('SIGKILL');
  }

  private spawn(loaded: Loaded): Standby {
    const program = join(this.projectFolder, 'tools/dev/standby.ts');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, loaded],
      { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
    );
    child.once('error', (error) => this.log(`The shop cannot be run: ${error.message}`));
    return { child, files: undefined };
  }
}
