import { flushCompileCache } from 'node:module';
import { readOne } from '#platform/settings/setting.ts';
import { shopSettings, startSettings } from '#platform/settings/shop-settings.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import { openDataFolder } from './open-data-folder.ts';
import { openShop } from './open-shop.ts';
import type { Installation } from '#platform/provision/installation.ts';

export interface StartOptions {
  readonly dataFolder: string;
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Progress, a line at a time. */
  readonly log: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface StartedKontor {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly kontor: Kontor;
  readonly installation: Installation;
  /** Process ids of what runs beside this process, for tests and measurements. */
  readonly pids: { readonly postgres: number; readonly sandbox: number };
  /** Drains requests, lets stories come to rest, stops the sandbox and PostgreSQL. */
  stop(): Promise<void>;
}

/** Starts the whole platform in this process on the data folder, its PostgreSQL and its sandbox. */
export async function startKontor(options: StartOptions): Promise<StartedKontor> {
  const { log } = options;
  const environment = options.environment ?? process.env;
  armFailpoints(environment['KONTOR_FAILPOINTS']);
  const folder = await openDataFolder({ ...options, environment });
  const undo: (() => Promise<unknown>)[] = [() => folder.close()];
  try {
    const { composition, installation, postgres, sandbox } = folder;
    const shop = await openShop({
      composition,
      installation,
      sandbox,
      environment,
      host: readOne(startSettings, 'KONTOR_HOST', environment),
      port: options.port,
    });
    undo.unshift(() => shop.close());
    const { kontor, port } = shop;
    const url = `http://localhost:${port}`;
    await folder.announceTo(url);
    if (!(await folder.isSeeded())) await folder.seed(kontor, url);
    const link = await folder.firstSignIn(kontor, url);
    announce(log, { url, sandboxUrl: sandbox.httpUrl, firstSignIn: link }, environment);
    // What was compiled is kept now: a process that is killed later has no time for it.
    flushCompileCache();
    return {
      url,
      sandboxUrl: sandbox.httpUrl,
      kontor,
      installation,
      pids: {
        postgres: postgres.pid,
        get sandbox() {
          return sandbox.pid;
        },
      },
      stop: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

async function undoAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.splice(0)) await step();
}

interface Announced {
  readonly url: string;
  readonly sandboxUrl: string;
  /** Where the administrator's password is chosen, until it was. */
  readonly firstSignIn: string | undefined;
}

/** Tells a person where to go now. */
export function announce(
  log: (line: string) => void,
  { url, sandboxUrl, firstSignIn }: Announced,
  environment: NodeJS.ProcessEnv,
): void {
  const isOn = (name: 'KONTOR_STOREFRONT' | 'KONTOR_ADMIN') =>
    readOne(shopSettings, name, environment) === 'on';
  log('');
  if (isOn('KONTOR_STOREFRONT')) log(`Shop           ${url}/`);
  if (isOn('KONTOR_ADMIN')) log(`Admin          ${url}/admin`);
  log(`Shop API       ${url}/v1`);
  log(`API reference  ${url}/docs`);
  log(`Sandbox        ${sandboxUrl}/   mailbox, SMS, payments, parcels`);
  log('Payment        cards alone, unless staff has set other methods of a channel');
  if (firstSignIn !== undefined) {
    log('');
    log('Choose the administrator’s password here, once, within a day:');
    log(firstSignIn);
  }
  log('');
  log('Ready. Ctrl-C stops it.');
}
