import { resolve } from 'node:path';
import { startKontor } from '#app/boot.ts';
import { readRunningRecord } from '#app/running-record.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { readOne } from '#platform/settings/setting.ts';
import { commandSettings } from '#platform/settings/split-settings.ts';
import type { ShopAccess } from '#product-files/importing/post.ts';
import { localAdministrator } from './local-administrator.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

interface Wanted {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly say: (line: string) => void;
}

/**
 * The shop at an address, the one that runs on the data folder, or that one started for as long as it
 * takes; with the key that was given, that of KONTOR_API_KEY, or the local administrator's.
 */
export async function withShop<Done>(
  { url, key: givenKey, say }: Wanted,
  work: (access: ShopAccess) => Promise<Done>,
): Promise<Done> {
  const dataFolder = defaultDataFolder(projectFolder);
  const local = await localAdministrator(dataFolder);
  const key = givenKey ?? readOne(commandSettings, 'KONTOR_API_KEY', process.env) ?? local?.apiKey;
  if (key === undefined)
    throw new Error(
      `There is no API key: give --key or KONTOR_API_KEY; ${dataFolder} has no shop.`,
    );
  const access = (at: string): ShopAccess => ({ url: at, key, channel: 'default' });
  const running = url ?? (await readRunningRecord(dataFolder).catch(() => undefined))?.url;
  if (running !== undefined && (url !== undefined || (await answers(running))))
    return work(access(running));
  if (!local) throw new Error(`${dataFolder} has no shop. Give --url, or its folder: KONTOR_DATA.`);
  say('The shop is stopped; it is started for this.');
  const environment = { ...process.env, KONTOR_HOST: '127.0.0.1', KONTOR_DEMO_STORE: 'off' };
  const shop = await startKontor({
    dataFolder,
    port: await freePort(),
    log: () => {},
    environment,
  });
  try {
    return await work(access(shop.url));
  } finally {
    await shop.stop();
  }
}

/** A record may be left by a shop that was killed. */
function answers(url: string): Promise<boolean> {
  return fetch(new URL('/v1/channels', url)).then(
    () => true,
    () => false,
  );
}
