import { CannotMake, fileNameOf, identifierOf, type Project } from './project.ts';

export interface NewOperation {
  readonly service: string;
  /** Such as `changeTicket`: a verb first. */
  readonly name: string;
  /** Folder of the service; its own unless told. */
  readonly room?: string | undefined;
  /** It changes something. */
  readonly command?: boolean | undefined;
}

/** The promise, the file that keeps it, its line in the service, and a test that says what is to do. */
export function newOperation(project: Project, asked: NewOperation): void {
  const { service, name, room, command = false } = asked;
  if (!/^[a-z]+([A-Z][a-z]+)*$/.test(name))
    throw new CannotMake(`name it by what it does, such as changeTicket, not ${name}`);
  const folder = project.serviceFolder(service);
  const contract = `contracts/${service}/index.ts`;
  if (!project.has(contract))
    throw new CannotMake(`${service} promises nothing to others: what people ask is a route there`);
  if (new RegExp(`\\b${name}:`).test(project.read(contract)))
    throw new CannotMake(`${service} promises ${name} already`);
  const kind = command ? 'command' : 'query';
  const repeated = command ? " idempotency: 'natural'," : '';
  project.insert(
    contract,
    /\boperations: \{/,
    `\n/** Say what it ${command ? 'does' : 'answers'}, and to whom. */
${name}: ${kind}({ access: 'internal',${repeated} input: z.strictObject({}), output: z.strictObject({}) }),\n`,
  );
  project.importNames(contract, [kind], '#kernel/contract.ts');
  project.importNames(contract, ['z'], 'zod');
  const place = [folder, ...(room ? [room] : [])].join('/');
  const file = `${fileNameOf(name)}.ts`;
  const test = file.replace(/\.ts$/, '.test.ts');
  project.add(`${place}/${file}`, operationText(asked, place, file));
  project.add(`${place}/${test}`, testText(asked, test));
  const table = `${folder}/service.ts`;
  project.importNames(table, [name], `./${[...(room ? [room] : []), file].join('/')}`);
  project.insert(table, /\boperations: \{/, `\n${name}: ${name}(),`);
}

function operationText({ service, name }: NewOperation, place: string, file: string): string {
  return `import type { Handler } from '#platform/calls/service.ts';

/** Say what it does. */
export function ${name}(): Handler<'${service}', '${name}'> {
  return () => {
    throw new Error(
      '${service}.${name} is not written yet: say in contracts/${service}/index.ts what it takes and answers, and write it in ${place}/${file}; docs/how-to/add-an-operation.md goes on',
    );
  };
}
`;
}

function testText({ service, name, room }: NewOperation, test: string): string {
  const up = room ? '../'.repeat(room.split('/').length) : './';
  return `import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { ${identifierOf(service)}Service } from '${up}service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [${identifierOf(service)}Service] });
});
afterAll(() => shop.close());

// ${test}: one test for each thing that it does, and one for each refusal in order of precedence.
test('${name} answers', async () => {
  const { ${name} } = shop.client('${service}');
  expect(await ${name}({}, shop.invocation())).toMatchObject({ ok: true });
});
`;
}
