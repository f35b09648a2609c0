import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cards } from '#journeys/people/shopper.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { databases } from '#platform/topology.ts';
import { Buyers } from '../buyers/buyers.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import {
  commandsOf,
  runCommand,
  tryCommand,
  type PageCommands,
} from '../injections/page-commands.ts';
import { StartedShop } from '../injections/started-shop.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

type Shell = Readonly<Record<string, string>>;

/**
 * F44: what docs/backup.md tells people to type is typed, on a shop that sells: a base backup, the
 * recovery to the last moment, which loses nothing, and to an earlier one, after which the audit
 * names what the payment gateway has and the shop has forgotten. With a data folder its copy.
 */
export const restoredAsWritten: FaultScenario = {
  id: 'F44',
  title: 'backup and recovery as the page tells',
  modes: ['embedded', 'split'],
  needs: { ownPostgres: { wal_level: 'replica', max_wal_senders: '2' } },
  mustHappen: [
    'base backups',
    'recoveries',
    'recoveries to a moment',
    'orders forgotten and named',
  ],
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-backup-'));
    try {
      // PostgreSQL's own user writes and reads here.
      await chmod(folder, 0o777);
      const page = await commandsOf('docs/backup.md');
      await recovered(context, page, folder);
      if (context.mode === 'embedded') await restored(context, page, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function recovered(
  context: ScenarioContext,
  page: PageCommands,
  folder: string,
): Promise<void> {
  const { shop, count } = context;
  const [keepLog, baseBackup] = page.under('A PostgreSQL of your own', 2);
  const [, , , audit] = page.under('Recovery', 4);
  const shell = shellOf(context, join(folder, 'backup'));
  await runCommand(keepLog!, shell);
  await chmod(shell['BACKUP']!, 0o777);
  await chmod(join(shell['BACKUP']!, 'wal'), 0o777);
  await shop.postgres.killNow();
  await shop.postgres.restart();
  const sku = await shop.staff.stockedSku(5_000);
  const buyers = new Buyers(context, { buyers: 2, skus: [sku] });
  await buyers.placed(2);
  await runCommand(baseBackup!, shell);
  count('base backups');
  await buyers.placed(buyers.purchases.length + 4);
  await buyers.stop();
  await confirmed(context, sku);
  const moment = new Date().toISOString().replace('Z', '+00');
  // What is committed in the same moment may be there or not.
  await sleep(1_000);
  const late = await confirmed(context, sku);
  await recover(context, page, shell);
  count('recoveries');
  await confirmed(context, sku);
  await runCommand(audit!, shell);
  const newest = await recover(context, page, shell, moment);
  count('recoveries to a moment');
  const { code, said } = await tryCommand(audit!, shell);
  if (code !== 1 || !said.includes('I4')) throw new Error(`the audit ended with ${code}: ${said}`);
  count('orders forgotten and named');
  const [skip] = page.under('When something is lost', 1);
  const name = databaseNameOf(shop.installation, 'cart');
  await runCommand(skip!.replace('kontor_cart', name), { ...shell, LAST_ORDER_NUMBER: late });
  const next = await confirmed(context, sku);
  if (Number(next) <= Number(late)) throw new Error(`order ${next} came after ${late}`);
  await putBack(context, newest);
}

function shellOf({ shop }: ScenarioContext, backup: string): Shell {
  const { user, password, port } = shop.installation.cluster;
  const urlOf = (name: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
  const audited = databases.map((database) => [
    `AUDIT_DATABASE_URL_${database.toUpperCase()}`,
    urlOf(databaseNameOf(shop.installation, database)),
  ]);
  return {
    ...Object.fromEntries(audited),
    KONTOR_SANDBOX_URL: shop.book.url,
    DATABASE_ADMIN_URL: urlOf('postgres'),
    BACKUP: backup,
    PGDATA: filesOf(shop.postgres.dataFolder),
  };
}

const filesOf = (dataFolder: string): string => join(dataFolder, 'postgres/data');

/** From the base backup, to the last moment or to the one that is given. Where the files of before are. */
async function recover(
  { shop }: ScenarioContext,
  page: PageCommands,
  shell: Shell,
  moment?: string,
): Promise<string> {
  const [layOut, until, wait] = page.under('Recovery', 4);
  const { dataFolder } = shop.postgres;
  await shop.kill();
  await shop.postgres.killNow();
  const before = join(dataFolder, `postgres/before-${moment === undefined ? 'last' : 'moment'}`);
  await rename(filesOf(dataFolder), before);
  const told = { ...shell, OLD_PGDATA: before };
  await runCommand(layOut!, told);
  if (moment !== undefined) await runCommand(until!, { ...told, MOMENT: moment });
  await shop.postgres.restart();
  await runCommand(wait!, told);
  await shop.start();
  return before;
}

/** The shop of before goes on: what the runner looks at last has lost nothing. */
async function putBack({ shop }: ScenarioContext, files: string): Promise<void> {
  const { dataFolder } = shop.postgres;
  await shop.kill();
  await shop.postgres.killNow();
  await rm(filesOf(dataFolder), { recursive: true });
  await rename(files, filesOf(dataFolder));
  await shop.postgres.restart();
  await shop.start();
}

/** The number of an order that everybody has heard of, without its letter. */
async function confirmed({ shop, random }: ScenarioContext, sku: string): Promise<string> {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const orderId = (await buyer.placed(cards.good, []))!;
  const { orderNumber } = await buyer.order(orderId, ({ state }) => state === 'confirmed');
  return orderNumber.replaceAll(/\D/g, '');
}

/** The data folder of one machine: stopped, copied, unpacked elsewhere. */
async function restored(
  context: ScenarioContext,
  page: PageCommands,
  folder: string,
): Promise<void> {
  const [backup, restore, audit] = page.under('One machine, with a data folder', 3);
  const [old, other] = [join(folder, 'old'), join(folder, 'other')];
  const kept = { BACKUP: join(folder, 'of-folder') };
  const first = new StartedShop(old);
  const second = new StartedShop(other);
  try {
    await first.start();
    await first.buy(context);
    await first.stop();
    await runCommand(backup!, { ...kept, KONTOR_DATA: old });
    await runCommand(restore!, { ...kept, KONTOR_DATA: other });
    await second.start();
    await second.buy(context);
    await runCommand(audit!, { KONTOR_DATA: other });
    context.count('folders restored');
  } finally {
    await first.stop();
    await second.stop();
  }
}
