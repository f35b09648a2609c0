import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandsOf, runCommand } from '../injections/page-commands.ts';
import { refusedStart, StartedShop } from '../injections/started-shop.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** Whoever has these charges real cards. */
const realPayments = {
  STRIPE_SECRET_KEY: 'sk_test_nobody',
  STRIPE_WEBHOOK_SECRETS: 'whsec_nobody',
};
const recordOfSandbox = join('sandbox', 'sandbox.json');

/**
 * F39: a shop with a data folder is started once more: on the same folder, and on a copy of it while
 * the first one runs, as after a machine was cloned. The same folder is refused; so is the copy where
 * it would charge and send for real. A copy for trial is a shop of its own from then on, down to its
 * sandbox. What two machines see on one disk is tested where the lock is.
 */
export const startedTwice: FaultScenario = {
  id: 'F39',
  title: 'a data folder is started twice',
  modes: ['embedded'],
  mustHappen: ['second starts refused', 'copies refused', 'copies tried', 'audits'],
  async run(context) {
    const parent = await mkdtemp(join(tmpdir(), 'kontor-twice-'));
    const first = new StartedShop(join(parent, 'first'));
    const copy = new StartedShop(join(parent, 'copy'));
    try {
      await startThem(context, first, copy);
    } finally {
      await copy.stop();
      await first.stop();
      await rm(parent, { recursive: true, force: true });
    }
  },
};

async function startThem(
  context: ScenarioContext,
  first: StartedShop,
  copy: StartedShop,
): Promise<void> {
  const { count } = context;
  await first.start();
  await first.buy(context);
  await refusedStart(first.folder, {}, 'is in use by another Kontor');
  count('second starts refused');
  await first.stop();
  await cp(first.folder, copy.folder, { recursive: true });
  await first.start();
  // As a copy of a folder that is in use has it.
  await copyFile(join(first.folder, recordOfSandbox), join(copy.folder, recordOfSandbox));
  await refusedStart(copy.folder, realPayments, `is a copy of ${first.folder}`);
  count('copies refused');
  await copy.start();
  if ((await first.sandboxUrl()) === (await copy.sandboxUrl()))
    throw new Error('the copy took the sandbox of the first for its own');
  count('copies tried');
  const page = await commandsOf('docs/backup.md');
  const [, , audit] = page.under('One machine, with a data folder', 3);
  for (const shop of [first, copy]) {
    await shop.buy(context);
    await runCommand(audit!, { KONTOR_DATA: shop.folder });
    count('audits');
  }
}
