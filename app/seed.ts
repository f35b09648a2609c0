import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { systemActor } from '#kernel/actor.ts';
import { nowIso } from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { demoProductsFile } from '../demo/demo-products.ts';
import { dressDemoStore, prepareDemoStore } from '../demo/load-demo-storefront.ts';
import { overHttp } from '#product-files/importing/import-door.ts';
import { importProductFile } from '#product-files/importing/import-products.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import type { OutputOf } from '#platform/calls/service.ts';

export interface Seeding {
  readonly kontor: Kontor;
  readonly dataFolder: string;
  /** Of the gateway that already answers. */
  readonly url: string;
  readonly log: (line: string) => void;
  readonly withDemoStore: boolean;
  /** Written down for scripts; without one it is chosen by a link. */
  readonly withPassword?: boolean;
}

/** Kept in the data folder: how the person at this machine signs in, and with what tools do. */
export interface LocalAdministrator {
  readonly url: string;
  readonly email: string;
  readonly password?: string;
  readonly apiKey: string;
}

/**
 * Makes a new shop usable: an administrator with an API key, and the demo store, loaded over HTTP
 * as anybody's product file is. A run that was cut short is repeated at the next start and doubles
 * nothing, since `furnished` is written last (called so in every data folder that there is).
 */
export async function seed(work: Seeding): Promise<void> {
  const { dataFolder, log, url } = work;
  const administrator = await seedAdministrator(work);
  if (work.withDemoStore) await loadDemoStore(administrator.apiKey, url, log);
  await writeAtomically(join(dataFolder, 'furnished'), `${nowIso()}\n`);
}

async function seedAdministrator(work: Seeding): Promise<LocalAdministrator> {
  const { kontor, dataFolder, url, log } = work;
  const file = join(dataFolder, 'admin.json');
  const known = await readAdministrator(file);
  if (known) return known;
  const invocation = {
    // As every shop's audit trail has it.
    ...systemInvocation(systemActor('furnish'), { channel: 'default', locale: 'en' }),
    idempotencyKey: newId(),
  };
  const bootstrap = kontor.dispatcher.clientOf('auth')['bootstrapAdministrator']!;
  const made = must(
    await bootstrap({ withPassword: work.withPassword ?? false } as never, invocation),
    'making the first administrator',
  ) as OutputOf<'auth', 'bootstrapAdministrator'>;
  if (made.apiKey === undefined) {
    throw new Error(
      `${file} is missing, and the administrator was made before. Put the file back, or sign in as ${made.email} and make an API key.`,
    );
  }
  const { email, password, apiKey } = made;
  const administrator = { url, email, ...(password === undefined ? {} : { password }), apiKey };
  await writeAtomically(file, `${JSON.stringify(administrator, null, 2)}\n`);
  log(`Administrator ${email}: ${password === undefined ? '' : 'password and '}API key in ${file}`);
  return administrator;
}

async function readAdministrator(file: string): Promise<LocalAdministrator | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LocalAdministrator);
}

async function loadDemoStore(key: string, url: string, log: (line: string) => void) {
  log('Loading the demo store …');
  const access = { url, key, channel: 'default' };
  await prepareDemoStore(access);
  const file = await readFile(demoProductsFile);
  const totals = await importProductFile({
    door: overHttp(access),
    events: parseProductCsv(Readable.from([file]), { currency: 'EUR' }),
    stock: true,
    onRejected: ({ line, detail }) => log(`  line ${line} was left out: ${detail}`),
    onFitted: ({ handle, field, reason }) =>
      log(`  ${handle}: ${field} was made to fit: ${reason}`),
  });
  const { created, updated, unchanged, variants } = totals;
  await dressDemoStore(access);
  log(`Demo store: ${created + updated + unchanged} products, ${variants} variants`);
}

async function writeAtomically(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
