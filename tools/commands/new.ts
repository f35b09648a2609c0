import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { newEvent } from '../new/new-event.ts';
import { newOperation } from '../new/new-operation.ts';
import { newProvider } from '../new/new-provider.ts';
import { CannotMake, Project } from '../new/project.ts';

export const description = 'begin an operation, an event or a provider, with a test that fails';
export const usage = `Usage: npx kontor new operation <service> <name> [--room FOLDER] [--command]
       npx kontor new event <producer> <what_happened> --heard-by <service> [--room FOLDER]
       npx kontor new provider <system> <vendor>

  Writes what the how-to of docs/how-to/ begins with, and a test that fails and says what to do next.
  Nothing is written where it does not fit.

  --room      the folder of the service in which the new file belongs
  --command   the operation changes something
  --heard-by  the service that hears the event
`;

const options = {
  room: { type: 'string' },
  command: { type: 'boolean' },
  'heard-by': { type: 'string' },
} as const;

export async function run(commandArguments: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    options,
    allowPositionals: true,
  });
  const [kind, place, name] = positionals;
  const { room, command, 'heard-by': subscriptionsOf } = values;
  const project = new Project(resolve(import.meta.dirname, '../..'));
  if (!place || !name || positionals.length > 3) return misused();
  try {
    if (kind === 'operation') newOperation(project, { service: place, name, room, command });
    else if (kind === 'event' && subscriptionsOf)
      newEvent(project, { producer: place, happened: name, subscriptionsOf, room });
    else if (kind === 'provider') newProvider(project, { system: place, vendor: name });
    else return misused();
    const paths = project.write();
    const test = paths.find((path) => path.endsWith('.test.ts'));
    process.stdout.write(
      `Written:\n${paths.map((path) => `  ${path}\n`).join('')}Now run npx vitest run ${test}: it fails and says what to do.\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CannotMake)) throw error;
    process.stderr.write(`Nothing was written: ${error.message}.\n`);
    return 1;
  }
}

function misused(): number {
  process.stderr.write(usage);
  return 2;
}
