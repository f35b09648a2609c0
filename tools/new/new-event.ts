import { CannotMake, capitalized, fileNameOf, identifierOf, type Project } from './project.ts';

export interface NewEvent {
  readonly producer: string;
  /** In the past tense, such as `message_added`. */
  readonly happened: string;
  readonly subscriptionsOf: string;
  /** Folder of the listener; its own unless told. */
  readonly room?: string | undefined;
}

/** The route, what it holds, who hears it, and a test that says what is to do. */
export function newEvent(project: Project, asked: NewEvent): void {
  const { producer, happened, subscriptionsOf, room } = asked;
  if (!/^[a-z]+(_[a-z]+)*$/.test(happened))
    throw new CannotMake(`name what happened, such as message_added, not ${happened}`);
  const folder = project.serviceFolder(subscriptionsOf);
  project.serviceFolder(producer);
  const type = `${producer.replaceAll('-', '_')}.${happened}`;
  const topology = 'platform/topology.ts';
  if (project.read(topology).includes(`'${type}'`)) throw new CannotMake(`${type} is told already`);
  for (const service of [producer, subscriptionsOf]) {
    if (!project.has(`${project.serviceFolder(service)}/migrations`))
      throw new CannotMake(`${service} keeps nothing: it can neither tell nor hear`);
  }
  project.insert(
    topology,
    /export const eventRoutes = \{/,
    `\n'${type}': { producer: '${producer}', consumers: ['${subscriptionsOf}'] },`,
  );
  const contract = `contracts/${producer}/index.ts`;
  project.insert(
    contract,
    /\bevents: \{/,
    `\n/** Say when it is told. */\n'${type}': { version: 1, data: z.strictObject({}) },\n`,
  );
  project.importNames(contract, ['z'], 'zod');
  const receive = `on${capitalized(happened)}`;
  const place = [folder, ...(room ? [room] : [])].join('/');
  const file = `on-${fileNameOf(happened)}.ts`;
  project.add(`${place}/${file}`, listenerText(asked, { type, receive, place, file }));
  project.add(`${place}/${file.replace(/\.ts$/, '.test.ts')}`, testText(asked, type));
  const table = `${folder}/service.ts`;
  project.importNames(table, [receive], `./${[...(room ? [room] : []), file].join('/')}`);
  project.importNames(table, ['each'], '#platform/calls/service.ts');
  project.insert(table, /\bsubscriptions: \{/, `\n'${type}': each(${receive}),`);
}

function listenerText(
  { producer }: NewEvent,
  names: { type: string; receive: string; place: string; file: string },
): string {
  const { type, receive, place, file } = names;
  return `import type { ReceivedEvent } from '#platform/events/event-types.ts';

/** Say what it brings about. It may come late and more than once. */
export function ${receive}(event: ReceivedEvent<'${type}'>): Promise<void> {
  throw new Error(
    \`\${event.type} is not heard yet: say in contracts/${producer}/index.ts what it holds, write in ${place}/${file} what it brings about, and tell it where it happens; docs/how-to/add-an-event.md goes on\`,
  );
}
`;
}

function testText({ subscriptionsOf, happened, room }: NewEvent, type: string): string {
  const up = room ? '../'.repeat(room.split('/').length) : './';
  const service = `${identifierOf(subscriptionsOf)}Service`;
  return `import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { ${service} } from '${up}service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [${service}] });
});
afterAll(() => shop.close());

test('${happened.replaceAll('_', ' ')}: heard once, and once more', async () => {
  const id = newId();
  await shop.deliver('${type}', newId(), 1, {}, { id });
  await shop.deliver('${type}', newId(), 1, {}, { id });
  // What it brought about belongs here.
  expect(id).not.toBe('');
});
`;
}
