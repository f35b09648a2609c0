import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { contracts } from '#contracts/index.ts';
import type { GatewayCalls } from '../../services/api-gateway/api-gateway/desk/use-case.ts';
import { prepareRoutes } from '../../services/api-gateway/api-gateway/declaring/prepared-route.ts';
import { describeApi } from '../../services/api-gateway/api-gateway/openapi/openapi.ts';
import { routes } from '../../services/api-gateway/api-gateway/routes/index.ts';

const sdkFolder = resolve(import.meta.dirname, '../../packages/sdk');
export const typesFile = join(sdkFolder, 'generated/api.d.ts');
const generator = join(sdkFolder, 'node_modules/openapi-typescript/bin/cli.js');
/** What the types are written by besides the document: versions are pinned there. */
const pinsFile = join(sdkFolder, 'package.json');

/**
 * The types of every operation, as openapi-typescript writes them of the shop's own document, under a
 * line that says what of: a minute of a processor, which whoever compares saves (`faultOfTypes`).
 */
export async function generateTypes(): Promise<string> {
  const document = describeOwnApi();
  const types = await typesOf(document);
  return `${seal(types, await digestOfSource(document))}\n${types}`;
}

/**
 * Whether types that were written once are still those of the document, and as they were written:
 * told by the digests in their first line.
 * @returns what is wrong with them, if anything
 */
export async function faultOfTypes(
  written: string,
  document: object = describeOwnApi(),
): Promise<string | undefined> {
  const end = written.indexOf('\n');
  const [sealed, types] = [written.slice(0, end), written.slice(end + 1)];
  const source = await digestOfSource(document);
  if (sealed === seal(types, source)) return undefined;
  return sealed.includes(source)
    ? 'somebody changed it by hand'
    : 'the API’s document, or a version in packages/sdk/package.json, is another by now';
}

function seal(types: string, source: string): string {
  return `// Of the document ${source}, written as ${digestOf(types)}: "npx kontor sdk" writes it anew.`;
}

async function digestOfSource(document: object): Promise<string> {
  const pins = JSON.parse(await readFile(pinsFile, 'utf8')) as { devDependencies: object };
  return digestOf(JSON.stringify([pins.devDependencies, withoutExamples(document)]));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Examples are left out: they are for people, and stand in the reference. */
export async function typesOf(document: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-sdk-'));
  try {
    const described = join(folder, 'openapi.json');
    const written = join(folder, 'api.d.ts');
    await writeFile(described, JSON.stringify(withoutExamples(document)));
    await promisify(execFile)(process.execPath, [generator, described, '--output', written]);
    return await readFile(written, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As every shop has it: what differs from one to another is its name and address, which no type tells. */
export function describeOwnApi(): object {
  const unconnected = Object.fromEntries(
    Object.keys(contracts).map((service) => [service, {}]),
  ) as unknown as GatewayCalls;
  const prepared = prepareRoutes(routes, contracts, unconnected);
  const shop = { name: 'Kontor' } as Parameters<typeof describeApi>[1]['shop'];
  return describeApi(prepared, { publicUrl: 'http://localhost:8080', shop });
}

function withoutExamples(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutExamples(each));
  if (value === null || typeof value !== 'object') return value;
  // A field may be called so too; it has a schema, and an example has none.
  const kept = Object.entries(value).filter(
    ([name, given]) => !/^examples?$/.test(name) || (given as { type?: string } | null)?.type,
  );
  return Object.fromEntries(kept.map(([name, given]) => [name, withoutExamples(given)]));
}
