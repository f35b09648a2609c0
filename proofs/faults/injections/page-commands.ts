import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NotRun } from './not-run.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

/** What a page tells people to type in a shell, below each of its headings. */
export class PageCommands {
  private readonly page: string;
  private readonly blocks: ReadonlyMap<string, readonly string[]>;

  constructor(page: string, text: string) {
    this.page = page;
    const parts = text.split(/^#+ (.+)$/m).slice(1);
    this.blocks = new Map(
      Array.from({ length: parts.length / 2 }, (_, index) => [
        parts[2 * index]!,
        [...parts[2 * index + 1]!.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!),
      ]),
    );
  }

  /** @throws where there are not so many: then the page says something else */
  under(heading: string, count: number): readonly string[] {
    const found = this.blocks.get(heading) ?? [];
    if (found.length !== count)
      throw new Error(`${this.page} has ${found.length} commands under “${heading}”, not ${count}`);
    return found;
  }
}

export async function commandsOf(page: string): Promise<PageCommands> {
  return new PageCommands(page, await readFile(new URL(page, `file://${project}`), 'utf8'));
}

/** As somebody types it in the project's folder. @returns the exit code and what it said */
export async function tryCommand(
  text: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn('bash', ['-eu', '-c', text], {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (/(psql|tar): command not found/.test(said)) throw new NotRun(said.trim());
  return { code, said };
}

/** @throws with what it said where it failed */
export async function runCommand(
  text: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const { code, said } = await tryCommand(text, environment);
  if (code !== 0) throw new Error(`ended with ${code}: ${text}\n${said}`);
}
