import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { serviceNames, type ServiceName } from '#platform/topology.ts';
import type { Choice, DeadLetter, StuckStory } from '../dead-letters/dead-letter.ts';
import {
  describeLetter,
  describeReplayed,
  describeStory,
} from '../dead-letters/describe-letters.ts';
import {
  findDeadLetters,
  findStuckStories,
  readContent,
  rowsMax,
} from '../dead-letters/find-dead-letters.ts';
import { openSchemas, type OpenSchemas, type ServiceSchema } from '../dead-letters/open-schemas.ts';
import { replayDeadLetters, type Replayed } from '../dead-letters/replay-dead-letters.ts';

export const description = 'list what could not be done and waits for a person, and replay it';

export const usage = `Usage: npx kontor dead-letters list [options]
       npx kontor dead-letters replay ID… | --all [options]

  --type TYPE          only events of this type, or jobs of this name
  --consumer SERVICE   only what this service could not do
  --stuck              list: long stories too that are tried in vain or are held
  --show ID            list: one of them with its content, which may hold personal data
  --wait SECONDS       replay: how long to look at what becomes of it (default: 20)
  --json               as JSON

It looks into the shop that runs on the data folder (KONTOR_DATA), or into the schemas of the
services that DATABASE_URL_<SERVICE> names. Mend the reason first: a replay makes the letter due
at once with all attempts before it, and effects that were had already are not had again.

Exit code 0: listed, or all of it taken. 1: some was not taken (yet). 2: it could not look.
`;

const projectFolder = resolve(import.meta.dirname, '../..');

interface Options {
  readonly action: 'list' | 'replay';
  readonly choice: Choice;
  readonly stuck: boolean;
  readonly show: boolean;
  readonly json: boolean;
  readonly waitMs: number;
}

export async function run(commandArguments: string[]): Promise<number> {
  let opened: OpenSchemas | undefined;
  try {
    const options = readOptions(commandArguments);
    opened = await openSchemas(process.env, defaultDataFolder(projectFolder));
    return await (options.action === 'list' ? list(opened, options) : replay(opened, options));
  } catch (error) {
    process.stderr.write(`${printable((error as Error).message)}\n`);
    return 2;
  } finally {
    await opened?.close();
  }
}

async function list({ schemas, notGiven }: OpenSchemas, options: Options): Promise<number> {
  const letters: (DeadLetter & { content?: unknown })[] = [];
  const stuck: StuckStory[] = [];
  for (const schema of schemas) {
    for (const letter of await findDeadLetters(schema, options.choice))
      letters.push(
        options.show ? { ...letter, content: await readContent(schema, letter) } : letter,
      );
    if (options.stuck) stuck.push(...(await findStuckStories(schema)));
  }
  if (options.show && letters.length === 0) throw new Error(notThere(options.choice, notGiven));
  if (options.json) {
    print(JSON.stringify({ deadLetters: letters, ...(options.stuck ? { stuck } : {}), notGiven }));
    return 0;
  }
  for (const { content, ...letter } of letters) {
    process.stdout.write(printable(describeLetter(letter)));
    if (options.show) print(JSON.stringify(content, undefined, 2));
  }
  print(letters.length === 1 ? '1 dead letter.' : `${letters.length} dead letters.`);
  if (isCutOff(letters)) print(cutOff);
  for (const story of stuck) process.stdout.write(printable(describeStory(story)));
  if (options.stuck) print(`${stuck.length} stuck.`);
  if (notGiven.length > 0) print(notLookedAt(notGiven));
  return 0;
}

async function replay({ schemas, notGiven }: OpenSchemas, options: Options): Promise<number> {
  const found: [ServiceSchema, DeadLetter[]][] = [];
  for (const schema of schemas) found.push([schema, await findDeadLetters(schema, options.choice)]);
  const known = new Set(found.flatMap(([, letters]) => letters.map(({ id }) => id)));
  const unknown = options.choice.ids?.filter((id) => !known.has(id)) ?? [];
  if (unknown.length > 0) throw new Error(notThere({ ids: unknown }, notGiven));
  const replayed: Replayed[] = (
    await Promise.all(
      found.map(([schema, letters]) => replayDeadLetters(schema, letters, options.waitMs)),
    )
  ).flat();
  if (options.json) print(JSON.stringify({ replayed, notGiven }));
  else {
    for (const one of replayed) process.stdout.write(printable(describeReplayed(one)));
    const taken = replayed.filter(isDone).length;
    print(`${taken} of ${replayed.length} taken.`);
    if (isCutOff(replayed.map(({ letter }) => letter))) print(cutOff);
    if (notGiven.length > 0) print(notLookedAt(notGiven));
  }
  return replayed.every(isDone) ? 0 : 1;
}

const cutOff = `There may be more: no more than ${rowsMax} of each kind are looked at in each schema.`;

function isCutOff(letters: readonly DeadLetter[]): boolean {
  const counts = Map.groupBy(letters, ({ kind, keptBy }) => `${kind} ${keptBy}`);
  return [...counts.values()].some(({ length }) => length >= rowsMax);
}

function isDone({ outcome }: Replayed): boolean {
  return outcome === 'taken' || outcome === 'queued';
}

function notThere({ ids = [] }: Choice, notGiven: readonly ServiceName[]): string {
  const elsewhere = notGiven.length > 0 ? ` ${notLookedAt(notGiven)}` : '';
  return `There is no dead letter ${ids.join(', ')}.${elsewhere}`;
}

function notLookedAt(services: readonly ServiceName[]): string {
  return `Not looked at, for want of DATABASE_URL_…: ${services.join(', ')}.`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const askForHelp = 'See npx kontor dead-letters --help.';

function readOptions(commandArguments: string[]): Options {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      type: { type: 'string' },
      consumer: { type: 'string' },
      stuck: { type: 'boolean', default: false },
      show: { type: 'string' },
      wait: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const [action, ...given] = positionals;
  if (action !== 'list' && action !== 'replay')
    throw new Error(`Say list or replay. ${askForHelp}`);
  const ids = values.show === undefined ? given : [values.show];
  if (action === 'list' && given.length > 0)
    throw new Error(`list takes no ids; --show ID shows one. ${askForHelp}`);
  if (action === 'replay' && given.length > 0 === values.all)
    throw new Error(`Say which ids to replay, or --all, not both. ${askForHelp}`);
  const wrong = ids.find((id) => !uuid.test(id));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no id of a dead letter (a UUID).`);
  if (!/^\d{1,4}$/.test(values.wait))
    throw new Error(`--wait is "${values.wait}"; a number of seconds from 0 to 9999 is accepted.`);
  return {
    action,
    choice: {
      ids: ids.length > 0 ? ids.map((id) => id.toLowerCase()) : undefined,
      type: values.type,
      consumer: values.consumer === undefined ? undefined : serviceNamed(values.consumer),
    },
    stuck: values.stuck,
    show: values.show !== undefined,
    json: values.json,
    waitMs: Number(values.wait) * 1_000,
  };
}

function serviceNamed(name: string): ServiceName {
  const found = serviceNames.find((service) => service === name);
  if (!found) throw new Error(`There is no service "${name}": ${serviceNames.join(', ')}.`);
  return found;
}

function print(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}
