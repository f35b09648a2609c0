import { CannotMake, capitalized, identifierOf, type Project } from './project.ts';

export interface NewProvider {
  /** A folder of `external/` with a port. */
  readonly system: string;
  /** Such as `message-bird`. */
  readonly vendor: string;
}

/** The adapter with all methods of the port, its declaration, its line in the list, and a test. */
export function newProvider(project: Project, { system, vendor }: NewProvider): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(vendor))
    throw new CannotMake(`name the vendor in small letters, such as message-bird, not ${vendor}`);
  const port = `external/${system}/port.ts`;
  if (!project.has(port))
    throw new CannotMake(`there is no ${port}: the systems are those of external/systems.ts`);
  const { name, methods } = portIn(project.read(port), port);
  const folder = `external/${system}/${vendor}`;
  const adapter = `${capitalized(vendor)}${name}`;
  project.add(`${folder}/${vendor}.ts`, adapterText({ folder, vendor, adapter, name, methods }));
  project.add(`${folder}/index.ts`, declarationText({ system, vendor, adapter }));
  project.add(`${folder}/${vendor}.test.ts`, testText({ vendor, adapter, methods }));
  const list = 'external/providers.ts';
  const declared = identifierOf(vendor);
  project.importNames(list, [declared], `./${system}/${vendor}/index.ts`);
  project.insert(list, /providers: readonly Provider\[\] = \[/, `\n${declared},`);
}

interface Port {
  readonly name: string;
  readonly methods: readonly string[];
}

/** A port's last interface is what an adapter does. */
function portIn(text: string, path: string): Port {
  const found = [...text.matchAll(/export interface (\w+) \{\n([\s\S]*?)\n\}/g)].at(-1);
  const methods = [...(found?.[2] ?? '').matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]!);
  if (!found || !methods.includes('close'))
    throw new CannotMake(`${path} does not end in an interface with close()`);
  return { name: found[1]!, methods: methods.filter((method) => method !== 'close') };
}

function adapterText(made: {
  folder: string;
  vendor: string;
  adapter: string;
  name: string;
  methods: readonly string[];
}): string {
  const { folder, vendor, adapter, name, methods } = made;
  const lines = methods.map(
    (method) => `readonly ${method}: ${name}['${method}'] = () => this.notWritten('${method}');`,
  );
  return `import type { ${name} } from '../port.ts';

export interface ${adapter}Connection {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** Say which of the vendor's interfaces it speaks. It keeps nothing. */
export class ${adapter} implements ${name} {
  private readonly connection: ${adapter}Connection;

  constructor(connection: ${adapter}Connection) {
    this.connection = connection;
  }

${lines.join('\n')}

  async close(): Promise<void> {}

  private notWritten(method: string): never {
    throw new Error(
      \`\${method} of ${vendor} at \${this.connection.baseUrl} is not written yet: write it in ${folder}/${vendor}.ts; docs/how-to/add-a-provider.md goes on\`,
    );
  }
}
`;
}

function declarationText(made: { system: string; vendor: string; adapter: string }): string {
  const { system, vendor, adapter } = made;
  const variable = `${vendor.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  return `import { z } from 'zod';
import { provider } from '../../provider.ts';
import { ${adapter} } from './${vendor}.ts';

export const ${identifierOf(vendor)} = provider({
  system: '${system}',
  id: '${vendor}',
  called: '${capitalized(vendor)}',
  settings: z.object({ ${variable}: z.string() }),
  connection: (read) => ({
    baseUrl: 'https://api.${vendor}.example',
    apiKey: read.${variable},
  }),
  open: (connection) => new ${adapter}(connection),
});
`;
}

function testText(made: { vendor: string; adapter: string; methods: readonly string[] }): string {
  const { vendor, adapter, methods } = made;
  const [first] = methods;
  return `import { expect, test } from 'vitest';
import { ${adapter} } from './${vendor}.ts';

// Of each method: what the vendor answers, what it refuses, and an answer that nobody expects.
test('${first} never throws: what is not known is told so', async () => {
  const connection = { baseUrl: 'http://127.0.0.1:1', apiKey: 'of-nobody', timeoutMs: 1_000 };
  const adapter = new ${adapter}(connection);
  expect(await adapter.${first}({} as never)).toMatchObject({ status: 'unknown' });
});
`;
}
