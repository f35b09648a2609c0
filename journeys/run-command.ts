import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../tools/command-line.ts', import.meta.url));

export interface Finished {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** `npx kontor …` in a process of its own, as an operator types it. */
export class RunningCommand {
  readonly child: ChildProcessWithoutNullStreams;
  readonly finished: Promise<Finished>;
  output = '';
  errors = '';

  constructor(commandArguments: readonly string[], environment: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [program, ...commandArguments], {
      env: { ...process.env, ...environment },
    });
    this.child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.finished = new Promise((resolve) =>
      this.child.once('close', (exitCode) =>
        resolve({ exitCode, output: this.output, errors: this.errors }),
      ),
    );
  }
}

/** Resolves when it has ended. */
export function runCommand(
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return new RunningCommand(commandArguments, environment).finished;
}
