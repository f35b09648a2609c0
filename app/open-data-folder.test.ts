import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataFolder, type OpenDataFolder } from './open-data-folder.ts';
import { addressOf } from '#platform/provision/installation.ts';
import { withClient } from '#platform/ground/with-client.ts';

let dataFolder: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'kontor-folder-'));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

const said: string[] = [];
const open = (environment: NodeJS.ProcessEnv): Promise<OpenDataFolder> =>
  openDataFolder({ dataFolder, port: 1, log: (line) => void said.push(line), environment });

const inPublic = { KONTOR_HOST: '0.0.0.0' };
const wanted = { ...inPublic, KONTOR_SANDBOX_IN_PUBLIC: 'on' };
const warnings = () => said.filter((line) => line.startsWith('SANDBOX PAYMENTS IN PUBLIC'));

test('a folder that cannot be migrated says why, and sandbox payments in public are told at each start', async () => {
  await expect(open(inPublic)).rejects.toThrow('KONTOR_SANDBOX_IN_PUBLIC=on');
  expect(said).toEqual([]);
  const first = await open(wanted);
  expect(warnings()).toHaveLength(1);
  const ofCheckout = addressOf(first.installation, 'checkout');
  const setChecksum = (to: string) =>
    withClient({ ...ofCheckout, options: '-c search_path=checkout' }, (client) =>
      client.query(
        `update migration set checksum = ${to} where name = '0001-checkouts' returning checksum`,
      ),
    );
  await setChecksum(`checksum || 'x'`);
  await first.close();
  await rm(join(dataFolder, 'schema.json'));

  // What is thrown outside of it would end a process; here it would fail the run.
  const refused = open(wanted);
  await expect(refused).rejects.toThrow(
    'migration 0001-checkouts of checkout was changed after it was applied to this data',
  );
  await expect(refused).rejects.toThrow('Start the version of Kontor that applied it');
  expect(warnings()).toHaveLength(2);
}, 300_000);
