import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../data/database.ts';
import { openLogger } from '../telemetry/log.ts';
import { hintsOf } from './hint-source.ts';
import { HintTeller } from './hint-teller.ts';

/** A database that answers when it is told to. */
const waiting: (() => void)[] = [];
let looks = 0;
const slow = {
  query: () => {
    looks += 1;
    return new Promise<never[]>((resolve) => waiting.push(() => resolve([])));
  },
} as unknown as Database;
let teller: HintTeller;

beforeEach(() => {
  vi.useFakeTimers();
  looks = 0;
  teller = new HintTeller(slow, { order: hintsOf('orders') }, () => {}, openLogger('silent'));
});
afterEach(() => vi.useRealTimers());

/** Commits go on for two seconds, while nothing is answered. */
async function goOn(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    teller.wanted();
    teller.committed();
    await vi.advanceTimersByTimeAsync(200);
  }
}

test('while one look waits for the database no other is begun, and one is made after it', async () => {
  await goOn();
  expect(looks).toBe(1);
  waiting.shift()!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(2);
  waiting.shift()!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(2);
});

test('who stops waits for the look that runs, and for no other', async () => {
  await goOn();
  const stopped = teller.stop();
  waiting.shift()!();
  await stopped;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(1);
});
