import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { sql } from '../ground/sql.ts';
import { readHints } from '../nats/carry-hints.ts';
import type { Kontor } from '../run/kontor.ts';
import { watchStatements } from '../telemetry/statement-witness.ts';
import { SplitForTests } from '../test-kit/split-for-tests.ts';
import { testInvocation } from '../test-kit/testing.ts';
import type { HintsHeard } from './hint-listeners.ts';
import type { Hint } from './hint-source.ts';

let split: SplitForTests;
let order: Kontor;
const gateways: HintsHeard[] = [];
/** What was looked for by whoever tells hints. */
let looks = 0;
const unwatch = watchStatements((_service, { text }) => {
  if (text.includes('from hinted_sample')) looks += 1;
});

beforeAll(async () => {
  split = await SplitForTests.start();
  order = await split.run('order');
  for (const hear of Array.from({ length: 2 }, () => (hints: HintsHeard) => gateways.push(hints)))
    await split.run('api-gateway', { hear });
});
afterAll(async () => {
  unwatch();
  await split.close();
});
beforeEach(() => {
  looks = 0;
});

async function note(id: string, channel = 'default'): Promise<void> {
  await order.databaseOf('order').write(
    'note',
    sql`insert into hinted_sample (id, channel) values (${id}, ${channel})
        on conflict (id) do update set version = hinted_sample.version + 1`,
    testInvocation(),
  );
}

test('while nobody listens, nothing is looked for', async () => {
  await note('unheard');
  await order.databaseOf('order').transaction('look', testInvocation(), async (tx) => {
    await tx.change(sql`update hinted_sample set version = version + 1 where id = 'unheard'`);
  });
  expect(looks).toBe(0);
});

test('both gateways hear of what is committed, and its version, and not twice', async () => {
  const heard: Hint[][] = [[], []];
  const stops = gateways.map((gateway, index) =>
    gateway.listen((hints) => heard[index]!.push(...hints)),
  );
  // Each says by itself that hints are wanted; what is committed meanwhile is found.
  await note('first');
  const versions = (index: number, id: string) =>
    heard[index]!.filter((hint) => hint.id === id).map(({ version }) => version);
  await vi.waitFor(
    () => expect([versions(0, 'first'), versions(1, 'first')]).toEqual([[1], [1]]),
    300_000,
  );
  await note('second', 'west');
  await note('first');
  await vi.waitFor(() => {
    for (const index of [0, 1]) {
      expect(versions(index, 'first')).toEqual([1, 2]);
      expect(versions(index, 'second')).toEqual([1]);
    }
  }, 300_000);
  const second = heard[0]!.find(({ id }) => id === 'second');
  expect(second).toEqual({ kind: 'order', id: 'second', version: 1, channels: ['west'] });
  for (const stop of stops) stop();
});

test('what is none of the sender’s, or no hint, is left out', () => {
  const hint = { kind: 'order', id: 'a', version: 1, channels: ['default'] };
  const read = (subject: string, given: unknown) => readHints(subject, JSON.stringify(given));
  expect(read('kontor.hint.order', [{ ...hint, later: true }])).toEqual([hint]);
  expect(read('kontor.hint.order', [hint, { ...hint, kind: 'ticket' }])).toEqual([hint]);
  expect(read('kontor.hint.support', [hint])).toEqual([]);
  expect(read('kontor.hint.checkout', [hint])).toEqual([]);
  expect(read('kontor.hint.order', { hint })).toEqual([]);
  expect(readHints('kontor.hint.order', '{')).toEqual([]);
});

test('a broker of an older configuration is asked again when it is back', async () => {
  const logged = await split.configure((config) =>
    config.replace('"kontor.hint.*"', '"kontor.older"'),
  );
  await vi.waitFor(async () => expect(await logged()).toContain('Reloaded'), 20_000);
  // One that begins now is refused from the start, and opens all the same.
  await split.run('api-gateway', { hear: (hints) => gateways.push(hints) });
  await vi.waitFor(async () => expect(await logged()).toContain('Subscription Violation'), 20_000);
  const heard: string[] = [];
  const stop = gateways.at(-1)!.listen((hints) => heard.push(...hints.map(({ id }) => id)));
  await split.nats.stop();
  // With the configuration of this release.
  await split.nats.start();
  // What is hinted at before all are connected again may be lost.
  await expect
    .poll(() => note('again').then(() => heard), { timeout: 180_000, interval: 500 })
    .toContain('again');
  stop();
});
