import { flushCompileCache } from 'node:module';
import { composition } from '#platform/compose.ts';
import { armFailpoints, forgetReached, reachedFailpoints } from '#platform/failpoints.ts';
import { openShop } from '#platform/open-shop.ts';
import type { ChildOrder, ChildReport, ChildSettings } from './crash-messages.ts';

/** A shop in a process of its own, which the crash tests kill: it opens, serves, and arms failpoints when told. */
const settings = JSON.parse(process.env['KONTOR_CRASH_CHILD'] ?? '') as ChildSettings;

const shop = await openShop({
  composition,
  installation: { ...settings.installation, secret: Buffer.from(settings.secret, 'base64') },
  sandbox: settings.sandbox,
  environment: { ...process.env, KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off' },
  host: '127.0.0.1',
  port: settings.port,
});

function report(message: ChildReport): void {
  process.send?.(message);
}

process.on('message', (order: ChildOrder) => {
  if (order.kind === 'arm') armFailpoints(order.setting);
  if (order.kind === 'forget') forgetReached();
  report({
    kind: 'done',
    of: order.kind,
    reached: reachedFailpoints(),
    resting: shop.kontor.resting,
  });
});
process.on('disconnect', () => process.exit(0));
report({ kind: 'ready' });
// Who is killed later has no time to keep what was compiled.
flushCompileCache();
