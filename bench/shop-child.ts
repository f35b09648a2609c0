import type * as boot from '#app/boot.ts';
import { loadBuilt } from '#app/program/load-program.ts';

/** As `npm start` loads it, unless who watches wants to reach what the sources have. */
const built = process.argv.includes('--sources') ? undefined : await loadBuilt('boot');
const { startKontor } = (built ?? (await import('#app/boot.ts'))) as typeof boot;

/** The shop in a process of its own, as `npm start` runs it, so that its CPU can be told apart. */
const shop = await startKontor({
  dataFolder: process.env['KONTOR_DATA']!,
  port: Number(process.env['PORT']),
  log: () => {},
});
process.on('message', (message) => {
  if (message === 'stop') void shop.stop().then(() => process.exit(0));
});
process.send?.({
  url: shop.url,
  sandboxUrl: shop.sandboxUrl,
  postgres: shop.pids.postgres,
  sandbox: shop.pids.sandbox,
  cluster: shop.installation.cluster,
  prefix: shop.installation.prefix,
});
