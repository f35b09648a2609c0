import { readdirSync } from 'node:fs';

/** What every file in tools/commands/ exports. */
interface Command {
  /** One line for the list of commands. */
  readonly description: string;
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
  return (await import(new URL(`${name}.ts`, folder).href)) as Command;
}

async function listCommands(): Promise<string> {
  const rows = await Promise.all(
    names.map(async (name) => `  ${name.padEnd(12)}${(await load(name)).description}`),
  );
  return ['Usage: npx kontor <command>', '', ...rows, ''].join('\n');
}

const [name, ...commandArguments] = process.argv.slice(2);
if (name !== undefined && names.includes(name)) {
  process.exitCode = await (await load(name)).run(commandArguments);
} else if (name === undefined || name === 'help' || name === '--help') {
  process.stdout.write(await listCommands());
} else {
  process.stderr.write(`There is no command "${name}".\n\n${await listCommands()}`);
  process.exitCode = 2;
}
