import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const watchLoads = `
  import { registerHooks } from 'node:module';
  globalThis.loaded = new Set();
  registerHooks({ load(url, context, next) {
    const name = /node_modules\\/(@opentelemetry\\/[^/]+)/.exec(url);
    if (name) globalThis.loaded.add(name[1]);
    return next(url, context);
  } });`;

/** Loads every service's code, then opens telemetry as three environments ask for it. */
const program = `
  const { compose } = await import('#app/compose.ts');
  await import('#app/open-shop.ts');
  const { openTelemetry } = await import('#platform/telemetry/export/open-telemetry.ts');
  const { services } = await compose();
  const told = { services: services.length };
  const open = async (name, environment, scraped) => {
    const { telemetry } = await openTelemetry(environment, { scraped });
    told[name] = { watches: telemetry !== undefined, loaded: [...globalThis.loaded].sort() };
  };
  await open('off', {}, false);
  await open('scraped', {}, true);
  await open('sent', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, false);
  console.log(JSON.stringify(told));
  process.exit(0);`;

interface Reported {
  readonly watches: boolean;
  readonly loaded: string[];
}

test('of OpenTelemetry only what is wanted is loaded, and it is opened only then', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(watchLoads)}`,
      '--input-type=module',
      '--eval',
      program,
    ],
    { cwd: resolve(import.meta.dirname, '..'), env: { PATH: process.env['PATH'] ?? '' } },
  );
  const reported = JSON.parse(stdout) as {
    services: number;
    off: Reported;
    scraped: Reported;
    sent: Reported;
  };
  expect(reported.services).toBe(18);
  // The interfaces alone, which pg-boss imports itself.
  expect(reported.off).toEqual({ watches: false, loaded: ['@opentelemetry/api'] });
  expect(reported.scraped.watches).toBe(true);
  expect(reported.scraped.loaded).toContain('@opentelemetry/sdk-metrics');
  expect(reported.scraped.loaded).not.toContain('@opentelemetry/sdk-trace');
  expect(reported.scraped.loaded.filter((name) => name.includes('otlp'))).toEqual([]);
  expect(reported.sent.watches).toBe(true);
  expect(reported.sent.loaded).toContain('@opentelemetry/sdk-trace');
}, 300_000);
