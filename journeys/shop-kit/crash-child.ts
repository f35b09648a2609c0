import { flushCompileCache } from 'node:module';
import * as clock from '#kernel/clock.ts';
import { compose } from '#app/compose.ts';
import {
  armFailpoints,
  forgetReached,
  heldFailpoints,
  reachedFailpoints,
} from '#platform/ground/failpoints.ts';
import { openShop } from '#app/open-shop.ts';
import { startServices } from '#app/start-services.ts';
import { crossings } from '../two-versions/crossings.ts';
import { composeVersions } from '../two-versions/service-of-version.ts';
import type { ChildOrder, ChildReport, ChildSettings } from './crash-messages.ts';

/** A shop in a process of its own, which tests kill: it opens, serves, and does what it is told. */
const settings = JSON.parse(process.env['KONTOR_CRASH_CHILD'] ?? '') as ChildSettings;

clock.setOffsetMs(settings.clockOffsetMs ?? 0);
const environment = {
  ...process.env,
  KONTOR_LOG_LEVEL: process.env['KONTOR_LOG'] ?? 'fatal',
  KONTOR_RATE_LIMITS: 'off',
  ...settings.environment,
};
const { services, version } = settings;
const composition = await compose(services);
const place = {
  composition: version ? composeVersions(composition, () => version) : composition,
  environment,
  host: '127.0.0.1',
  port: settings.port,
  settings: settings.settings ?? {},
};
const shop = services
  ? await startServices({ ...place, services })
  : await openShop({
      ...place,
      installation: { ...settings.installation, secret: Buffer.from(settings.secret, 'base64') },
      sandbox: settings.sandbox,
      soleOwner: settings.soleOwner ?? true,
    });

function report(message: ChildReport): void {
  process.send?.(message);
}

process.on('message', (order: ChildOrder & { id: number }) => {
  void obey(order).then(async () =>
    report({
      kind: 'done',
      id: order.id,
      reached: reachedFailpoints(),
      held: heldFailpoints(),
      // A broker that is away cannot say what waits there: then nothing is said to rest.
      resting: await shop.kontor.atRest().catch(() => false),
      edges: shop.kontor.recorder.edges(),
      crossed: crossings(),
    }),
  );
});

async function obey(order: ChildOrder): Promise<void> {
  if (order.kind === 'arm') armFailpoints(order.setting);
  if (order.kind === 'forget') forgetReached();
  if (order.kind === 'clock') clock.setOffsetMs(order.offsetMs);
  if (order.kind === 'sweep') await shop.kontor.sweep();
}

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void shop.close().then(() => process.exit(0)));
report({ kind: 'ready' });
// Who is killed later has no time to keep what was compiled.
flushCompileCache();
