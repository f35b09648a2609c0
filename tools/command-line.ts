import { readdirSync } from 'node:fs';
import { buildProgramLater, loadBuilt } from '#app/program/load-program.ts';

/** What every file in tools/commands/ exports. */
interface Command {
  /** One line for the list of commands. */
  readonly description: string;
  /** Shown for `--help`, where the description does not say everything. */
  readonly usage?: string;
  /** Resolves with the exit code. */
  run(commandArguments: string[]): Promise<number>;
}

const folder = new URL('commands/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted();

/** Each command is loaded when it is asked for, so that none slows the others down. */
async function load(name: string): Promise<Command> {
  const built = name === 'start' ? await loadBuilt('start') : undefined;
  if (built) return built as Command;
  // Who develops starts anew at each change, and has a start of their own (`tools/dev`).
  if (name === 'start' && import.meta.main) buildProgramLater();
  return (await import(new URL(`${name}.ts`, folder).href)) as Command;
}

async function listCommands(): Promise<string> {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const rows = await Promise.all(
    names.map(async (name) => `  ${name.padEnd(width)}${(await load(name)).description}`),
  );
  const more = 'npx kontor help settings prints every setting of the environment.';
  return ['Usage: npx kontor <command>', '', ...rows, '', more, ''].join('\n');
}

function helpOf(name: string, { description, usage }: Command): string {
  return usage ?? `Usage: npx kontor ${name}\n\n  ${description}\n`;
}

/** Options that do not exist are the caller's mistake, not the program's. */
function explainArguments(error: NodeJS.ErrnoException): number {
  if (!String(error.code).startsWith('ERR_PARSE_ARGS')) throw error;
  process.stderr.write(`${error.message}\n`);
  return 2;
}

const [name, ...commandArguments] = process.argv.slice(2);
if (name !== undefined && names.includes(name)) {
  const command = await load(name);
  if (commandArguments.includes('--help')) process.stdout.write(helpOf(name, command));
  else process.exitCode = await command.run(commandArguments).catch(explainArguments);
} else if (name === 'help' && commandArguments[0] === 'settings') {
  const { settingsList } = await import('./settings/describe-settings.ts');
  process.stdout.write(settingsList());
} else if (name === undefined || name === 'help' || name === '--help') {
  process.stdout.write(await listCommands());
} else {
  process.stderr.write(`There is no command "${name}".\n\n${await listCommands()}`);
  process.exitCode = 2;
}
